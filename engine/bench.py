"""Benchmark results in llama-bench's terms, so that its tables and ours can be read line by line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from engine.protocol import BenchRow


def record(row: BenchRow) -> dict[str, Any]:
    return {
        **asdict(row),
        "avg_ns": round(statistics.mean(row.samples_ns)),
        "stddev_ns": round(_spread(row.samples_ns)),
        "avg_ts": statistics.mean(row.samples_ts),
        "stddev_ts": _spread(row.samples_ts),
        "samples_ts": row.samples_ts,
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
