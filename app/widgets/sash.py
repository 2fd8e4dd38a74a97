"""The edge of a column, which can be drawn to another width; a double click takes the first one back.

It lies over the column's edge and is no part of any layout. By keyboard a command does the same.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.language import translate
from app.widgets import metrics
from app.widgets.theme import Theme


class Sash(QWidget):
    """Of the right edge of `column`. Widths are px at 100%; `widened(width)` for the user's changes."""

    widened = Signal(int)

    def __init__(self, theme: Theme, column: QWidget, least: int, most: int, usual: int) -> None:
        super().__init__(column)
        self._theme, self._column = theme, column
        self._least, self._most, self._usual = least, most, usual
        self._held = False
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(translate("widgets", "Drag to another width. A double click resets."))
        self.setAccessibleName(self.toolTip())
        column.installEventFilter(self)
        self._place()

    @property
    def width_at_100(self) -> int:
        return round(self._column.minimumWidth() / metrics.scale())

    def set_width(self, width: int) -> None:
        """Within what is allowed, silently."""
        self._column.setFixedWidth(metrics.scaled(min(max(width, self._least), self._most)))

    def step(self, pixels: int) -> None:
        self._take(self.width_at_100 + pixels)

    def reset(self) -> None:
        self._take(self._usual)

    def _take(self, width: int) -> None:
        before = self.width_at_100
        self.set_width(width)
        if self.width_at_100 != before:
            self.widened.emit(self.width_at_100)

    def _place(self) -> None:
        self.setGeometry(self._column.width() - metrics.S, 0, metrics.S, self._column.height())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.button() == Qt.MouseButton.LeftButton
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            edge = self._column.mapFromGlobal(event.globalPosition()).x()
            self._take(round(edge / metrics.scale()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._held or self.underMouse():
            line = self.rect().adjusted(self.width() - metrics.BAR_GAP, 0, 0, 0)
            QPainter(self).fillRect(line, self._theme.color("accent"))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()
