"""Cuts what is too long to be laid out and drawn at once: paragraphs, messages, code of hundreds of kilobytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LONG = 16_384  # letters: what is shorter is left whole
LEAST = 2048  # letters of a piece; it is at most twice as long
SENTENCE_END = re.compile(r"(?<=[.!?;:,])\s(?=[^\W\d_])")
LINE_END = re.compile(r"\n")
SPACE = re.compile(r"[ \t](?=[^\W\d_])")
LONG_LINE = 2 * LEAST  # letters: a longer line of code is shown wrapped
LINES = 60  # of code in a piece, at most
CODE_MARK = re.compile(r"[\s,;:{}()\[\]<>](?=\w)")
PAIRED = ("**", "*", "__", "_", "~~", "$$", "$", "`")


def paragraph_pieces(text: str) -> list[str]:
    """Cut where a sentence ends and no emphasis, code, formula or link is open; put together they are `text`.

    The places do not change as a text grows. What offers no such place stays whole.
    """
    return list(_pieces(text, (SENTENCE_END, SPACE), _closed))


def plain_pieces(text: str) -> list[str]:
    """Cut where a line ends, else a sentence, else a word; put together they are `text`."""
    return list(_pieces(text, (LINE_END, SENTENCE_END, SPACE), lambda piece: True))


def code_pieces(code: str) -> Iterator[tuple[str, bool]]:
    """Runs of whole lines, or parts of a line that is too long to be one: (piece, whether it is such a part).

    The line end between two pieces is part of the first; put together they are `code`.
    """
    run, letters = list[str](), 0
    for line in _lines(code):
        if run and (len(run) == LINES or letters + len(line) > LONG_LINE):
            yield "".join(run), False
            run, letters = [], 0
        if len(line) > LONG_LINE:
            yield from ((piece, True) for piece in _pieces(line, (CODE_MARK,), lambda piece: True, anywhere=True))
        else:
            run.append(line)
            letters += len(line)
    if run:
        yield "".join(run), False


def _lines(code: str) -> Iterator[str]:
    """With their ends, and only at these: `splitlines` knows others, which Qt shows inside of a line."""
    start = 0
    while (end := code.find("\n", start)) >= 0:
        yield code[start : end + 1]
        start = end + 1
    yield code[start:]


def joint_after(piece: str) -> str:
    """What stands between a piece and the next one: a white space, or nothing inside of a word."""
    return piece[-1] if piece[-1].isspace() else ""


def _pieces(
    text: str, ends: tuple[re.Pattern[str], ...], may_end: Callable[[str], bool], anywhere: bool = False
) -> Iterator[str]:
    """`anywhere`: what offers no place is cut all the same."""
    start = 0
    while len(text) - start > 2 * LEAST:
        at = _cut(text, start, ends, may_end)
        if at is None and not anywhere:
            break
        at = at or start + LEAST
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
