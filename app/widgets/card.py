"""A rounded surface that groups what belongs together."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class Card(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(metrics.L, metrics.M, metrics.L, metrics.M)
        self.body.setSpacing(metrics.XS)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CARD, self._theme.color("surface"),
                      self._theme.color("line"))  # fmt: skip


class Ground(QWidget):
    """A plain area in one palette role, with a separator line on any of its sides."""

    def __init__(self, theme: Theme, role: str, line: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._role, self._line = theme, role, line
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, right, bottom = QPainter(self), self.width() - 1, self.height() - 1
        painter.fillRect(self.rect(), self._theme.color(self._role))
        painter.setPen(self._theme.color("line"))
        ends = {"left": (0, 0, 0, bottom), "right": (right, 0, right, bottom),
                "top": (0, 0, right, 0), "bottom": (0, bottom, right, bottom)}  # fmt: skip
        if self._line:
            painter.drawLine(*ends[self._line])


class Rule(QWidget):
    """A line between what stands above and below it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(metrics.BORDER)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))
