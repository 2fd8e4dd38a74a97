"""Finds words in the open conversation, off screen too, a few milliseconds at a time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from app.chat.documents import plain_text
from app.chat.flow import sources_of
from app.chat.formulas import Formulas
from app.chat.model import Chat
from app.chat.turn import Turn
from app.widgets.theme import Theme

SLICE_S = 0.006  # of work between two looks at what the user does
MARKUP = re.compile(r"[\s*_`~\\#>|\[\]()!<+.:\-\u200b]+")


@dataclass(frozen=True, order=True)
class Match:
    """From `start` to `end` in a block of a message, counted as `MessageLayout.blocks` has them."""

    message: int
    block: int
    start: int
    end: int


class Finder(QObject):
    """`changed`: more has been found, or another match is the current one. `moved`: it should be brought into view."""

    changed = Signal()
    moved = Signal(object)

    def __init__(self, theme: Theme, chat: Chat, formulas: Formulas) -> None:
        super().__init__()
        self._theme, self._chat, self._formulas = theme, chat, formulas
        self.wanted = ""
        self.matches: list[Match] = []
        self.current = -1
        self._by_message: dict[int, list[Match]] = {}
        self._work: Iterator[None] = iter(())
        self.searching = False
        self._from, self._quiet = 0, False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        for signal in (chat.reset, chat.closed, chat.replaced):
            signal.connect(self.again)

    def search(self, wanted: str, seen: int) -> None:
        """Begin anew; the first match from message `seen` on becomes the current one."""
        self.wanted, self._from = folded(wanted), seen
        self._begin()

    def stop(self) -> None:
        self.search("", 0)

    def step(self, by: int) -> None:
        """To the next (1) or the previous (-1) match; after the last comes the first."""
        if self.matches:
            self.current = (self.current + by) % len(self.matches)
            self.changed.emit()
            self.moved.emit(self.matches[self.current])

    def within(self, message: int) -> list[tuple[Match, bool]]:
        """The matches in a message, and whether each is the current one."""
        here = self.matches[self.current] if 0 <= self.current < len(self.matches) else None
        return [(match, match is here) for match in self._by_message.get(message, ())]

    def again(self, *_: object) -> None:
        """The conversation has changed: look anew, and leave the reader in place."""
        if self.wanted:
            here = self.matches[self.current].message if 0 <= self.current < len(self.matches) else 0
            self._from = here
            self._begin(quiet=True)

    def _begin(self, quiet: bool = False) -> None:
        self.matches, self._by_message, self.current = [], {}, -1
        self._quiet = quiet
        self._work = self._search() if self.wanted else iter(())
        self.searching = bool(self.wanted)
        self._timer.start()
        self.changed.emit()

    def _go_on(self) -> None:
        until = perf_counter() + SLICE_S
        for _ in self._work:
            if perf_counter() > until:
                break
        else:
            self._timer.stop()
            self.searching = False
            if self.current < 0 and self.matches:  # there is none below: the first
                self._settle(0)
        self.changed.emit()

    def _search(self) -> Iterator[None]:
        bare = MARKUP.sub("", self.wanted)
        for index, turn in enumerate(list(self._chat.turns)):
            yield
            if bare in _bare_source(turn):
                yield
                yield from self._look_into(index, turn)

    def _look_into(self, index: int, turn: Turn) -> Iterator[None]:
        """In the very documents that are drawn, so that the places are the same."""
        for place, text in enumerate(texts_of(turn, self._theme, self._formulas)):
            at = text.find(self.wanted)
            while at >= 0:
                match = Match(index, place, at, at + len(self.wanted))
                self.matches.append(match)
                self._by_message.setdefault(index, []).append(match)
                if self.current < 0 and index >= self._from:
                    self._settle(len(self.matches) - 1)
                at = text.find(self.wanted, match.end)
            yield

    def _settle(self, place: int) -> None:
        self.current = place
        if not self._quiet:
            self.moved.emit(self.matches[place])


def texts_of(turn: Turn, theme: Theme, formulas: Formulas) -> Iterator[str]:
    """The letters of a message's blocks, folded, each at its place in the block's document."""
    for source in sources_of(turn):
        yield folded(plain_text(source, theme, formulas))


def folded(text: str) -> str:
    """In lower case, letter by letter, so that no place moves."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _bare_source(turn: Turn) -> str:
    """What is certainly in the source if the words are on screen; most messages are passed over by it."""
    text = turn.text
    if turn.unfolded:
        text = "\n".join([turn.thinking, *(each.text for each in turn.files), text])
    return MARKUP.sub("", folded(html.unescape(text) if turn.role == "assistant" else text))
