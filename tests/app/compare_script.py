"""Plays the engine's part of a comparison, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytestqt.qtbot import QtBot

from engine.plan.types import Mode
from engine.protocol import (
    BlockDone,
    BlockStarted,
    Compare,
    Compared,
    Event,
    Loaded,
    LoadProgress,
    LoadStarted,
    ModeResult,
    Speed,
    Verdict,
)
from tests.app.conftest import Desk

EARLY = Verdict(None, None, None, None, None, "Too early to say")
WON = Verdict("tensor", "none", 1.62, 1.57, 1.67, "Tensor is 1.62x faster")
EVEN = Verdict(None, "tensor", 1.02, 0.97, 1.07, "No clear difference")
SPEEDS: dict[Mode, tuple[float, float]] = {"none": (1074.0, 22.1), "layer": (1890.0, 22.4), "tensor": (1548.0, 36.2)}


@dataclass
class Script:
    """Plays the comparison that was asked for last, with the speeds of `SPEEDS`."""

    desk: Desk
    qtbot: QtBot

    @property
    def command(self) -> Compare:
        return self.desk.engine.newest(Compare)

    @property
    def order(self) -> tuple[Mode, ...]:
        modes = self.command.modes
        return modes + modes[::-1]

    def say(self, event: Event) -> None:
        self.desk.engine.say(event)

    def begin(self, index: int) -> None:
        self.say(BlockStarted(self.command.request, index, self.order))

    def load(self, index: int) -> None:
        plan = self.desk.models.choice.plans[self.order[index]]
        self.say(LoadStarted(self.command.request, plan))
        for rank in range(plan.world_size):
            self.say(LoadProgress(self.command.request, rank, 10, 10))
        self.say(Loaded(self.command.request, self.command.load.model, plan, 0.5, 1, has_vocabulary=True))

    def finish(self, index: int, text: str = "") -> None:
        mode = self.order[index]
        pp, tg = SPEEDS[mode]
        plan = self.desk.models.choice.plans[mode]
        done = BlockDone(self.command.request, index, mode, plan, (pp,), (tg,), (1, 2), text)
        self.say(done)

    def tell(self, verdict: Verdict, *, last: bool, cancelled: bool = False, half: float | None = None) -> None:
        results = []
        for mode in self.command.modes:
            pp, tg = (
                Speed(value, None if half is None else value - half, None if half is None else value + half, (value,))
                for value in SPEEDS[mode]
            )
            results.append(ModeResult(mode, pp, tg))
        done = len(self.desk.models.comparison.blocks)
        known = Compared(self.command.request, tuple(results[: max(done, 1)]), verdict, verdict,
                         "All modes gave the same 2 tokens.", ("A note.",), last, cancelled)  # fmt: skip
        self.say(known)

    def play(self, blocks: Sequence[int], texts: dict[Mode, str] | None = None) -> None:
        for index in blocks:
            self.begin(index)
            self.load(index)
            self.finish(index, (texts or {}).get(self.order[index], ""))
        self.qtbot.waitUntil(lambda: len(self.desk.models.comparison.blocks) > blocks[-1])
