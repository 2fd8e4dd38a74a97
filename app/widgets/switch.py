"""On or off, with effect at once."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class Switch(QAbstractButton):
    """A knob on a track, at the right and filled while on; `toggled` also tells what code sets, `clicked` does not."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(metrics.SWITCH[0], metrics.CONTROL_HEIGHT_TABLE)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color, on = QPainter(self), self._theme.color, self.isChecked()
        width, height = metrics.SWITCH
        box = QRectF(0, (self.height() - height) / 2, width, height)
        lit = on and self.isEnabled()
        fill = color("accent" if lit else "edge" if on else "surface")
        paint.rounded(painter, box, height / 2, fill, None if on else color("edge"))
        size = height - 2 * metrics.SWITCH_INSET
        left = box.right() - metrics.SWITCH_INSET - size if on else box.left() + metrics.SWITCH_INSET
        knob = QRectF(left, box.top() + metrics.SWITCH_INSET, size, size)
        paint.rounded(painter, knob, size / 2, color("on_accent" if lit else "surface" if on else "edge"))
