"""A rank that stands still without being dead is noticed, and no other."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import crew as crews
from engine.crew import Crew, CrewLost
from engine.gguf.facts import read_facts
from engine.jobs import Job, run
from engine.plan.build import plan
from engine.steps import Begin
from tests.engine.plan.models import cpus
from tests.random_model import random_model


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
    monkeypatch.setitem(crews.SILENT_SECONDS, "cpu", 1.5)
    path = random_model(tmp_path / "model.gguf", "llama", context=64)
    made = Crew(lambda: None)
    made.start(str(path), plan(read_facts(path), cpus(2), "tensor", context=64), threads=1)
    made.load(lambda rank, how_far: None, lambda: False)
    yield made
    made.close()


@pytest.mark.parametrize("rank", [0, 1])
def test_a_rank_that_stands_still_is_named(crew: Crew, rank: int) -> None:
    pid = crew._workers[rank].process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(CrewLost, match=f"rank {rank} .* stands still"):
        list(run(crew, Job(Begin(1, 0, (1, 2, 3), 16), 20), lambda: False))


def test_a_pause_between_jobs_is_no_silence(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "PING_SECONDS", 1e-4)  # ranks are asked all the time
    monkeypatch.setattr(crew, "_silence", 0.5)
    for number in range(1, 4):
        assert len(list(run(crew, Job(Begin(number, 0, (1, 2, 3), 16), 40), lambda: False))) == 40


@pytest.mark.parametrize("shared", [True, False])
def test_a_rank_that_is_lost_under_mps_says_what_to_do_with_that(
    crew: Crew, shared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_MPS_PIPE_DIRECTORY", str(tmp_path))
    if shared:
        (tmp_path / "control").touch()  # as its daemon leaves it
    cards = tuple(replace(device, kind="cuda") for device in crew.plan.devices)
    crew.plan = replace(crew.plan, devices=cards)
    pid = crew._workers[1].process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(CrewLost, match="ended unexpectedly") as lost:
        list(run(crew, Job(Begin(1, 0, (1, 2, 3), 16), 20), lambda: False))
    assert ("nvidia-cuda-mps-control -d" in str(lost.value)) == shared
