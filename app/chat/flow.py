"""A growing text as blocks under each other: what a reply thinks, and what it says."""

from __future__ import annotations

from collections.abc import Iterable

from app.chat.attachment import Attachment
from app.chat.block import Block
from app.chat.formulas import Formulas
from app.chat.markdown import BlockSource, BlockStream
from app.chat.turn import Turn
from app.widgets import metrics
from app.widgets.theme import Theme


def sources_of(turn: Turn) -> list[BlockSource]:
    """The blocks of a message as they are on screen, from top to bottom."""
    folded = [] if turn.files else _markdown(turn.thinking)
    above = [*_files(turn.files), *folded] if turn.unfolded else []
    said = [BlockSource("plain", turn.text)] if turn.role == "user" else _markdown(turn.text)
    return [*above, *said]


def _markdown(text: str) -> list[BlockSource]:
    stream = BlockStream()
    stream.feed(text)
    return stream.blocks


def _files(files: Iterable[Attachment]) -> list[BlockSource]:
    """A block of code for each."""
    return [BlockSource("code", file.text.rstrip("\n"), file.name) for file in files]


class Flow:
    """`ink` is the palette role of its letters."""

    def __init__(self, theme: Theme, formulas: Formulas, ink: str = "text") -> None:
        self._theme, self._formulas, self._ink = theme, formulas, ink
        self._stream = BlockStream()
        self._text = ""
        self.blocks: list[Block] = []

    def _block(self, source: BlockSource) -> Block:
        return Block(source, self._theme, self._formulas, self._ink)

    def redraw(self) -> bool:
        """Show formulas that were waited for; false if there is none."""
        redrawn = [block.redraw(self._theme) for block in self.blocks]
        return any(redrawn)

    def take_plain(self, text: str) -> None:
        """One block of the text as it is: what a user wrote is no Markdown."""
        self.blocks = [self._block(BlockSource("plain", text))]

    def take_files(self, files: Iterable[Attachment]) -> None:
        """Text files, under each other."""
        if not self.blocks:
            self.blocks = [self._block(source) for source in _files(files)]

    def take(self, text: str) -> int:
        """The whole Markdown so far. Returns the first block that changed."""
        if text == self._text:
            return len(self.blocks)
        self._text = text
        first = self._stream.feed(text)
        sources = self._stream.blocks
        for place in range(first, len(sources)):
            if place < len(self.blocks):
                self.blocks[place].grow(sources[place], self._theme)
            else:
                self.blocks.append(self._block(sources[place]))
        del self.blocks[len(sources) :]
        return first

    def place(self, first: int, left: int, top: int, width: int, shrink: bool = False) -> int:
        """Lay out from block `first` on, the first of all at `top`. Returns where the next thing may stand."""
        if first and self.blocks:
            top = self.blocks[first - 1].rect.bottom() + 1 + metrics.M
        for block in self.blocks[first:]:
            top = block.place(left, top, width, shrink).bottom() + 1 + metrics.M
        return top
