"""Benchmark results in llama-bench's terms, so that its tables and ours can be read line by line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class BenchRow:
    """One test of one model in one split mode. Field names are llama-bench's."""

    build_number: str
    cpu_info: str
    gpu_info: str
    backends: str
    model_filename: str
    model_type: str
    model_size: int  # bytes
    model_n_params: int
    n_batch: int
    n_threads: int
    type_k: str
    type_v: str
    split_mode: str
    devices: str
    tensor_split: str
    n_prompt: int
    n_gen: int
    n_depth: int
    test_time: str  # ISO 8601, UTC
    samples_ns: tuple[int, ...]
    n_ranks: int

    @property
    def samples_ts(self) -> tuple[float, ...]:
        """Tokens per second of each repetition."""
        return tuple((self.n_prompt + self.n_gen) * 1e9 / sample for sample in self.samples_ns)

    @property
    def test(self) -> str:
        """llama-bench's label: pp512, tg128, tg128 @ d8192."""
        name = f"pp{self.n_prompt}" if self.n_prompt else f"tg{self.n_gen}"
        return f"{name} @ d{self.n_depth}" if self.n_depth else name

    def record(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "avg_ns": round(statistics.mean(self.samples_ns)),
            "stddev_ns": round(_spread(self.samples_ns)),
            "avg_ts": statistics.mean(self.samples_ts),
            "stddev_ts": _spread(self.samples_ts),
            "samples_ts": self.samples_ts,
        }


def markdown(rows: Sequence[BenchRow]) -> str:
    """The table that llama-bench prints: mean and sample standard deviation."""
    table = [["model", "size", "params", "backend", "threads", "sm", "ranks", "test", "t/s"]]
    for row in rows:
        speed = f"{statistics.mean(row.samples_ts):.2f} ± {_spread(row.samples_ts):.2f}"
        size, params = f"{row.model_size / 2**30:.2f} GiB", f"{row.model_n_params / 1e6:.2f} M"
        if row.model_n_params >= 1e9:
            params = f"{row.model_n_params / 1e9:.2f} B"
        cells = [row.model_type, size, params, row.backends, str(row.n_threads), row.split_mode, str(row.n_ranks)]
        table.append([*cells, row.test, speed])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    right = (1, 2, 4, 6, 7, 8)

    def line(cells: Sequence[str]) -> str:
        padded = (c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True)))
        return f"| {' | '.join(padded)} |"

    rule = line(["-" * (width - 1) + ":" if i in right else "-" * width for i, width in enumerate(widths)])
    return "\n".join([line(table[0]), rule, *map(line, table[1:])])


def _spread(samples: Sequence[float]) -> float:
    return statistics.stdev(samples) if len(samples) > 1 else 0.0
