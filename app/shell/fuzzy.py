"""Finding a command by some of its letters, in order: "nwch" finds "New chat"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")

AT_WORD, IN_ROW, APART = 8, 5, 1  # what a found letter counts: first of a word, right after the last one, elsewhere


def score(letters: str, words: str) -> int:
    """How well some letters stand for some words; 0 if they do not. No letters stand for everything."""
    wanted, text = letters.casefold().replace(" ", ""), words.casefold()
    if not wanted:
        return 1
    best = 0
    for start in (place for place, letter in enumerate(text) if letter == wanted[0]):
        best = max(best, _from(wanted, text, start))
    return best


def _from(wanted: str, text: str, start: int) -> int:
    """Taken greedily, the first letter being at `start`; beginnings of words are preferred to letters in them."""
    total, last = 0, -1
    for letter in wanted:
        place = start if last < 0 else _next(letter, text, last)
        if place < 0:
            return 0
        at_word = place == 0 or not text[place - 1].isalnum()
        total += AT_WORD if at_word else IN_ROW if place == last + 1 else APART
        last = place
    return total


def _next(letter: str, text: str, last: int) -> int:
    follows = last + 1
    if text[follows : follows + 1] == letter:
        return follows
    places = [place for place in range(follows, len(text)) if text[place] == letter]
    return next((place for place in places if not text[place - 1].isalnum()), places[0] if places else -1)


def found(letters: str, items: Iterable[Item], words: Callable[[Item], str]) -> list[Item]:
    """The items that the letters stand for, the best first; equal ones stay in order."""
    scored = [(score(letters, words(item)), item) for item in items]
    return [item for points, item in sorted(scored, key=lambda pair: -pair[0]) if points]
