"""A growing text as blocks under each other: what a reply thinks, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from app.chat.attachment import Attachment
from app.chat.block import Block
from app.chat.formulas import Formulas
from app.chat.markdown import BlockSource, BlockStream, in_pieces
from app.chat.pieces import LONG, joint_after, plain_pieces
from app.chat.turn import Turn
from app.widgets import metrics
from app.widgets.theme import Theme

PARSED_AT_ONCE = 8192  # letters


def sources_of(turn: Turn) -> Iterator[BlockSource]:
    """The blocks of a message as they are on screen, from top to bottom; between two, little work."""
    if turn.unfolded and turn.files:
        yield from _files(turn.files)
    elif turn.unfolded:
        yield from _markdown(turn.thinking)
    if turn.role == "user":
        yield from _plain(turn.text)
    else:
        yield from _markdown(turn.text)


def _markdown(text: str) -> Iterator[BlockSource]:
    stream, done, end, step = BlockStream(), 0, 0, PARSED_AT_ONCE
    while end < len(text):
        end += step
        stream.feed(text[:end])
        step = PARSED_AT_ONCE if done < stream.frozen else 2 * step  # an endless block is not read again and again
        while done < stream.frozen:
            yield stream.blocks[done]
            done += 1
    yield from stream.blocks[done:]


def _plain(text: str) -> Iterator[BlockSource]:
    """What a user wrote is no Markdown."""
    joint: str | None = None
    for piece in plain_pieces(text) if len(text) > LONG else [text]:
        following = joint_after(piece) if piece else ""
        yield BlockSource("plain", piece.removesuffix(following), joint=joint)
        joint = following


def _files(files: Iterable[Attachment]) -> list[BlockSource]:
    """A block of code for each."""
    return [piece for file in files for piece in in_pieces(BlockSource("code", file.text.rstrip("\n"), file.name))]


def _join_sideways(blocks: Sequence[Block]) -> None:
    """Pieces of one block of code move to the side together."""
    for above, below in pairwise(blocks):
        if below.source.kind == "code" and below.source.joint is not None:
            below.sideways = above.sideways


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
        redrawn = [block.redraw() for block in self.blocks]
        return any(redrawn)

    def recolor(self) -> None:
        for block in self.blocks:
            block.recolor()

    def restyle(self) -> None:
        for block in self.blocks:
            block.restyle()

    def take_plain(self, text: str) -> None:
        """The text as it is."""
        self.blocks = [self._block(source) for source in _plain(text)]

    def take_files(self, files: Iterable[Attachment]) -> None:
        """Text files, under each other."""
        if not self.blocks:
            self.blocks = [self._block(source) for source in _files(files)]
            _join_sideways(self.blocks)

    def take(self, text: str) -> int:
        """The whole Markdown so far. Returns the first block that changed."""
        if text == self._text:
            return len(self.blocks)
        self._text = text
        first = self._stream.feed(text)
        sources = self._stream.blocks
        for place in range(first, len(sources)):
            if place < len(self.blocks):
                self.blocks[place].grow(sources[place])
            else:
                self.blocks.append(self._block(sources[place]))
        del self.blocks[len(sources) :]
        _join_sideways(self.blocks[max(first - 1, 0) :])
        return first

    def move(self, by: int) -> None:
        """All of it, down by so many px."""
        for block in self.blocks:
            block.rect.translate(0, by)

    def place(
        self, first: int, left: int, top: int, width: int, shrink: bool = False, now: bool = True
    ) -> int:
        """Lay out from block `first` on, the first of all at `top`. Returns where the next thing may stand.

        Not `now`: what was not on screen yet waits for `uncover`.
        """
        if first and self.blocks:
            top = self.blocks[first - 1].rect.bottom() + 1 + metrics.M
        for number, block in enumerate(self.blocks[first:], start=first + 1):
            follows = number < len(self.blocks) and self.blocks[number].source.joint is not None
            if block.source.joint is not None:
                top -= metrics.M
            top = block.place(left, top, width, shrink, now, follows).bottom() + 1 + metrics.M
        return top

    def uncover(self, top: int, bottom: int) -> tuple[int, int]:
        """Lay out what stands between two heights. Returns by how many px all has grown, and what is above of that."""
        grown = above = 0
        for block in self.blocks:
            if grown:
                block.rect.translate(0, grown)
            if block.laid or block.rect.bottom() < top + above:
                continue
            if block.rect.top() <= bottom + above:
                begins_above = block.rect.top() < top + above
                change = block.lay()
                grown += change
                above += change if begins_above else 0
            elif not grown:
                break
        return grown, above
