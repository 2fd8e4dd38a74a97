"""The large plan drawing with a handle on every line between two ranks, moved by mouse or by arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.language import translate
from app.split.boundary import Boundary
from app.widgets import metrics, paint
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.numbers import percent
from app.widgets.plan_glyph import PlanGlyph
from app.widgets.theme import Theme

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
AWAY = (0.8, 0.2)  # where on its line a handle sits: off the labels in the middle, and in turns off its neighbours
GRASP = 28  # px: the least size of anything one can grasp


class Handle(QWidget):
    """`dragged(x, y)` in the glyph's px; `stepped(1 or -1)`; `reset` on a double click or Home."""

    dragged = Signal(float, float)
    stepped = Signal(int)
    reset = Signal()

    def __init__(self, theme: Theme, glyph: QWidget) -> None:
        super().__init__(glyph)
        self._theme, self.level = theme, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(DRAWS_OWN_FOCUS, True)  # the ring would lie on cells of its own colour
        theme.changed.connect(self.update)

    def show_at(self, boundary: Boundary, names: Sequence[str], room: QRectF) -> None:
        self.level = boundary.level
        grasp = max(GRASP, metrics.HANDLE_SIZE[1] + metrics.XS)
        self.setFixedSize(grasp, grasp)
        shape = Qt.CursorShape.SplitVCursor if self.level else Qt.CursorShape.SplitHCursor
        self.setCursor(shape)
        along = room.height() if self.level else room.width()
        other = room.width() if self.level else room.height()
        here, across = boundary.at * along, other * AWAY[boundary.rank % 2]
        x, y = (across, here) if self.level else (here, across)
        self.move(round(x - grasp / 2), round(y - grasp / 2))
        before, after = names[boundary.rank], names[boundary.rank + 1]
        self.setAccessibleName(
            translate("split", "Line between {before} and {after}: {at} of the model lie before it").format(
                before=before, after=after, at=percent(boundary.at)
            )
        )
        self.setToolTip(translate("split", "Drag, or use the arrow keys. A double click resets."))
        self.show()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            where = self.mapToParent(event.position())
            self.dragged.emit(where.x(), where.y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Home:
            self.reset.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        if self.hasFocus():
            paint.rounded(
                painter, self.rect(), metrics.RADIUS_CONTROL, color("surface"), color("accent"), metrics.FOCUS_WIDTH
            )
        wide, tall = metrics.HANDLE_SIZE
        if self.level:
            wide, tall = tall, wide
        box = QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)
        paint.rounded(painter, box, metrics.RADIUS_BAR, color("surface"), color("text"))
        line = QRectF(box.center().x() - (wide / 4), box.center().y() - 0.5, wide / 2, 1)
        if not self.level:
            line = QRectF(box.center().x() - 0.5, box.center().y() - tall / 4, 1, tall / 2)
        painter.fillRect(line, color("text"))


class ShareGlyph(PlanGlyph):
    """`moved(rank, part)`: the line after a rank was drawn to that part of the model."""

    moved = Signal(int, float)
    stepped = Signal(int, int)
    reset = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.handles: list[Handle] = []
        self._lines: Sequence[Boundary] = ()
        self._names: Sequence[str] = ()

    def show_boundaries(self, boundaries: Sequence[Boundary], names: Sequence[str]) -> None:
        self._lines, self._names = boundaries, names
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room, boundaries, names = QRectF(self.rect()), self._lines, self._names
        while len(self.handles) < len(boundaries):
            self.handles.append(self._handle(len(self.handles)))
        for handle in self.handles[len(boundaries) :]:
            handle.hide()
        for handle, boundary in zip(self.handles, boundaries, strict=False):
            handle.show_at(boundary, names, room)

    def _handle(self, rank: int) -> Handle:
        handle = Handle(self._theme, self)
        handle.dragged.connect(lambda x, y: self.moved.emit(rank, self._part(handle, x, y)))
        handle.stepped.connect(lambda step: self.stepped.emit(rank, step))
        handle.reset.connect(self.reset)
        return handle

    def _part(self, handle: Handle, x: float, y: float) -> float:
        part = y / max(self.height(), 1) if handle.level else x / max(self.width(), 1)
        return min(max(part, 0.0), 1.0)
