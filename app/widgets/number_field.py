"""Fields for numbers, with the edge that every control of the window has: Fusion's own is too faint to see."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme


def _edge(field: QWidget, theme: Theme) -> None:
    paint.rounded(QPainter(field), field.rect(), metrics.RADIUS_BAR, None, theme.color("edge"))


def wide_enough(field: QAbstractSpinBox, width: int, *words: str) -> int:
    """`width`, or more where that is too little for what the field may have to show."""
    need = max(metrics.text_width(metrics.CONTROL, each) for each in (field.specialValueText(), *words))
    return max(width, need + metrics.SPIN_AROUND)


class WholeField(QSpinBox):
    """Reports a typed number when it is complete, not digit by digit."""

    def __init__(self, theme: Theme, name: str, least: int, most: int, step: int = 1) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _edge(self, self._theme)


class DecimalField(QDoubleSpinBox):
    """The same for two digits after the point."""

    def __init__(self, theme: Theme, name: str, least: float, most: float, step: float) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _edge(self, self._theme)
