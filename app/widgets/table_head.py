"""The head of a table: captions over a line, and an arrow at the column that sorts."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class TableHead(QHeaderView):
    """`inset` is left of the first caption, `gap` at the sides of the others. Captions of the columns in `right` stand
    at the right, as their numbers do.
    """

    def __init__(self, theme: Theme, parent: QWidget, inset: int, gap: int, right: Collection[int] = ()) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._inset, self._gap, self._right = theme, inset, gap, right
        self.setHighlightSections(False)
        self.setMinimumSectionSize(metrics.CONTROL_HEIGHT)
        self.setFixedHeight(metrics.CONTROL_HEIGHT)
        theme.changed.connect(self.viewport().update)

    def sectionSizeFromContents(self, logical_index: int) -> QSize:
        title = str(self.model().headerData(logical_index, self.orientation()))
        return QSize(metrics.text_width(metrics.CAPTION_LINK, title) + 2 * self._gap, metrics.CONTROL_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        color, title = self._theme.color, str(self.model().headerData(logical_index, self.orientation()))
        painter.fillRect(rect, color("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), metrics.BORDER, color("edge"))
        sorts = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical_index
        style = metrics.CAPTION_LINK if sorts else metrics.CAPTION
        size = metrics.ICON - metrics.XS
        arrow = size + metrics.XS if sorts else 0
        room = rect.adjusted(self._gap if logical_index else self._inset, 0, -self._gap, 0)
        wanted = min(metrics.text_width(style, title), room.width() - arrow)
        left = room.right() + 1 - wanted - arrow if logical_index in self._right else room.left()
        words = QRect(left, room.top(), wanted + 1, room.height())
        paint.text(painter, words, style, color("text" if sorts else "muted"), title)
        if sorts:
            name = "arrow-up" if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else "arrow-down"
            top = rect.top() + (rect.height() - size) / 2
            paint.icon(painter, name, color("text"), words.right() + metrics.XS, top, size)

    def paintEvent(self, event: object) -> None:
        """Beyond the last column too, the line goes on."""
        painter, box = QPainter(self.viewport()), self.viewport().rect()
        painter.fillRect(box, self._theme.color("surface"))
        painter.fillRect(0, box.bottom(), box.width(), metrics.BORDER, self._theme.color("edge"))
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on
