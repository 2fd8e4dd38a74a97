"""A card's figures in columns: captions over values, in as many rows as the width makes necessary."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.hardware.figures import Figure, unsaid
from app.widgets import metrics, paint
from app.widgets.theme import Theme


def _cell_height() -> int:
    return metrics.CAPTION.line + metrics.CONTROL.line


class FigureRow(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._figures: Sequence[Figure] = ()
        # Not Fixed, which holds it to the height of its hint: one row, where a narrow page makes two.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        if figures != self._figures:
            if len(figures) != len(self._figures):
                self.updateGeometry()
            self._figures = figures
            self.setAccessibleName("; ".join(figure.spoken for figure in figures))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(metrics.FIGURE_WIDTH * len(self._figures), _cell_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.FIGURE_WIDTH_LEAST * 3, _cell_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._figures) // self._columns(width)) or 1
        return rows * _cell_height() + (rows - 1) * metrics.XS

    def _columns(self, width: int) -> int:
        count = max(len(self._figures), 1)
        if width >= metrics.FIGURE_WIDTH_LEAST * count:
            return count
        fit = max(width // metrics.FIGURE_WIDTH_LEAST, 1)
        return -(-count // -(-count // fit))  # rows of equal length

    def _cell(self, place: int) -> QRect:
        columns = self._columns(self.width())
        width = min(self.width() // columns, metrics.FIGURE_WIDTH)
        row, column = divmod(place, columns)
        return QRect(column * width, row * (_cell_height() + metrics.XS), width - metrics.XS, _cell_height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            under = (f for place, f in enumerate(self._figures) if self._cell(place).contains(event.pos()))
            QToolTip.showText(event.globalPos(), next((figure.spoken for figure in under), ""), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        for place, figure in enumerate(self._figures):
            cell = self._cell(place)
            caption = QRect(cell.left(), cell.top(), cell.width(), metrics.CAPTION.line)
            words = QRect(cell.left(), caption.bottom() + 1, cell.width(), metrics.CONTROL.line)
            paint.text(painter, caption, metrics.CAPTION, color("muted"), figure.caption)
            unknown = unsaid(figure.words)
            style = metrics.CONTROL if unknown else metrics.CONTROL_LINK
            paint.text(painter, words, style, color("muted" if unknown else figure.role), figure.words)
