"""The model as one rectangle, cut the way a split mode cuts it; the same drawing at every size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme

Cell = tuple[float, float, float, float, int]  # x, y, width, height in parts of 1, and the rank


def cells(stages: Sequence[tuple[float, Sequence[tuple[int, float]]]]) -> list[Cell]:
    """Cut the unit square: a band per stage (weight), in it a slice per (rank, weight).

    Every mode is such a list: none is one band of one slice, layer many bands, tensor one band of many slices.
    """
    made: list[Cell] = []
    total, top = sum(weight for weight, _ in stages) or 1.0, 0.0
    for weight, ranks in stages:
        height, left = weight / total, 0.0
        width_total = sum(share for _, share in ranks) or 1.0
        for rank, share in ranks:
            made.append((left, top, share / width_total, height, rank))
            left += share / width_total
        top += height
    return made


def mode_cells(mode: str, ranks: int) -> list[Cell]:
    """How a mode would cut a model over equal ranks: the glyph before any model is known."""
    names = range(max(ranks, 2))
    if mode == "layer":
        return cells([(1.0, [(rank, 1.0)]) for rank in names])
    if mode == "tensor":
        return cells([(1.0, [(rank, 1.0) for rank in names])])
    return cells([(1.0, [(0, 1.0)])])


def paint_glyph(
    painter: QPainter, rect: QRectF, drawn: Sequence[Cell], theme: Theme, labels: Sequence[str] = ()
) -> None:
    """Draw cells into a rectangle; ranks differ by place, tint and label: the name, a line end, and the share."""
    gap = 1.0 if rect.width() < 40 else 2.0
    for x, y, width, height, rank in drawn:
        cell = QRectF(
            rect.left() + x * rect.width(),
            rect.top() + y * rect.height(),
            width * rect.width(),
            height * rect.height(),
        ).adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2)
        tint = "share_even" if rank % 2 == 0 else "share_odd"
        paint.rounded(painter, cell, metrics.RADIUS_BAR / (1 if gap > 1 else 2), theme.color(tint))
        if labels:
            _label(painter, cell.toRect().adjusted(2, 0, -2, 0), theme.color(f"on_{tint}"), labels[rank])


def _label(painter: QPainter, cell: QRect, color: QColor, words: str) -> None:
    """Name and share on two lines, on one, or the share alone: as much of it as the cell has room for."""
    style, middle = metrics.CAPTION_LINK, Qt.AlignmentFlag.AlignHCenter
    name, _, share = words.rpartition("\n")
    for lines in ((name, share), (f"{name} {share}",), (share,)):
        wide = max(metrics.text_width(style, line) for line in lines)
        if wide <= cell.width() and len(lines) * style.line <= cell.height():
            top = cell.center().y() - len(lines) * style.line // 2
            for place, line in enumerate(lines):
                room = QRect(cell.left(), top + place * style.line, cell.width(), style.line)
                paint.text(painter, room, style, color, line, middle)
            return


class PlanGlyph(QWidget):
    """The large drawing of the plan popover, with a label in every cell that has room for one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: Sequence[Cell] = ()
        self._labels: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_cells(self, drawn: Sequence[Cell], labels: Sequence[str], description: str) -> None:
        self._cells, self._labels = drawn, labels
        self.setAccessibleName(description)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*metrics.GLYPH_LARGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_glyph(QPainter(self), QRectF(self.rect()), self._cells, self._theme, self._labels)
