"""How a kernel follows another: on cards that can, it is set up while the one before still runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextvars import ContextVar
from functools import cache
from typing import Any

import torch
import triton
import triton.language as tl  # noqa: F401  (Triton's interpreter looks for it wherever a kernel is)
from triton.language.extra.cuda import gdc_launch_dependents, gdc_wait
from triton.language.target_info import cuda_capability_geq


@triton.jit
def begin():
    """First in every kernel: the next one may be set up from now on, and this one waits for what was launched before.

    Each kernel waits, so each is behind all before it, not only behind the last.
    """
    if cuda_capability_geq(9):
        gdc_launch_dependents()
        gdc_wait()


UNNOTICED = 0.5  # seconds of compiling of which nothing is told

_asked: ContextVar[set[object] | None] = ContextVar("compiled, not launched", default=None)


def launch(kernel: Any, grid: tuple[int, ...], device: torch.device, *arguments: Any, **options: Any) -> None:
    """Run a kernel, which calls `begin`, on a device; see `compiled_ahead`."""
    options |= _overlapping(device)
    asked = _asked.get()
    if asked is None:
        kernel[grid](*arguments, **options)
        return
    kinds = ((each.dtype, each.data_ptr() % 16) if isinstance(each, torch.Tensor) else each for each in arguments)
    variant = kernel, *kinds, *options.values()
    if variant not in asked:
        asked.add(variant)
        kernel.warmup(*arguments, grid=grid, **options)


def compiled_ahead(runs: Iterable[Callable[[], object]], progress: Callable[[int, int], None]) -> None:
    """Compile, several at a time, the kernels that `runs` would launch; they launch none, so what they compute means
    nothing. `progress` gets how many of how many are compiled or found kept, if it takes long.
    """
    workers = max(2, os.cpu_count() or 2)
    with ThreadPoolExecutor(workers, "compile") as threads, triton.AsyncCompileMode(threads) as mode:
        token = _asked.set(set())
        try:
            for run in runs:
                run()
        finally:
            _asked.reset(token)
        every, began = list(mode.raw_futures), time.monotonic()
        for done, _ in enumerate(as_completed(every), 1):
            if time.monotonic() - began > UNNOTICED:
                progress(done, len(every))


@cache
def _overlapping(device: torch.device) -> dict[str, bool]:
    """Programmatic dependent launch, on NVIDIA's cards since 9.0."""
    if device.type != "cuda" or torch.version.cuda is None or torch.cuda.get_device_capability(device) < (9, 0):
        return {}
    return {"launch_pdl": True}
