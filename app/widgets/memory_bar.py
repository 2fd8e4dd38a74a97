"""A bar from zero that shows what fills a memory: weights, KV cache, workspace, other programs, the rest free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme

OTHERS = "others"  # other programs: hatched


@dataclass(frozen=True)
class Piece:
    """`role` is a palette role, or "others" for what is not ours; `amount` and the bar's total share a unit."""

    name: str
    amount: float
    role: str


def paint_piece(painter: QPainter, box: QRectF, piece: Piece, theme: Theme) -> None:
    """One piece of a bar, or its swatch in a legend."""
    radius = min(metrics.RADIUS_BAR, box.width() / 2)
    if piece.role == OTHERS:
        paint.hatch(painter, box, theme.color("muted"), radius)
        paint.rounded(painter, box, radius, None, theme.color("muted"))
    else:
        paint.rounded(painter, box, radius, theme.color(piece.role))


class MemoryBar(QWidget):
    """Pieces side by side on a track. What exceeds the total runs on past a mark, hatched in the error colour."""

    def __init__(self, theme: Theme, height: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, height or metrics.BAR_HEIGHT
        self._pieces: Sequence[Piece] = ()
        self._total = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_pieces(self, pieces: Sequence[Piece], total: float, description: str) -> None:
        if (pieces, total) != (self._pieces, self._total):
            self._pieces, self._total = pieces, total
            self.update()
        self.setAccessibleName(description)
        self.setToolTip(description)

    def sizeHint(self) -> QSize:
        return QSize(metrics.GAUGE_WIDTH, self._height)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        used = sum(piece.amount for piece in self._pieces)
        over = used > self._total > 0
        scale = self.width() / (max(used, self._total) or 1.0)
        end = self._total * scale
        paint.rounded(painter, QRectF(0, 0, end, self.height()), metrics.RADIUS_BAR, color("track"))
        left = 0.0
        for piece in self._pieces:
            width = piece.amount * scale
            if width >= 1:
                drawn = max(width - metrics.BAR_GAP, 1.0)
                box = QRectF(left, 0, drawn, self.height())
                paint_piece(painter, box, piece, self._theme)
            left += width
        if over:
            past = QRectF(end, 0, self.width() - end, self.height())
            painter.fillRect(past, color("error_ground"))
            paint.hatch(painter, past, color("error"), 0)
            painter.fillRect(QRectF(end - 1, 0, metrics.BAR_GAP, self.height()), color("text"))
