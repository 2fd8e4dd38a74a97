"""The blocks of a comparison in their order: done ones in their mode's colour, the one under way outlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import translate
from app.split.model import mode_word
from app.widgets import metrics, paint
from app.widgets.mode_paint import mode_bar
from app.widgets.theme import Theme
from engine.plan.types import Mode


class BlockStrip(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._order: Sequence[Mode] = ()
        self._done, self._running = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_blocks(self, order: Sequence[Mode], done: int, running: bool) -> None:
        if (order, done, running) == (self._order, self._done, self._running):
            return
        self._order, self._done, self._running = order, done, running
        under_way = running and done < len(order)
        told = (
            translate("compare", "{done} of {all} blocks done, {mode} under way. Order: {modes}")
            if under_way
            else translate("compare", "{done} of {all} blocks done. Order: {modes}")
        )
        words = told.format(
            done=done, all=len(order), mode=mode_word(order[done]) if under_way else "",
            modes=", ".join(mode_word(mode) for mode in order),
        )  # fmt: skip
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(len(self._order) * (metrics.BLOCK_CELL[0] + metrics.XS), metrics.BLOCK_CELL[1])

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        width, height = metrics.BLOCK_CELL
        for index, mode in enumerate(self._order):
            cell, hue = QRectF(index * (width + metrics.XS), 0, width, height), color(f"mode_{mode}")
            if index < self._done:
                mode_bar(painter, cell, self._theme, mode)
            elif index == self._done and self._running:
                paint.rounded(painter, cell, metrics.RADIUS_BAR, color("track"), hue, metrics.FOCUS_WIDTH)
            else:
                paint.rounded(painter, cell, metrics.RADIUS_BAR, color("track"))
