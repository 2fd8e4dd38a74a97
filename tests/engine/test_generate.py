"""The gate: no step before it is granted, none after the end, whatever order messages and work come in."""

from __future__ import annotations

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from engine.gate import Gate
from engine.steps import Grant, Report


def test_a_step_waits_for_its_grant() -> None:
    gate, taken = Gate(), []

    def work() -> None:
        step = 0
        while gate.wait(1, step):
            taken.append(step)
            step += 1

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.05)
    assert taken == []
    gate.grant(Grant(1, 2))
    time.sleep(0.05)
    assert taken == [0, 1]
    gate.grant(Grant(1, 3))
    gate.end(1)
    worker.join(5)
    assert taken == [0, 1, 2]


@given(st.lists(st.integers(1, 5), max_size=5))
def test_steps_granted_before_the_end_are_all_taken(lengths: list[int]) -> None:
    """Ranks that are late find several jobs' grants and ends already there, and take the same steps."""
    gate = Gate()
    for job, steps in enumerate(lengths):
        gate.grant(Grant(job, steps))
        gate.end(job)
    for job, steps in enumerate(lengths):
        taken = 0
        while gate.wait(job, taken):
            taken += 1
        assert taken == steps


@given(st.integers(0, 2**62), st.integers(0, 2**40), st.integers(-1, 2**31), st.integers(0, 2**62))
def test_records_survive_the_pipe(job: int, step: int, token: int, nanoseconds: int) -> None:
    assert Grant.unpack(Grant(job, step).pack()) == Grant(job, step)
    report = Report(job, step, token, nanoseconds)
    assert Report.unpack(report.pack()) == report
