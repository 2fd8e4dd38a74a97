"""Cuts what is too long to be laid out and drawn at once: a paragraph or a user's message of hundreds of kilobytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LONG = 16_384  # letters: what is shorter is left whole
LEAST = 2048  # letters of a piece; it is at most twice as long
SENTENCE_END = re.compile(r"(?<=[.!?;:,])\s(?=[^\W\d_])")
LINE_END = re.compile(r"\n")
SPACE = re.compile(r"[ \t](?=[^\W\d_])")
PAIRED = ("**", "*", "__", "_", "~~", "$$", "$", "`")


def paragraph_pieces(text: str) -> list[str]:
    """Cut where a sentence ends and no emphasis, code, formula or link is open; put together they are `text`.

    The places do not change as a text grows. What offers no such place stays whole.
    """
    return list(_pieces(text, (SENTENCE_END, SPACE), _closed))


def plain_pieces(text: str) -> list[str]:
    """Cut where a line ends, else a sentence, else a word; put together they are `text`."""
    return list(_pieces(text, (LINE_END, SENTENCE_END, SPACE), lambda piece: True))


def joint_after(piece: str) -> str:
    """What stands between a piece and the next one: a white space, or nothing inside of a word."""
    return piece[-1] if piece[-1].isspace() else ""


def _pieces(text: str, ends: tuple[re.Pattern[str], ...], may_end: Callable[[str], bool]) -> Iterator[str]:
    start = 0
    while len(text) - start > 2 * LEAST:
        at = _cut(text, start, ends, may_end)
        if at is None:
            break
        yield text[start:at]
        start = at
    yield text[start:]


def _cut(text: str, start: int, ends: tuple[re.Pattern[str], ...], may_end: Callable[[str], bool]) -> int | None:
    first, last = start + LEAST, start + 2 * LEAST
    for end in ends:
        for found in end.finditer(text, first, last):
            if may_end(text[start : found.end()]):
                return found.end()
    unbroken = text[first - 1 : last]
    return first if unbroken.isalnum() else None


def _closed(piece: str) -> bool:
    return not any(piece.count(mark) % 2 for mark in PAIRED) and all(
        piece.count(opening) == piece.count(closing) for opening, closing in ("[]", "()", "<>")
    )
