"""A slim scroll bar: the style's geometry and behaviour, drawn as one rounded thumb."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class ScrollBar(QScrollBar):
    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme

    def sizeHint(self) -> QSize:
        return QSize(metrics.SCROLL_BAR_WIDTH, metrics.XXXL)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        thumb = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
        painter = QPainter(self)
        if self.maximum() > self.minimum():
            box = thumb.adjusted(metrics.XS, 0, -metrics.XS + 1, 0)
            held = self.isSliderDown() or self.underMouse()
            paint.rounded(
                painter, box, metrics.RADIUS_BAR - 1, self._theme.color("muted" if held else "edge")
            )
