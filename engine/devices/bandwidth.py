"""How fast each GPU reads and copies its own memory: measured when a user asks for it, and kept."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_path

SIZE = 1 << 30  # bytes: many times any cache
RUNS = 7


class Bandwidth(NamedTuple):
    """Bytes per second; a copy counts what it reads and what it writes."""

    read: float
    copy: float


def kept() -> dict[str, Bandwidth]:
    """By the card's UUID; empty if nothing is kept or it cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        return {uuid: Bandwidth(*map(float, pair)) for uuid, pair in json.loads(_file().read_text()).items()}
    return {}


def keep(uuid: str, bandwidth: Bandwidth) -> None:
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps({**kept(), uuid: bandwidth}))


def measure(device: Any) -> Bandwidth:
    """Of a torch device of CUDA or HIP, by its own clock: the median of some runs. Raises torch.OutOfMemoryError."""
    import torch

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


def _file() -> Path:
    return user_cache_path("tandem") / "bandwidth.json"
