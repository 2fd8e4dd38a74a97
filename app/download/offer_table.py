"""The quants that a repository offers, with their sizes and a first guess whether they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.download.offers import Offer
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.numbers import count, file_size, memory
from app.widgets.scroll_bar import ScrollBar
from app.widgets.table_head import TableHead
from app.widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
COLUMNS = (
    QT_TRANSLATE_NOOP("download", "Quant"),
    QT_TRANSLATE_NOOP("download", "File"),
    QT_TRANSLATE_NOOP("download", "Size"),
    QT_TRANSLATE_NOOP("download", "On these devices"),
)
HEAD = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)  # which a narrow column elides
QUANT, FILE, SIZE, HERE = range(len(COLUMNS))
SPARE = 1.1  # what a model takes beside its weights, before anything of it is known


@dataclass(frozen=True)
class Guess:
    words: str
    role: str


def guess(offer: Offer, free: int) -> Guess:
    """By size alone; the header that a plan needs is not here yet. `free`: bytes on the chosen devices; 0: unknown."""
    if not free:
        return Guess("", "muted")
    lack = int(offer.bytes * SPARE) - free
    return (
        Guess(translate("download", "Should fit"), "ok")
        if lack <= 0
        else Guess(translate("download", "Lacks about {lack}").format(lack=memory(lack)), "error")
    )


class _Rows(QAbstractTableModel):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.offers: Sequence[Offer] = ()
        self.free = 0

    def show_offers(self, offers: Sequence[Offer], free: int) -> None:
        self.beginResetModel()
        self.offers, self.free = offers, free
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in HEAD:
            return translate("download", COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self.offers[index.row()]
        name = PurePosixPath(offer.name).name
        many = len(offer.files)
        parts = (
            translate("download", "{name} · {n} parts", "", many, n=count(many)).format(name=name) if many > 1 else name
        )
        found = guess(offer, self.free)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return (offer.label, parts, file_size(offer.bytes), found.words)[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(file.name for file in offer.files)
            case Qt.ItemDataRole.ForegroundRole if index.column() == HERE:
                return self._theme.color(found.role)
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in (SIZE, HERE):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class _Cells(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Without the style's frame around one cell: the row is what is picked."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class OfferTable(QTableView):
    """`picked`: another row is current. `used`: Enter or a double click on it."""

    picked = Signal()
    used = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rows = _Rows(theme)
        self.setModel(self._rows)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(translate("download", "Quants"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(metrics.font(metrics.CONTROL))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metrics.CONTROL_HEIGHT_TABLE)
        head = TableHead(theme, self, metrics.XS, metrics.XS, [SIZE, HERE])
        self.setHorizontalHeader(head)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        widths = {QUANT: metrics.QUANT_WIDTH, SIZE: metrics.CELL_WIDTH, HERE: metrics.GUESS_WIDTH}
        for column, width in widths.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda now, before: self.picked.emit())
        self.doubleClicked.connect(lambda index: self.used.emit())
        theme.changed.connect(self._tint)
        self._theme = theme
        self._tint()

    def _tint(self) -> None:
        """A picked row has the ground of picked rows everywhere, on which all colours of text can be read."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.color("select"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.color("text"))
        self.setPalette(palette)

    @property
    def offer(self) -> Offer | None:
        index = self.currentIndex()
        return self._rows.offers[index.row()] if index.isValid() else None

    def show_offers(self, offers: Sequence[Offer], free: int, pick: Offer | None) -> None:
        """Picked is `pick`, or else the largest that should fit."""
        self._rows.show_offers(offers, free)
        fitting = [offer for offer in offers if guess(offer, free).role == "ok"]
        first = pick or (fitting[-1] if fitting else None)
        if first is not None:
            row = list(offers).index(first)
            self.selectRow(row)
            self.scrollTo(self._rows.index(row, 0))
        self.picked.emit()

    def wanted_height(self, most: int) -> int:
        rows = min(self._rows.rowCount(), most)
        return metrics.CONTROL_HEIGHT + rows * metrics.CONTROL_HEIGHT_TABLE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.used.emit()
        else:
            super().keyPressEvent(event)
