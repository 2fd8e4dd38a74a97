"""How high each message of a conversation is, and so where each one begins: guessed until it has been laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from app.widgets import metrics


class Heights:
    """A column of messages with `metrics.XL` px above the first; all in px."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._bottoms: list[int] = []

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def set_all(self, heights: Iterable[int]) -> None:
        self._heights = list(heights)
        self._bottoms = list(accumulate(self._heights))

    def append(self, height: int) -> None:
        self._heights.append(height)
        self._bottoms.append(height + (self._bottoms[-1] if self._bottoms else 0))

    def enter(self, index: int, height: int) -> int:
        """What a message's height is in truth. Returns by how much it differs from what was believed."""
        change = height - self._heights[index]
        if change:
            self._heights[index] = height
            self._bottoms = list(accumulate(self._heights))
        return change

    def of(self, messages: range) -> list[int]:
        return self._heights[messages.start : messages.stop]

    @property
    def total(self) -> int:
        return metrics.XL + (self._bottoms[-1] if self._bottoms else 0)

    def top_of(self, index: int) -> int:
        return metrics.XL + (self._bottoms[index - 1] if index else 0)

    def index_at(self, y: int) -> int:
        """The message at a height; the nearest one where there is none."""
        return min(bisect_right(self._bottoms, max(y - metrics.XL, 0)), len(self._heights) - 1)
