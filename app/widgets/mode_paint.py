"""The look of a split mode wherever it is a bar: its hue, and a hatch beside it that needs no eye for colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.widgets import metrics, paint
from app.widgets.theme import Theme


def mode_bar(painter: QPainter, box: QRectF, theme: Theme, mode: str) -> None:
    """A filled bar: none and tensor plain, layer with diagonals, mixed with dots."""
    radius = min(float(metrics.RADIUS_BAR), box.width() / 2)
    paint.rounded(painter, box, radius, theme.color(f"mode_{mode}"))
    ground = theme.color("surface")
    if mode == "layer":
        paint.hatch(painter, box, ground, radius)
    elif mode == "mixed":
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        x = box.left() + metrics.HATCH_STEP
        while x < box.right() - 1:
            painter.drawEllipse(QPointF(x, box.center().y()), 1, 1)
            x += metrics.HATCH_STEP
        painter.restore()
