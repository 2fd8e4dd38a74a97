"""Times what a GPU does by its own clock, such as reading and copying its memory."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

import torch

from engine.devices.bandwidth import Bandwidth

SIZE = 1 << 30  # bytes: many times any cache
RUNS = 7


def median_seconds(run: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    """Of what `run` launches on the current device of CUDA or HIP; `before` is done ahead of each run, untimed."""
    event: Any = torch.cuda.Event  # which torch's stubs leave untyped
    times: list[float] = []
    for _ in range(runs):
        before()
        start, end = event(enable_timing=True), event(enable_timing=True)
        start.record()
        run()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end) / 1e3)
    return statistics.median_high(times)


def measure(device: Any) -> Bandwidth:
    """Of a torch device of CUDA or HIP: the median of some runs. Raises torch.OutOfMemoryError."""
    source = torch.ones(SIZE // 4, device=device)
    target = torch.empty_like(source)

    def seconds(run: Callable[[], object]) -> float:
        run()
        return median_seconds(run, RUNS)

    with torch.cuda.device(device):
        read = SIZE / seconds(source.sum)
        copy = 2 * SIZE / seconds(lambda: target.copy_(source))
    return Bandwidth(read, copy)
