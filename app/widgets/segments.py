"""A row of segments of which one is chosen: glyph, name, and a second line. Left and right arrows move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.widgets import metrics, paint
from app.widgets.plan_glyph import Cell, paint_glyph
from app.widgets.theme import Theme

Room = Literal["wide", "tight", "least"]


@dataclass(frozen=True)
class Segment:
    key: str
    name: str
    second: str = ""
    short: str = ""  # the second line where segments are narrow
    role: str = "muted"  # palette role of the second line
    cells: Sequence[Cell] = field(default=())  # none: the first letter stands in place of a glyph
    note: str = ""  # what the tooltip says beside the second line

    @property
    def words(self) -> str:
        """ "Tensor: 36.2 tok/s, measured 12 Nov"."""
        return f"{self.name}: {', '.join(filter(None, (self.second, self.note)))}"


class Segments(QWidget):
    """Emits `chosen(key)` for the user's choices only. `opened` is Alt+Down, as in a combo box."""

    chosen = Signal(str)
    opened = Signal()
    described = Signal()  # other words stand in them now

    def __init__(
        self, theme: Theme, segments: Sequence[Segment], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._segments, self._name = theme, list(segments), name
        self._current = 0
        self._room: Room = "wide"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()
        theme.changed.connect(self.update)

    @property
    def current(self) -> str:
        return self._segments[self._current].key

    def set_current(self, key: str) -> None:
        self._current = [segment.key for segment in self._segments].index(key)
        self._describe()
        self.update()

    def set_segments(self, segments: Sequence[Segment]) -> None:
        if list(segments) != self._segments:
            self._segments = list(segments)
            self._describe()
            self.update()
            self.described.emit()

    def set_room(self, room: Room) -> None:
        """Narrow ones show the shorter second line, and the narrowest no glyph."""
        self._room = room
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._segments[self._current].words.replace(': ', ', ', 1)}")

    def _width(self) -> int:
        widths = {"tight": metrics.SEGMENT_WIDTH_TIGHT, "least": metrics.SEGMENT_WIDTH_LEAST}
        return widths.get(self._room, metrics.SEGMENT[0])

    def sizeHint(self) -> QSize:
        return QSize(self._width() * len(self._segments) + 4, metrics.CONTROL_HEIGHT_TALL)

    def _rect(self, index: int) -> QRect:
        return QRect(2 + index * self._width(), 2, self._width(), metrics.SEGMENT[1])

    def _index_at(self, x: float) -> int:
        return min(max(int(x - 2) // self._width(), 0), len(self._segments) - 1)

    def _choose(self, index: int) -> None:
        if index != self._current and 0 <= index < len(self._segments):
            self._current = index
            self._describe()
            self.update()
            self.chosen.emit(self.current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._index_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.opened.emit()
        elif event.key() in steps:
            self._choose(self._current + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._segments[self._index_at(event.pos().x())].words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL + 2, color("sunken"), color("edge"))
        for index, segment in enumerate(self._segments):
            self._paint_segment(painter, self._rect(index), segment, index == self._current)

    def _paint_segment(self, painter: QPainter, rect: QRect, segment: Segment, current: bool) -> None:
        color = self._theme.color
        if current:
            paint.rounded(
                painter, rect, metrics.RADIUS_CONTROL, color("surface"), color("accent"), metrics.MARK - 1
            )
        width, height = metrics.GLYPH_SMALL
        left = rect.left() + (metrics.M if self._room == "wide" else metrics.S)
        glyph = QRectF(left, rect.center().y() - height / 2 + 1, width, height)
        if self._room == "least":
            width = -metrics.S
        elif segment.cells:
            paint_glyph(painter, glyph, segment.cells, self._theme)
        else:
            paint.text(painter, glyph.toRect(), metrics.SECTION, color("muted"), segment.name[0],
                       Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        words = QRect(rect).adjusted(left - rect.left() + width + metrics.S, 1, -metrics.XS, -2)
        name = metrics.CONTROL_STRONG if current else metrics.CONTROL
        half = words.height() // 2
        paint.text(
            painter,
            QRect(words.left(), words.top(), words.width(), half + 1),
            name,
            color("text"),
            segment.name,
        )
        second = segment.short if self._room != "wide" and segment.short else segment.second
        below = QRect(words.left(), words.top() + half, words.width(), half)
        paint.text(painter, below, metrics.CAPTION, color(segment.role), second)
