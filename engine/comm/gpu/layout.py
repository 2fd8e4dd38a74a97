"""Where a sender's messages lie in the mail of a rank: the same answer on every rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SLOTS: Final = 2  # taken in turn: a rank may send the next message while others still read this one
WORD: Final = 8  # bytes: four of a message and the number of the message, so that each word tells that it has come
FEW_ROWS: Final = 8  # messages of so many rows go in such words
KEY_WORDS: Final = 128  # two for each of the 64 candidates that a rank sends
FLAG: Final = 4
HALF: Final = 2
ALIGNED: Final = 512
PIECE_VALUES: Final = 1024  # of a message, that a program deals with at a time


@dataclass(frozen=True)
class MailLayout:
    """Of ranks that sum up to `rows` rows of `hidden` values at once. Offsets are in bytes, from a sender's place."""

    hidden: int
    rows: int

    @property
    def words(self) -> int:
        """Of a slot for sums of few rows."""
        return FEW_ROWS * self.hidden

    @property
    def keys(self) -> int:
        return SLOTS * self.words * WORD

    @property
    def flags(self) -> int:
        return self.keys + SLOTS * KEY_WORDS * WORD

    @property
    def values(self) -> int:
        """Where the slots for sums of many rows are."""
        return _aligned(self.flags + self.rows * FLAG)

    @property
    def sender_bytes(self) -> int:
        return _aligned(self.values + SLOTS * self.rows * self.hidden * HALF)


@dataclass(frozen=True)
class StageLayout:
    """Of what a rank gets from ranks of other stages: rows of `hidden` values, at most `rows` of them, what those that
    it passes rows to have taken, and tokens. Offsets are in bytes; `ranks` are all of the plan."""

    hidden: int
    rows: int
    ranks: int

    @property
    def words(self) -> int:
        """Of the place for values, which lies first."""
        return self.rows * self.hidden

    @property
    def pieces(self) -> int:
        return -(-self.words // PIECE_VALUES)

    def taken(self, rank: int) -> int:
        """Where `rank` tells which pieces it has taken."""
        return WORD * (self.words + rank * self.pieces)

    @property
    def token(self) -> int:
        return self.taken(self.ranks)

    @property
    def nbytes(self) -> int:
        return _aligned(self.token + WORD)


def _aligned(count: int) -> int:
    return -(-count // ALIGNED) * ALIGNED
