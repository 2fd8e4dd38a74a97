"""What is selected in the conversation: from one character of one message to another of another."""

from __future__ import annotations

from collections.abc import Callable

from app.chat.message import MessageLayout
from app.chat.model import Chat

Place = tuple[int, int, int]  # message, block, character; compares in reading order
END = 1 << 30


class Selection:
    """`anchor` is where it began, `cursor` where it is now."""

    def __init__(self, chat: Chat, layout_of: Callable[[int], MessageLayout]) -> None:
        self._chat, self._layout_of = chat, layout_of
        self._anchor: Place | None = None
        self._cursor: Place | None = None
        self.started = False

    @property
    def empty(self) -> bool:
        return self._anchor is None or self._anchor == self._cursor

    @property
    def begun(self) -> bool:
        """Whether there is a place to select from."""
        return self._anchor is not None

    def clear(self) -> None:
        self._anchor = self._cursor = None

    def start(self, place: Place) -> None:
        self._anchor = self._cursor = place
        self.started = True

    def extend(self, place: Place) -> None:
        self._cursor = place

    def finish(self) -> None:
        self.started = False

    def take_all(self) -> None:
        if self._chat.turns:
            self._anchor, self._cursor = (0, 0, 0), (len(self._chat.turns) - 1, END, END)

    def _ends(self) -> tuple[Place, Place] | None:
        if self._anchor is None or self._cursor is None or self.empty:
            return None
        return min(self._anchor, self._cursor), max(self._anchor, self._cursor)

    def within(self, index: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The part of it in one message: (block, character) to (block, character)."""
        ends = self._ends()
        if ends is None or not ends[0][0] <= index <= ends[1][0]:
            return None
        start = ends[0][1:] if index == ends[0][0] else (0, 0)
        end = ends[1][1:] if index == ends[1][0] else (END, END)
        return start, end

    def text(self) -> str:
        """As one would paste it. Messages selected whole give their source, without being laid out for it."""
        ends = self._ends()
        if ends is None:
            return ""
        pieces = []
        for index in range(ends[0][0], ends[1][0] + 1):
            part = self.within(index)
            if part == ((0, 0), (END, END)):
                pieces.append(self._chat.turns[index].text)
            elif part is not None:
                pieces.append(self._part(index, *part))
        return "\n\n".join(piece for piece in pieces if piece)

    def _part(self, index: int, start: tuple[int, int], end: tuple[int, int]) -> str:
        blocks = self._layout_of(index).blocks
        words = ""
        for place in range(start[0], min(end[0], len(blocks) - 1) + 1):
            first = start[1] if place == start[0] else 0
            if place > start[0]:
                joint = blocks[place].source.joint
                words += "\n\n" if joint is None else joint
            words += blocks[place].text(first, end[1] if place == end[0] else END)
        return words
