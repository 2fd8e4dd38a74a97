"""The library as Qt's views see it: a row per model, columns that sort by number, a search and a filter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from app.library.catalog import Catalog
from app.library.chips import ALL
from app.library.entry import Entry
from app.library.fit import Fit, Fits
from app.widgets import metrics
from app.widgets.numbers import count, file_size, parameters

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
HUB_CACHE = re.compile(r"[/\\]models--([^/\\]+?)--([^/\\]+)[/\\]snapshots[/\\]")
ENTRY, FIT, SECOND = (Qt.ItemDataRole.UserRole + number for number in range(3))
TROUBLED = ("folder", "incomplete", "damaged")  # rows whose second line is the trouble


@dataclass(frozen=True)
class Column:
    """`drop` says which columns give way first in a narrow table: the lowest; 0 never does."""

    title: str
    size: str  # its width, as `metrics` calls it; empty: what the others leave
    text: Callable[[Entry], str]
    order: Callable[[Entry], Any]
    number: bool = False
    drop: int = 0

    @property
    def width(self) -> int:
        """px, at the size of letters that is set now; 0: what the others leave."""
        return getattr(metrics, self.size) if self.size else 0


def title(entry: Entry) -> str:
    return entry.name or short_path(Path(entry.path))


def short_path(path: Path) -> str:
    """With the home folder as ~."""
    home = Path.home()
    return str(Path("~", path.relative_to(home))) if path.is_relative_to(home) else str(path)


def _known(value: int, words: Callable[[int], str]) -> str:
    return words(value) if value else ""


COLUMNS = (
    Column("Model", "", title, lambda e: title(e).casefold()),
    Column("Family", "CELL_WIDTH", lambda e: e.architecture, lambda e: e.architecture, drop=2),
    Column("Parameters", "CELL_WIDTH", lambda e: _known(e.parameters, parameters), lambda e: e.parameters,
           number=True, drop=3),
    Column("Quant", "CELL_WIDTH", lambda e: e.quant, lambda e: e.quant, drop=4),
    Column("Size", "CELL_WIDTH", lambda e: _known(e.file_bytes, file_size), lambda e: e.file_bytes, number=True,
           drop=5),
    Column("Context", "CELL_WIDTH", lambda e: _known(e.context, count), lambda e: e.context, number=True, drop=1),
    Column("On these devices", "FIT_WIDTH", lambda e: "", lambda e: 0),
)  # fmt: skip
FIT_COLUMN = len(COLUMNS) - 1


def second_line(entry: Entry, folders: Mapping[str, str]) -> str:
    """Where it lies, or what is wrong with it. In a cache of Hugging Face the repository says more than the path.

    `folders`: those that are watched, and what each is called.
    """
    if entry.kind in TROUBLED:
        return entry.problem
    cached = HUB_CACHE.search(entry.path)
    where = f"{cached[1]}/{cached[2]} · Hugging Face" if cached else _place(Path(entry.path).parent, folders)
    return f"{where} · {entry.parts} parts" if entry.parts > 1 else where


def _place(lies_in: Path, folders: Mapping[str, str]) -> str:
    """Inside its watched folder, so that the maker's name comes first, and of several folders which."""
    roots = [folder for folder in folders if lies_in.is_relative_to(folder) and str(lies_in) != folder]
    if not roots:
        return short_path(lies_in)
    root = max(roots, key=len)
    inside = str(lies_in.relative_to(root))
    return inside if len(folders) == 1 else f"{inside} · {folders[root]}"


class LibraryTable(QAbstractTableModel):
    """Rows follow the catalog. A row that stays keeps its place, and with it the selection."""

    def __init__(self, catalog: Catalog, fits: Fits) -> None:
        super().__init__()
        self._catalog, self._fits = catalog, fits
        self._rows: list[Entry] = []
        catalog.changed.connect(self._follow)
        fits.changed.connect(self._repaint)
        self._follow()

    def entry(self, row: int) -> Entry:
        return self._rows[row]

    def group(self, entry: Entry) -> str:
        """The chip under which it is found, beside all; empty while its fit is not worked out."""
        if entry.kind != "model":
            return "unusable"
        fit = self._fits.of(entry)
        return fit.role if fit.words else ""

    def counts(self) -> Counter[str]:
        """Models under each chip."""
        models = [entry for entry in self._rows if entry.kind != "folder"]
        return Counter({ALL: len(models), **Counter(self.group(entry) for entry in models)})

    def order(self, entry: Entry, column: int) -> Any:
        """What rows are sorted by."""
        return self._fits.of(entry).order if column == FIT_COLUMN else COLUMNS[column].order(entry)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self._rows[index.row()], COLUMNS[index.column()]
        fit = self._fits.of(entry)
        words = fit.words if index.column() == FIT_COLUMN else column.text(entry)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{words}, {self._second(entry)}" if index.column() == 0 else words
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(entry, fit)
            case _ if role == ENTRY:
                return entry
            case _ if role == FIT:
                return fit
            case _ if role == SECOND:
                return self._second(entry)
        return None

    def _second(self, entry: Entry) -> str:
        catalog = self._catalog
        names = {folder: catalog.caches.get(folder) or Path(folder).name or folder for folder in catalog.folders}
        return second_line(entry, names)

    def _follow(self) -> None:
        new = self._catalog.entries
        wanted = {entry.path for entry in new}
        for row in reversed(range(len(self._rows))):
            if self._rows[row].path not in wanted:
                self.beginRemoveRows(ROOT, row, row)
                del self._rows[row]
                self.endRemoveRows()
        places = {entry.path: row for row, entry in enumerate(self._rows)}
        added = [entry for entry in new if entry.path not in places]
        for entry in new:
            place = places.get(entry.path)
            if place is not None and self._rows[place] != entry:
                self._rows[place] = entry
                self.dataChanged.emit(self.index(place, 0), self.index(place, FIT_COLUMN))
        if added:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(added) - 1)
            self._rows += added
            self.endInsertRows()

    def _repaint(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, FIT_COLUMN), self.index(len(self._rows) - 1, FIT_COLUMN))


def _tip(entry: Entry, fit: Fit) -> str:
    return "\n".join(part for part in (entry.path, entry.problem or fit.words) if part)


class Shown(QSortFilterProxyModel):
    """Sorted by a column, and only the rows under a chip in which every word of the search stands somewhere."""

    def __init__(self, table: LibraryTable) -> None:
        super().__init__()
        self._table = table
        self._words: list[str] = []
        self._chip = ALL
        self.setSourceModel(table)
        self.setDynamicSortFilter(True)
        self.sort(0)

    def search(self, text: str) -> None:
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def choose(self, chip: str) -> None:
        self.beginFilterChange()
        self._chip = chip
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        entry = self._table.entry(source_row)
        if self._chip != ALL and self._table.group(entry) != self._chip:
            return False
        text = f"{entry.path} {entry.name} {entry.architecture} {entry.quant}".casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Troubles with whole folders stand first whichever way the table is sorted."""
        one, other = self._table.entry(left.row()), self._table.entry(right.row())
        if (one.kind == "folder") != (other.kind == "folder"):
            return (one.kind == "folder") == (self.sortOrder() == Qt.SortOrder.AscendingOrder)
        order = self._table.order
        return bool((order(one, left.column()), one.path) < (order(other, right.column()), other.path))
