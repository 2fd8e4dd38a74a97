"""Steps that run ahead of their reports: each is reported once and in order, whenever grants and tokens come."""

from __future__ import annotations

import threading
import time

import pytest

from engine.gate import Gate
from engine.generate import _run_ahead
from engine.protocol import Sampling
from engine.steps import Grant


class Loop:
    """Draws three times the position, so long after its launch; remembers how many steps were under way at most."""

    notes = ()

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.position = 10
        self.ends: dict[int, float] = {}
        self.most = 0
        self.read: set[int] = set()

    def can_draw(self, sampling: Sampling) -> bool:
        return True

    def begin(self, token: int, position: int, sampling: Sampling, seed: int) -> None:
        raise AssertionError("begun by the caller")

    def launch(self) -> int:
        self.position += 1
        before = max([time.monotonic(), *self.ends.values()])
        self.ends[self.position] = before + self.seconds
        self.most = max(self.most, len(self.ends.keys() - self.read))
        return self.position

    def ready(self, position: int) -> bool:
        return time.monotonic() >= self.ends[position]

    def token(self, position: int) -> int:
        while not self.ready(position):
            time.sleep(1e-4)
        self.read.add(position)
        return 3 * position


@pytest.mark.parametrize("seconds", [0.0, 0.003])
@pytest.mark.parametrize("lookahead", [1, 2])
def test_every_step_is_reported_in_order(seconds: float, lookahead: int) -> None:
    loop, gate, steps = Loop(seconds), Gate(), 20
    told: list[tuple[int, int]] = []

    def report(step: int, token: int) -> None:
        told.append((step, token))
        gate.grant(Grant(1, min(steps, step + 1 + lookahead)))
        if step == steps - 1:
            gate.end(1)

    gate.grant(Grant(1, 1 + lookahead))
    worker = threading.Thread(target=_run_ahead, args=(loop, 1, gate, 1, report))
    worker.start()
    worker.join(10)
    assert not worker.is_alive()
    assert told == [(step, 3 * (10 + step)) for step in range(1, steps)]
    assert loop.most == (2 if seconds and lookahead == 2 else loop.most)
    assert loop.most <= 2


def test_a_job_that_ends_early_takes_no_further_step() -> None:
    loop, gate = Loop(0.001), Gate()
    told: list[int] = []

    def report(step: int, token: int) -> None:
        told.append(step)
        if step == 3:
            gate.end(1)
        elif step < 3:
            gate.grant(Grant(1, step + 3))

    gate.grant(Grant(1, 3))
    worker = threading.Thread(target=_run_ahead, args=(loop, 1, gate, 1, report))
    worker.start()
    worker.join(10)
    assert not worker.is_alive()
    assert 3 <= max(told) <= 5  # those that were granted when it ended
    assert told == list(range(1, max(told) + 1))
