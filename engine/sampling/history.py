"""The tokens that a penalty looks back on."""

from __future__ import annotations

from collections.abc import Sequence


def recent(history: Sequence[int], last: int) -> Sequence[int]:
    """The `last` tokens of `history`; all of them for -1."""
    return history if last < 0 else history[max(0, len(history) - last) :]
