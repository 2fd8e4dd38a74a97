"""A split mode to take part in the comparison, or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.language import translate
from app.split.model import mode_name
from app.widgets import metrics, paint
from app.widgets.plan_glyph import Cell, paint_glyph
from app.widgets.theme import Theme
from engine.plan.types import Mode


class ModeToggle(QPushButton):
    """Glyph, name, and a tick while it is on."""

    def __init__(self, theme: Theme, mode: Mode) -> None:
        super().__init__(mode_name(mode))
        self._theme, self.mode = theme, mode
        self._cells: Sequence[Cell] = ()
        self._misfit = ""
        self.setCheckable(True)
        self.setChecked(True)
        self.setAccessibleName(translate("compare", "Compare {mode}").format(mode=mode_name(mode)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    @property
    def on(self) -> bool:
        return self.isChecked() and self.isEnabled()

    def show_mode(self, cells: Sequence[Cell], misfit: str, enabled: bool) -> None:
        """`misfit` says why the mode cannot take part; empty if it can."""
        self._cells, self._misfit = cells, misfit
        self.setEnabled(enabled and not misfit)
        self.setToolTip(misfit)
        self.setAccessibleDescription(misfit)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(metrics.TOGGLE_WIDTH, metrics.CONTROL_HEIGHT)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color, on = QPainter(self), self._theme.color, self.isChecked()
        over = self.isEnabled() and self.underMouse()
        lit = on and self.isEnabled()
        edge, width = (color("accent"), metrics.FOCUS_WIDTH) if lit else (color("edge"), metrics.BORDER)
        fill = color("accent_soft" if over else "surface" if on else "window")
        paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, fill, edge, width)
        glyph_width, glyph_height = metrics.GLYPH_SMALL
        glyph = QRectF(metrics.S, (self.height() - glyph_height) / 2, glyph_width, glyph_height)
        paint_glyph(painter, glyph, self._cells, self._theme)
        room = self.rect().adjusted(metrics.S + glyph_width + metrics.S, 0, -metrics.XS, 0)
        style = metrics.CONTROL_STRONG if on else metrics.CONTROL
        paint.text(painter, room, style, color("text" if lit else "muted"), self.text())
        if on and not self._misfit:
            left = self.width() - metrics.ICON - metrics.XS - 2
            paint.icon(painter, "ok", color("accent" if lit else "muted"), left, (self.height() - metrics.ICON) / 2)
