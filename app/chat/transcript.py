"""The conversation on screen: painted, and laid out only where one looks, so that its length costs nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QFrame

from app.chat.message import Hit, MessageLayout, guess_height
from app.chat.model import Chat
from app.chat.selection import Selection
from app.widgets import metrics
from app.widgets.announce import announce
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme
from app.widgets.throttle import Throttle

KEPT = 60  # laid-out messages in memory
REDRAW_MS = 50
AT_END = 8  # px from the end that still count as the end
SAFE_LINKS = ("http", "https")
KEYS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class Transcript(QAbstractScrollArea):
    """Follows the end of a streaming reply only as long as the reader is there; `at_end` says so."""

    at_end = Signal(bool)
    copied = Signal(str)

    def __init__(self, theme: Theme, chat: Chat) -> None:
        super().__init__()
        self._theme, self._chat = theme, chat
        self._layouts: OrderedDict[int, MessageLayout] = OrderedDict()
        self._heights: list[int] = []
        self._bottoms: list[int] = []
        self._following, self._moving = True, False
        self._pointed = -1
        self.selection = Selection(chat, self.layout_of)
        self._redraw_tail = Throttle(self._tail_grew, REDRAW_MS, self)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Conversation")
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().setSingleStep(metrics.XXXL)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self._rebuild)
        chat.reset.connect(self._reset)
        chat.appended.connect(self._appended)
        chat.grew.connect(lambda index: self._redraw_tail())
        chat.closed.connect(self._closed)
        self._reset()

    # Geometry: a column of messages, `top` px of padding above

    @property
    def column(self) -> QRect:
        """Where messages stand, in viewport coordinates (x and width)."""
        width = min(metrics.READING_WIDTH, self.width() - 2 * metrics.XL)
        return QRect((self.width() - width) // 2, 0, max(width, 1), 0)  # centred as the composer below is

    def top_of(self, index: int) -> int:
        return metrics.XL + (self._bottoms[index - 1] if index else 0)

    def index_at(self, y: int) -> int:
        """The message at a height of the whole conversation."""
        return min(bisect_right(self._bottoms, max(y - metrics.XL, 0)), len(self._heights) - 1)

    def layout_of(self, index: int) -> MessageLayout:
        """The layout of a message, made now if need be. Its height is entered; what is in view stays put."""
        made = self._layouts.get(index)
        if made is None:
            made = self._layouts[index] = MessageLayout(self._chat.turns[index], self._theme)
        self._layouts.move_to_end(index)
        while len(self._layouts) > KEPT:
            self._layouts.popitem(last=False)
        self._enter_height(index, made.lay(self.column.width()))
        return made

    def _enter_height(self, index: int, height: int, grows: bool = False) -> None:
        """`grows`: at its end, as a reply does. Otherwise a guess was wrong, and what is below may not jump."""
        change = height - self._heights[index]
        if change == 0:
            return
        above = not grows and self.top_of(index) < self.verticalScrollBar().value()
        self._heights[index] = height
        self._bottoms = list(accumulate(self._heights))
        self._set_range(change if above and not self._following else 0)

    def _set_range(self, shift: int = 0) -> None:
        bar = self.verticalScrollBar()
        total = metrics.XL + (self._bottoms[-1] if self._bottoms else 0)
        self._moving = True
        bar.setPageStep(self.viewport().height() - metrics.XXL)
        bar.setRange(0, max(0, total - self.viewport().height()))
        bar.setValue(bar.maximum() if self._following else bar.value() + shift)
        self._moving = False
        self.at_end.emit(self._following or bar.maximum() == 0)

    # What the conversation says

    def _reset(self) -> None:
        self._layouts.clear()
        self.selection.clear()
        self._following = True
        self._guess()

    def _rebuild(self) -> None:
        """Colours are part of the documents."""
        self._layouts.clear()
        self.viewport().update()

    def _guess(self) -> None:
        width = self.column.width()
        self._heights = [
            self._layouts[i].lay(width) if i in self._layouts else guess_height(turn, width)
            for i, turn in enumerate(self._chat.turns)
        ]
        self._bottoms = list(accumulate(self._heights))
        self._set_range()
        self.viewport().update()

    def _appended(self, index: int) -> None:
        self._following = True  # one's own question is always worth seeing
        self._heights.append(guess_height(self._chat.turns[index], self.column.width()))
        self._bottoms = list(accumulate(self._heights))
        self._set_range()
        self.viewport().update()

    def _tail_grew(self) -> None:
        last = len(self._chat.turns) - 1
        if last in self._layouts:
            self._layouts[last].grow()
            self._enter_height(last, self._layouts[last].height, grows=True)
        self.viewport().update()

    def _closed(self, index: int) -> None:
        self._redraw_tail()
        self._redraw_tail.flush()
        self.setAccessibleDescription(self._chat.turns[index].text)
        announce(self, self._chat.turns[index].text)

    # What the reader does

    def jump_to_end(self) -> None:
        self._following = True
        self._set_range()
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if not self._moving:
            self._following = value >= self.verticalScrollBar().maximum() - AT_END
            self.at_end.emit(self._following)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._heights:
            return
        value = self.verticalScrollBar().value()
        first = self.index_at(value)
        offset = value - self.top_of(first)
        self._guess()
        if not self._following:
            self.verticalScrollBar().setValue(self.top_of(first) + offset)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("surface"))
        if not self._heights:
            return
        for index in self._settle():
            top = self.top_of(index) - self.verticalScrollBar().value()
            painter.save()
            painter.translate(self.column.left(), top)
            clip = QRect(0, -top, self.viewport().width(), self.viewport().height())
            layout = self._layouts[index]
            layout.paint(
                painter, self.selection.within(index), index == self._pointed and not layout.turn.open, clip
            )
            painter.restore()

    def _settle(self) -> range:
        """Lay out what is in view; true heights may pull more messages in, so repeat until nothing changes."""
        while True:
            value = self.verticalScrollBar().value()
            first, last = self.index_at(value), self.index_at(value + self.viewport().height())
            before = list(self._heights[first : last + 1])
            for index in range(first, last + 1):
                self.layout_of(index)
            if before == self._heights[first : last + 1] and value == self.verticalScrollBar().value():
                return range(first, last + 1)

    def _spot(self, event: QMouseEvent | QWheelEvent) -> tuple[int, QPoint]:
        """The message under the pointer and the point inside it."""
        place = event.position().toPoint()
        index = self.index_at(place.y() + self.verticalScrollBar().value())
        top = self.top_of(index) - self.verticalScrollBar().value()
        return index, QPoint(place.x() - self.column.left(), place.y() - top)

    def _hit(self, event: QMouseEvent) -> Hit:
        index, point = self._spot(event)
        return self.layout_of(index).hit(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._heights or event.button() != Qt.MouseButton.LeftButton:
            return
        index, point = self._spot(event)
        if self._hit(event).kind in ("text", "nothing", "link"):
            self.selection.start((index, *self.layout_of(index).character_at(point)))
        else:
            self.selection.clear()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._heights:
            return
        index, point = self._spot(event)
        if event.buttons() & Qt.MouseButton.LeftButton and self.selection.started:
            self.selection.extend((index, *self.layout_of(index).character_at(point)))
            self.viewport().update()
            return
        kind = self._hit(event).kind
        shape = {"text": Qt.CursorShape.IBeamCursor, "nothing": Qt.CursorShape.ArrowCursor}
        self.viewport().setCursor(shape.get(kind, Qt.CursorShape.PointingHandCursor))
        if index != self._pointed:
            self._pointed = index
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._heights or event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._hit(event)
        if self.selection.empty and hit.kind == "link" and QUrl(hit.value).scheme() in SAFE_LINKS:
            QDesktopServices.openUrl(QUrl(hit.value))
        elif self.selection.empty and hit.kind in ("copy message", "copy code"):
            self._copy(hit.value)
        self.selection.finish()

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways = event.angleDelta().x() or (
            event.angleDelta().y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways and self._heights:
            index, point = self._spot(event)
            layout = self.layout_of(index)
            for block in layout.blocks:
                if block.rect.contains(point) and block.scroll(-sideways):
                    self.viewport().update()
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and not self.selection.empty:
            self._copy(self.selection.text())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selection.take_all()
            self.viewport().update()
        elif Qt.Key(event.key()) in KEYS:
            self.verticalScrollBar().triggerAction(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def copy_last_reply(self) -> None:
        replies = [turn.text for turn in self._chat.turns if turn.role == "assistant" and turn.text]
        if replies:
            self._copy(replies[-1])

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.copied.emit(words)
