"""The grip at a card's left: dragged up and down with the mouse, moved with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import translate
from app.widgets import metrics, paint
from app.widgets.theme import Theme

KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Handle(QWidget):
    """`moved(step)`: one place up (-1) or down (1). A drag tells so each time it has passed half a neighbour."""

    moved = Signal(int)

    def __init__(self, theme: Theme, card: QWidget) -> None:
        super().__init__()
        self._theme, self._card = theme, card
        self._from: float | None = None  # where the drag began, or its last step ended
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(translate("hardware", "Drag to change the order, or use the up and down keys"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(metrics.CONTROL_HEIGHT_TABLE, metrics.CONTROL_HEIGHT_TABLE)

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        gone, room = event.globalPosition().y() - self._from, self._card.height() + metrics.M
        if abs(gone) > room / 2:
            step = 1 if gone > 0 else -1
            self._from += step * room
            self.moved.emit(step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def paintEvent(self, event: QPaintEvent) -> None:
        inset = (self.width() - metrics.ICON) / 2
        over = self.underMouse() or self.hasFocus() or self._from is not None
        role = "line" if not self.isEnabled() else "text" if over else "muted"
        paint.icon(QPainter(self), "grip", self._theme.color(role), inset, inset)
