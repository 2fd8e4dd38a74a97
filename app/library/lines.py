"""A searchable table of plain texts: the keys of a header, or its tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.numbers import count
from app.widgets.scroll_bar import ScrollBar
from app.widgets.table_head import TableHead
from app.widgets.text_field import TextField
from app.widgets.theme import Theme

if TYPE_CHECKING:
    from engine.gguf.facts import ModelFacts

LONGEST = 200  # characters of a value
FEW = 5  # values of a list
ROOT = QModelIndex()


def key_lines(facts: ModelFacts) -> list[tuple[str, ...]]:
    return [(key, _value(value)) for key, value in facts.metadata.items()]


def tensor_lines(facts: ModelFacts) -> list[tuple[str, ...]]:
    return [(t.name, " x ".join(map(str, t.shape)), t.type_name) for t in facts.tensors.values()]


def _value(value: Any) -> str:
    """A list as its length and its first values."""
    from engine.gguf.header import printable

    if isinstance(value, tuple):
        first = ", ".join(printable(str(item), 20) for item in value[:FEW])
        many = len(value)
        told = translate("library", "{n}\xa0values: {first}", "", many, n=count(many)).format(first=first)
        return told + (", …" if many > FEW else "")
    return printable(str(value), LONGEST)


class _Table(QAbstractTableModel):
    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._columns = columns
        self.lines: Sequence[tuple[str, ...]] = ()

    def show_lines(self, lines: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()][index.column()]
        return None


class Lines(QWidget):
    def __init__(self, theme: Theme, name: str, searching: str, columns: Sequence[str]) -> None:
        """`searching`: what its search field is called."""
        super().__init__()
        self._table = _Table(columns)
        self.shown = QSortFilterProxyModel()
        self.shown.setSourceModel(self._table)
        self.shown.setFilterKeyColumn(-1)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = TextField(theme, searching, searching)
        self.search.textChanged.connect(self._search)
        self._words = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.view = QTableView()
        self.view.setModel(self.shown)
        self.view.setAccessibleName(name)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFont(metrics.font(metrics.CAPTION))
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBar(ScrollBar(theme))
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(metrics.CONTROL_HEIGHT_TABLE)
        head = TableHead(theme, self.view, metrics.XS, metrics.XS)
        self.view.setHorizontalHeader(head)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in range(2, len(columns)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, metrics.S, 0, 0)
        column_box.setSpacing(metrics.S)
        column_box.addWidget(self.search)
        column_box.addWidget(self._words)
        column_box.addWidget(self.view, 1)

    def show_lines(self, lines: Sequence[tuple[str, ...]]) -> None:
        self._table.show_lines(lines)
        self._count()

    def show_words(self, words: str) -> None:
        self._table.show_lines(())
        self._words.setText(words)

    def _search(self, text: str) -> None:
        self.shown.setFilterFixedString(text)
        self._count()

    def _count(self) -> None:
        shown, all_lines = self.shown.rowCount(), self._table.rowCount()
        self._words.setText(
            translate("library", "{shown} of {all}").format(shown=count(shown), all=count(all_lines))
            if shown != all_lines
            else count(all_lines)
        )
