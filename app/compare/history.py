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

from PySide6.QtCore import QDate, QLocale, QObject, Signal

from app.language import translate
from app.split.model import mode_word
from app.widgets.numbers import count, plus_minus
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
    n_stages: int = 1
    kv: str = DEFAULT_KV  # what keys and values were kept in

    @property
    def test(self) -> str:
        return bench_label(self.n_prompt, self.n_gen, self.n_depth)

    def words(self) -> str:
        """ "12 Nov · tensor · tg128 36.2 ± 0.4 · 2 ranks"."""
        mode, ranks = mode_word(self.mode) or self.mode, self.n_ranks
        if self.n_stages > 1:
            mode = translate("compare", "{mode} in {stages} stages").format(mode=mode, stages=self.n_stages)
        parts = [day(self.when), mode, f"{self.test} {plus_minus(self.ts, self.spread)}"]
        if self.mode != "none":
            parts.append(translate("compare", "{n}\xa0ranks", "", ranks, n=count(ranks)))
        if self.kv != DEFAULT_KV:
            parts.append(translate("compare", "KV {type}").format(type=self.kv))
        return " · ".join(parts)


def day(when: datetime) -> str:
    """ "12 Nov", with the year where it is not this one."""
    local, now = when.astimezone(), datetime.now().astimezone()
    return QLocale().toString(
        QDate(local.year, local.month, local.day),
        translate("compare", "d MMM") if local.year == now.year else translate("compare", "d MMM yyyy")
    )


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
            if alike and (run.mode, run.n_ranks, run.n_depth, run.n_stages) == (mode, ranks, 0, 1) and single:
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
    run = Run(
        model=str(row["model_filename"]),
        mode=str(row["split_mode"]),
        n_prompt=int(row["n_prompt"]),
        n_gen=int(row["n_gen"]),
        n_depth=int(row["n_depth"]),
        when=_time(row["test_time"]),
        n_ranks=int(row.get("n_ranks", 1)),
        ts=statistics.mean(samples),
        spread=statistics.stdev(samples) if len(samples) > 1 else 0.0,
        n_stages=int(row.get("n_stages", 1)),
        kv=str(row.get("type_k", DEFAULT_KV)),
    )
    if not (run.n_prompt or run.n_gen) or not all(math.isfinite(value) and value > 0 for value in samples):
        raise ValueError("no test, or no speed")
    return run


def _time(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
