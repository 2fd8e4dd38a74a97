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


def _aligned(count: int) -> int:
    return -(-count // ALIGNED) * ALIGNED
