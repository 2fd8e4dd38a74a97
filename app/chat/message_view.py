"""Messages under each other, painted, and laid out only where one looks, so that their number costs nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.chat.block import Mark
from app.chat.finder import Finder, Match
from app.chat.formulas import Formulas
from app.chat.heights import Heights
from app.chat.message import MessageLayout, guess_height
from app.chat.model import Chat
from app.chat.selection import Selection
from app.chat.spot_cursor import SpotCursor
from app.chat.turn import Turn
from app.widgets import metrics
from app.widgets.announce import announce
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme
from app.widgets.throttle import Throttle

KEPT = 60  # laid-out messages in memory
REDRAW_MS = 50
TICK_MS = 100  # of the seconds that count while a reply thinks
AT_END = 8  # px from the end that still count as the end


class MessageView(QAbstractScrollArea):
    """Follows the end of a streaming reply only as long as the reader is there; `at_end` says so."""

    at_end = Signal(bool)

    def __init__(self, theme: Theme, chat: Chat) -> None:
        super().__init__()
        self._theme, self._chat = theme, chat
        self.accessible: object = None  # for a screen reader: made when one asks, and kept as long as this
        self._layouts: OrderedDict[int, MessageLayout] = OrderedDict()
        self.heights = Heights()
        self._following, self._moving = True, False
        self._pointed = -1
        self._why_no_writing = ""
        self._scale = metrics.scale()
        self.selection = Selection(chat, self.layout_of)
        self.formulas = Formulas(theme, self)
        self.formulas.ready.connect(Throttle(self._redraw_formulas, REDRAW_MS, self))
        self.finder = Finder(theme, chat, self.formulas)
        self.finder.changed.connect(self.viewport().update)
        self.finder.moved.connect(self._show_match)
        self.cursor_spot = SpotCursor(lambda index: self.layout_of(index).spots(), lambda: len(self.heights))
        self._redraw_tail = Throttle(self._tail_grew, REDRAW_MS, self)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._ticked)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.verticalScrollBar().setSingleStep(metrics.XXXL)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self._rebuild)
        chat.reset.connect(self._reset)
        chat.appended.connect(self._appended)
        chat.grew.connect(lambda index: self._redraw_tail())
        chat.closed.connect(self._closed)
        chat.replaced.connect(self._replaced)
        self._reset()

    @property
    def turns(self) -> Sequence[Turn]:
        """What is read, in order."""
        return self._chat.turns

    # Geometry, in viewport coordinates where nothing else is said

    def index_at(self, y: int) -> int:
        """The message at a height; the nearest one where there is none."""
        return self.heights.index_at(y + self.verticalScrollBar().value())

    @property
    def column(self) -> QRect:
        """Where messages stand (x and width)."""
        width = min(metrics.READING_WIDTH, self.width() - 2 * metrics.XL)
        return QRect((self.width() - width) // 2, 0, max(width, 1), 0)  # centred as the composer below is

    def top_in_view(self, index: int) -> int:
        return self.heights.top_of(index) - self.verticalScrollBar().value()

    @property
    def first_in_view(self) -> int:
        return self.heights.index_at(self.verticalScrollBar().value()) if self.heights else 0

    def layout_of(self, index: int) -> MessageLayout:
        """The layout of a message, made now if need be. Its height is entered; what is in view stays put."""
        made = self._layouts.get(index)
        if made is None:
            siblings = self._chat.siblings(index)
            made = self._layouts[index] = MessageLayout(self._chat.turns[index], self._theme, self.formulas, siblings)
            made.why_no_writing = self._why_no_writing
        made.is_last = index == len(self.heights) - 1
        self._layouts.move_to_end(index)
        while len(self._layouts) > KEPT:
            self._layouts.popitem(last=False)
        self._enter_height(index, made.lay(self.column.width()))
        return made

    def _enter_height(self, index: int, height: int, above: int | None = None) -> None:
        """`above`: how much of a change is above what is in view, which may not jump. Unless told, all of it is if the
        message begins there: a guess was wrong.
        """
        begins_above = self.top_in_view(index) < 0
        change = self.heights.enter(index, height)
        if above is None:
            above = change if begins_above else 0
        if change or above:
            self._set_range(0 if self._following else above)

    def _set_range(self, shift: int = 0) -> None:
        bar = self.verticalScrollBar()
        self._moving = True
        bar.setPageStep(self.viewport().height() - metrics.XXL)
        bar.setRange(0, max(0, self.heights.total - self.viewport().height()))
        bar.setValue(bar.maximum() if self._following else bar.value() + shift)
        self._moving = False
        self.at_end.emit(self._following or bar.value() >= bar.maximum() - AT_END)

    def place(self) -> tuple[int, int] | None:
        """The message at the top, and how many px of it are above; None at the end of the conversation."""
        if self._following or not self.heights:
            return None
        value = self.verticalScrollBar().value()
        index = self.heights.index_at(value)
        return index, value - self.heights.top_of(index)

    def show_place(self, index: int, offset: int) -> None:
        """Go back to a place that `place` gave; ignored where there is no such message."""
        if 0 <= index < len(self._chat.turns):
            self.layout_of(index).uncover(0, offset)  # what is above is known now, and no guess
            self._enter_height(index, self._layouts[index].height, above=0)
            self._following = False
            self.verticalScrollBar().setValue(self.heights.top_of(index) + offset)

    # What the conversation says

    def set_why_no_writing(self, why: str) -> None:
        """What keeps messages from being edited or written again; nothing if they can be."""
        if why != self._why_no_writing:
            self._why_no_writing = why
            for layout in self._layouts.values():
                layout.why_no_writing = why
            self.viewport().update()

    def _reset(self) -> None:
        self._layouts.clear()
        self.selection.clear()
        self.cursor_spot.leave()
        self._following = True
        self._guess()

    def _replaced(self, first: int) -> None:
        """Other messages stand from there on; what is above them stays where it is."""
        for index in [index for index in self._layouts if index >= first]:
            del self._layouts[index]
        self.selection.clear()
        self._following = False
        self._guess()

    def _rebuild(self) -> None:
        """Colours are part of the documents; so are sizes, and those move what is below them."""
        if self._scale == metrics.scale():
            for layout in self._layouts.values():
                layout.recolor()
        else:
            self._scale = metrics.scale()
            for index, layout in self._layouts.items():
                self._enter_height(index, layout.restyle(), above=0)
        self.viewport().update()

    def _redraw_formulas(self) -> None:
        """Some can be drawn now; what is in view stays where it is."""
        for index in [index for index, layout in self._layouts.items() if layout.redraw()]:
            self._enter_height(index, self._layouts[index].height)
        self.finder.again()
        self.viewport().update()

    def _guess(self, seen: range = range(0)) -> None:
        """What each message's height may be; of those that were `seen` it is asked anew."""
        width = self.column.width()

        def height(index: int, turn: Turn) -> int:
            known = self._layouts.get(index)
            if known is None:
                return guess_height(turn, width)
            return known.lay(width) if index in seen else known.guess(width)

        self.heights.set_all(height(index, turn) for index, turn in enumerate(self._chat.turns))
        self._set_range()
        self.viewport().update()

    def _appended(self, index: int) -> None:
        self._following = True  # one's own question is always worth seeing
        self.heights.append(guess_height(self._chat.turns[index], self.column.width()))
        self._set_range()
        self._tick.start()
        self.viewport().update()

    def _ticked(self) -> None:
        """The seconds of thinking, and the bar that comes when a prompt is long, move without events."""
        turn = self._chat.turns[-1] if self._chat.turns else None
        if turn is None or not turn.open or turn.text:
            self._tick.stop()
        self.viewport().update()

    def _tail_grew(self) -> None:
        last = len(self._chat.turns) - 1
        if last in self._layouts:
            self._layouts[last].grow()
            self._enter_height(last, self._layouts[last].height, above=0)
        self.viewport().update()

    def _closed(self, index: int) -> None:
        self._redraw_tail()
        self._redraw_tail.flush()
        announce(self, self._chat.turns[index].text)

    # Where the reader looks

    def jump_to_end(self) -> None:
        self._following = True
        self._set_range()
        self.viewport().update()

    def _marks(self, index: int) -> dict[int, list[Mark]]:
        """What was found in a message, by block; the current one stands out."""
        marks = dict[int, list[Mark]]()
        for match, current in self.finder.within(index):
            ground, ink = ("accent", "on_accent") if current else ("select", "text")
            marks.setdefault(match.block, []).append(Mark(match.start, match.end, ground, ink))
        return marks

    def _show_match(self, match: Match) -> None:
        """Scroll to what was found, up and down and, in code, sideways."""
        self._following = False
        bar, third = self.verticalScrollBar(), self.viewport().height() // 3
        blocks = self.layout_of(match.message).blocks
        if match.block < len(blocks):
            block = blocks[match.block]
            bar.setValue(self.heights.top_of(match.message) + block.rect.top() - third)
            self._settle()
            block.reveal(match.start)
            box = block.rect_of(match.start).translated(0, self.top_in_view(match.message))
            bar.setValue(bar.value() + box.top() - third)
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if not self._moving:
            self._following = value >= self.verticalScrollBar().maximum() - AT_END
            self.at_end.emit(self._following)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.heights:
            return
        value = self.verticalScrollBar().value()
        first = self.heights.index_at(value)
        offset = value - self.heights.top_of(first)
        self._guess(range(first, self.heights.index_at(value + event.oldSize().height()) + 1))
        if not self._following:
            self.verticalScrollBar().setValue(self.heights.top_of(first) + offset)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        painter.fillRect(event.rect(), self._theme.color("surface"))
        if not self.heights:
            return
        for index in self._settle():
            top = self.top_in_view(index)
            painter.save()
            painter.translate(self.column.left(), top)
            clip = QRect(0, -top, self.viewport().width(), self.viewport().height())
            ring = self.cursor_spot.within(index) if self.hasFocus() else None
            pointed = index == self._pointed
            self._layouts[index].paint(painter, self.selection.within(index), pointed, ring, clip, self._marks(index))
            painter.restore()

    def _settle(self) -> range:
        """Lay out what is in view; true heights may pull more messages in, so repeat until nothing changes."""
        while True:
            value = self.verticalScrollBar().value()
            first, last = self.heights.index_at(value), self.heights.index_at(value + self.viewport().height())
            seen = range(first, last + 1)
            before = self.heights.of(seen)
            for index in seen:
                self._uncover(index)
            if before == self.heights.of(seen) and value == self.verticalScrollBar().value():
                return seen

    def _uncover(self, index: int) -> None:
        """Lay out what is in view of a message."""
        layout, top = self.layout_of(index), self.top_in_view(index)
        above = layout.uncover(-top, self.viewport().height() - top)
        self._enter_height(index, layout.height, above)
