"""Measures how fast a GPU reads and copies its own memory."""

from __future__ import annotations

from typing import Any

import torch

from engine.devices.bandwidth import Bandwidth

SIZE = 1 << 30  # bytes: many times any cache
RUNS = 7


def measure(device: Any) -> Bandwidth:
    """Of a torch device of CUDA or HIP, by its own clock: the median of some runs. Raises torch.OutOfMemoryError."""
    source = torch.ones(SIZE // 4, device=device)
    target = torch.empty_like(source)

    event: Any = torch.cuda.Event  # which torch's stubs leave untyped

    def seconds(run: Any) -> float:
        run()
        times: list[float] = []
        for _ in range(RUNS):
            start, end = event(enable_timing=True), event(enable_timing=True)
            start.record()
            run()
            end.record()
            torch.cuda.synchronize(device)
            times.append(start.elapsed_time(end) / 1e3)
        return sorted(times)[RUNS // 2]

    with torch.cuda.device(device):
        read = SIZE / seconds(source.sum)
        copy = 2 * SIZE / seconds(lambda: target.copy_(source))
    return Bandwidth(read, copy)
