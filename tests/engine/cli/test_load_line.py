"""The line on the console that says how far a load is."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from engine.cli.options import load
from engine.plan.types import Device, Range, RankBytes, SplitPlan, Stage
from engine.protocol import Event, LinkTrial, Load, Loaded, LoadProgress, PrepareProgress

CPU = Device("cpu", "cpu", "processor", "ram")
PLAN = SplitPlan("tensor", (CPU, CPU), (Stage(Range(0, 1), (0, 1), ()),), 8, (RankBytes(0, 0, 0),) * 2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Script:
    """A client whose engine says these events."""

    def __init__(self, *events: Event) -> None:
        self._events = events

    def ask(self, command: Load) -> Iterator[Event]:
        return iter(self._events)


def test_kernels_and_then_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    client: Any = Script(
        LinkTrial(1),
        PrepareProgress(1, 0, 5, 23),
        PrepareProgress(1, 1, 4, 23),
        LoadProgress(1, 0, 1_000_000, 4_000_000),
        Loaded(1, "model.gguf", PLAN, 1.0, 1, has_vocabulary=True),
    )
    load(client, Load(1, "model.gguf"))
    said = sys.stderr.getvalue().split("\r\x1b[K")  # type: ignore[attr-defined]
    assert said == [
        "", "Trying how the cards talk to each other", "Preparing kernels, 5 of 23 (21 %)",
        "Preparing kernels, 4 of 23 (17 %)", "Loading: 1 of 4 MB (25 %)", "",
    ]  # fmt: skip
