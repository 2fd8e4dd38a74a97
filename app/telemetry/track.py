"""The last sixty seconds of every card, for plots."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from app.telemetry.reading import Reading

SECONDS = 60


class Sample(NamedTuple):
    when: float  # of time.monotonic
    busy: float | None  # percent
    memory: int | None  # bytes
    watts: float | None


class Track:
    """Samples by slot. Where nothing was read for a while, there is a gap."""

    def __init__(self) -> None:
        self.by_slot: dict[str, deque[Sample]] = {}

    def add(self, reading: Reading) -> None:
        for card in reading.cards:
            samples = self.by_slot.setdefault(card.slot, deque())
            samples.append(Sample(reading.when, card.busy, card.memory_used, card.watts))
        for samples in self.by_slot.values():
            while samples and samples[0].when < reading.when - SECONDS:
                samples.popleft()
