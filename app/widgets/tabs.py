"""Tabs as words in a row, the open one underlined. Left and right arrows move."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class Tabs(QTabBar):
    def __init__(self, theme: Theme, name: str, words: tuple[str, ...]) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        for word in words:
            self.addTab(word)
        theme.changed.connect(self.update)

    def tabSizeHint(self, index: int) -> QSize:
        width = metrics.text_width(metrics.CONTROL_STRONG, self.tabText(index)) + 2 * metrics.S
        return QSize(width, metrics.CONTROL_HEIGHT)

    minimumTabSizeHint = tabSizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        for index in range(self.count()):
            box, current = self.tabRect(index), index == self.currentIndex()
            role = "text" if current else "muted" if self.isTabEnabled(index) else "faint"
            style = metrics.CONTROL_STRONG if current else metrics.CONTROL
            room = box.adjusted(metrics.S, 0, 0, 0)
            paint.text(painter, room, style, color(role), self.tabText(index))
            if current:
                line = box.adjusted(metrics.S, box.height() - metrics.BAR_GAP, -metrics.S, 0)
                painter.fillRect(line, color("accent"))
