"""The table of the library page: rows of two lines, a pill for the fit, columns that give way in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.language import translate
from app.library.table import COLUMNS, ENTRY, FIT, FIT_COLUMN, SECOND, Shown
from app.widgets import metrics, paint
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.scroll_bar import ScrollBar
from app.widgets.table_head import TableHead
from app.widgets.theme import Theme


class _Cells(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: ModelRows) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(COLUMNS[index.column()].width, metrics.ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        color, rect = self._theme.color, QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(rect, color("select" if selected else "accent_soft" if over else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("line"))
        room = rect.adjusted(metrics.S, 0, -metrics.S, 0)
        if index.column() == 0:
            self._name(painter, room.adjusted(metrics.S, 0, 0, 0), index, selected)
            if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
                painter.fillRect(rect.left(), rect.top() + metrics.XS, metrics.MARK, rect.height() - 2 * metrics.XS,
                                 color("accent"))  # fmt: skip
        elif index.column() == FIT_COLUMN:
            self._pill(painter, room, index, selected)
        else:
            align = Qt.AlignmentFlag.AlignRight if COLUMNS[index.column()].number else Qt.AlignmentFlag.AlignLeft
            words = str(index.data() or "")
            paint.text(painter, room, metrics.CONTROL, color("text"), words, align)

    def _name(
        self, painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex, selected: bool
    ) -> None:
        top = (metrics.ROW_HEIGHT - metrics.CONTROL.line - metrics.CAPTION.line) // 2
        first = QRect(room.left(), room.top() + top, room.width(), metrics.CONTROL.line)
        second = QRect(room.left(), first.bottom() + 1, room.width(), metrics.CAPTION.line)
        style = metrics.CONTROL_STRONG if selected else metrics.CONTROL
        troubled = index.data(SECOND) == index.data(ENTRY).problem
        paint.text(painter, first, style, self._theme.color("text"), index.data())
        role = index.data(FIT).role if troubled and not selected else "muted"
        paint.text(painter, second, metrics.CAPTION, self._theme.color(role), index.data(SECOND))

    def _pill(
        self, painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex, selected: bool
    ) -> None:
        fit = index.data(FIT)
        if not fit.words:
            return
        color = self._theme.color
        wanted = metrics.text_width(metrics.CAPTION_LINK, fit.words) + metrics.ICON + 3 * metrics.S
        height = metrics.PILL_HEIGHT
        pill = QRect(room.left(), room.center().y() - height // 2 + 1, min(wanted, room.width()), height)
        paint.rounded(painter, pill, height / 2, color(f"{fit.role}_ground"))
        icon_top = pill.top() + (height - metrics.ICON) / 2
        paint.icon(painter, fit.role, color(fit.role), pill.left() + metrics.S, icon_top)
        words = pill.adjusted(metrics.S + metrics.ICON + metrics.XS, 0, -metrics.S, 0)
        paint.text(painter, words, metrics.CAPTION_LINK, color(fit.role), fit.words)


class ModelRows(QTableView):
    """`used(path)`: Enter or a double click on a model. `pointed(path)`: another row is current; "" for none.
    `removed(path)`: Delete, and from the menu that `menu_asked(path, place)` is for.
    """

    used = Signal(str)
    pointed = Signal(str)
    removed = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, theme: Theme, shown: Shown) -> None:
        super().__init__()
        self._theme = theme
        self.setModel(shown)
        self.setAccessibleName(translate("library", "Models"))
        self.setProperty(DRAWS_OWN_FOCUS, True)  # the current row shows it
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.setItemDelegate(_Cells(theme, self))
        numbers = [number for number, column in enumerate(COLUMNS) if column.number]
        self.setHorizontalHeader(TableHead(theme, self, metrics.L, metrics.S, numbers))
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number, column in enumerate(COLUMNS[1:], start=1):
            self.horizontalHeader().resizeSection(number, column.width)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(metrics.ROW_HEIGHT)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(lambda index: self.use())
        self.selectionModel().currentRowChanged.connect(lambda now, before: self.pointed.emit(self.current()))
        theme.changed.connect(self.viewport().update)

    def current(self) -> str:
        index = self.currentIndex()
        return str(index.data(ENTRY).path) if index.isValid() else ""

    def select(self, path: str) -> None:
        for row in range(self.model().rowCount()):
            if self.model().index(row, 0).data(ENTRY).path == path:
                self.selectRow(row)
                return

    def use(self) -> None:
        index = self.currentIndex()
        if index.isValid() and index.data(ENTRY).kind != "folder":
            self.used.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.use()
        elif event.key() == Qt.Key.Key_Delete and self.current():
            self.removed.emit(self.current())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).bottomLeft() if by_key else event.pos()
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.menu_asked.emit(index.data(ENTRY).path, self.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns give way, the least needed first, until a name has room."""
        left = self.viewport().width() - sum(column.width for column in COLUMNS)
        for number, column in sorted(enumerate(COLUMNS), key=lambda item: item[1].drop):
            if column.drop:
                hide = left < metrics.NAME_WIDTH
                self.setColumnHidden(number, hide)
                left += column.width if hide else 0
        super().resizeEvent(event)
