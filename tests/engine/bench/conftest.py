"""A benchmark of a small model in two modes, run once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import protocol
from tests.engine.conftest import Talk


@dataclass(frozen=True)
class Ran:
    rows: list[protocol.BenchRow]
    events: list[protocol.Event]
    history: Path


@pytest.fixture(scope="session")
def ran(lasting_talk: Talk, small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Two tests in `none`, three in `tensor` with shares of 2 and 1; the last one times both together."""
    history = tmp_path_factory.mktemp("history") / "not there yet" / "bench.jsonl"
    talk = lasting_talk
    talk.events.clear()
    loads: tuple[tuple[protocol.Mode, int, tuple[int, ...]], ...] = (("none", 1, ()), ("tensor", 2, (2, 1)))
    for mode, ranks, shares in loads:
        assert isinstance(talk.load(small_model, mode, ranks, shares=shares), protocol.Loaded)
        talk.ask(protocol.Bench(5, 64, 8, 32, 3, str(history)), protocol.BenchDone)
    talk.ask(protocol.Bench(6, 16, 4, 0, 2, together=True), protocol.BenchDone)
    rows = [event.row for event in talk.events if isinstance(event, protocol.BenchResult)]
    return Ran(rows, list(talk.events), history)
