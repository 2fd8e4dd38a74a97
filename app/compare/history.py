"""Past benchmark results: the JSON-lines file that the engine appends to, one line per finished test."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.widgets.numbers import plural, plus_minus
from engine.plan.kv_types import DEFAULT_KV, PLAIN, KVType
from engine.protocol import bench_label

MOST_BYTES = 1_000_000  # from the end of the file: some thousand results


@dataclass(frozen=True)
class Run:
    """One test of one load, in llama-bench's terms."""

    model: str  # path
    mode: str
    n_prompt: int
    n_gen: int
    n_depth: int
    when: datetime
    n_ranks: int
    ts: float  # tokens per second, mean of the repetitions
    spread: float  # their standard deviation
    kv: str = DEFAULT_KV  # what keys and values were kept in

    @property
    def test(self) -> str:
        return bench_label(self.n_prompt, self.n_gen, self.n_depth)

    def words(self) -> str:
        """ "12 Nov · tensor · tg128 36.2 ± 0.4 · 2 ranks"."""
        ranks = "" if self.mode == "none" else f" · {plural(self.n_ranks, 'rank')}"
        kept = "" if self.kv == DEFAULT_KV else f" · KV {self.kv}"
        return f"{day(self.when)} · {self.mode} · {self.test} {plus_minus(self.ts, self.spread)}{ranks}{kept}"


def day(when: datetime) -> str:
    """ "12 Nov", with the year where it is not this one."""
    local, now = when.astimezone(), datetime.now().astimezone()
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != now.year else "")


class History(QObject):
    """The results of all models, newest first. `changed` after a read."""

    changed = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._by_model: dict[str, list[Run]] = {}
        self.reload()

    def reload(self) -> None:
        self._by_model = {}
        for run in read_runs(self.path):
            self._by_model.setdefault(run.model, []).append(run)
        self.changed.emit()

    def of(self, model: str) -> Sequence[Run]:
        return self._by_model.get(model, ())

    def newest(
        self, model: str, mode: str, ranks: int, *, generation: bool, kv_type: KVType = DEFAULT_KV
    ) -> Run | None:
        """The last generation, or prompt, speed of a model in a mode on so many ranks, at the start of the context.

        With this type of KV cache; where that is f32, the devices leave no choice.
        """
        for run in self.of(model):
            single = bool(run.n_gen) == generation and bool(run.n_prompt) != generation
            alike = run.kv == PLAIN or kv_type in run.kv.split("/")
            if alike and (run.mode, run.n_ranks, run.n_depth) == (mode, ranks, 0) and single:
                return run
        return None


def read_runs(path: Path) -> list[Run]:
    """The results in a file, newest first. Lines that are damaged, or of another program, are left out."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - MOST_BYTES, 0))
            lines = file.read().splitlines()
    except OSError:  # nothing has been measured yet
        return []
    return sorted(_runs(lines), key=lambda run: run.when, reverse=True)


def _runs(lines: Sequence[bytes]) -> Iterator[Run]:
    for line in lines:
        try:
            yield _run(json.loads(line))
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            continue


def _run(row: Any) -> Run:
    """Raises ValueError, TypeError or KeyError for what is no result."""
    samples = [float(value) for value in row["samples_ts"]]
    stages = int(row.get("n_stages", 1))
    run = Run(
        model=str(row["model_filename"]),
        mode=str(row["split_mode"]) + (f" in {stages} stages" if stages > 1 else ""),
        n_prompt=int(row["n_prompt"]),
        n_gen=int(row["n_gen"]),
        n_depth=int(row["n_depth"]),
        when=_time(row["test_time"]),
        n_ranks=int(row.get("n_ranks", 1)),
        ts=statistics.mean(samples),
        spread=statistics.stdev(samples) if len(samples) > 1 else 0.0,
        kv=str(row.get("type_k", DEFAULT_KV)),
    )
    if not (run.n_prompt or run.n_gen) or not all(math.isfinite(value) and value > 0 for value in samples):
        raise ValueError("no test, or no speed")
    return run


def _time(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
