"""What stays in the system's shared memory, whoever dies, and what happens where there is none."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import engine.crew
from engine import protocol
from engine.comm.layout import layout
from engine.comm.segment import MOUNT, Segment, SegmentError
from engine.crew import Crew
from engine.gguf.facts import read_facts
from engine.plan.build import plan
from engine.protocol import Cancel, Generate, Sampling
from tests.engine.comm.crowd import names, split
from tests.engine.conftest import Talk
from tests.engine.plan.models import cpus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at Linux's /dev/shm and signals")

ENDLESS = Generate(7, prompt="Once", sampling=Sampling(temperature=0.7, seed=3), max_tokens=3000)
TOO_LARGE = shutil.disk_usage(MOUNT).total + 2**30 if MOUNT.exists() else 0


@pytest.fixture
def nothing_new() -> Iterator[set[str]]:
    before = names()
    yield before
    assert names() <= before


def test_a_segment_lives_on_without_its_name(nothing_new: set[str]) -> None:
    made = Segment.create(layout(split(2)).size)
    assert made.name in names()
    attached = Segment.attach(made.name)
    made.unlink()
    made.unlink()
    assert names() <= nothing_new
    assert attached.address
    with pytest.raises(SegmentError, match="No such file"):
        Segment.attach(made.name)


@pytest.mark.usefixtures("nothing_new")
def test_more_than_there_is_is_refused() -> None:
    with pytest.raises(SegmentError, match="No space left"):
        Segment.create(TOO_LARGE)


@pytest.mark.usefixtures("nothing_new")
def test_without_shared_memory_the_ranks_use_gloo_and_say_so(slow_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.crew, "layout", lambda plan: dataclasses.replace(layout(plan), size=TOO_LARGE))
    chosen = plan(read_facts(slow_model), cpus(2, 2**33), "tensor", context=128)
    crew = Crew(lambda: None)
    try:
        crew.start(str(slow_model), chosen, 1)
        crew.load(lambda *_: None, lambda: False)
        [note] = crew.notes
        assert "/dev/shm" in note
        connected = {connection.status for pid in pids(os.getpid()) for connection in connections(pid)}
        assert psutil.CONN_ESTABLISHED in connected
    finally:
        crew.close()


def test_kill_9_of_everything_leaves_nothing(fresh_talk: Talk, slow_model: Path, nothing_new: set[str]) -> None:
    loaded = fresh_talk.load(slow_model, "tensor", 3)
    assert isinstance(loaded, protocol.Loaded), loaded
    assert names() <= nothing_new
    assert fresh_talk.engine.pid
    ranks = [worker.pid for worker in fresh_talk.workers()]
    assert not any(connections(pid) for pid in ranks)
    fresh_talk.ask(ENDLESS, protocol.Text)
    for pid in (fresh_talk.engine.pid, *ranks):
        os.kill(pid, signal.SIGKILL)
    fresh_talk.ends.get(timeout=2)


def test_ranks_wait_for_a_stalled_one_and_leave_their_cores_alone(talk: Talk, slow_model: Path) -> None:
    talk.load(slow_model, "tensor", 3)
    talk.ask(ENDLESS, protocol.Text)
    stalled, *others = talk.workers()
    stalled.suspend()
    try:
        time.sleep(0.2)
        used = [-sum(worker.cpu_times()[:2]) for worker in others]
        time.sleep(1.0)
        used = [before + sum(worker.cpu_times()[:2]) for before, worker in zip(used, others, strict=True)]
    finally:
        stalled.resume()
    assert max(used) < 0.3
    talk.wait(protocol.Text)
    assert talk.ask(Cancel(7), protocol.Finished).stop_reason == "cancelled"


def pids(parent: int) -> list[int]:
    return [child.pid for child in psutil.Process(parent).children()]


def connections(pid: int) -> list[object]:
    """The network connections of a process."""
    return psutil.Process(pid).net_connections()
