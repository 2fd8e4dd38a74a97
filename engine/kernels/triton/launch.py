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
import triton.language as tl
from triton.compiler import CompiledKernel
from triton.language.extra.cuda import gdc_launch_dependents, gdc_wait
from triton.language.target_info import cuda_capability_geq


@triton.jit
def begin(ALONE: tl.constexpr = True):
    """First in every kernel: the next one may be set up from now on, and this one waits for what was launched before.

    Each kernel waits, so each is behind all before it, not only behind the last. One that waits for another rank which
    may compute on the same device is not `ALONE`: the next may be set up from `met` on, or it could take the room that
    the other rank's kernel needs.
    """
    if cuda_capability_geq(9):
        if ALONE:
            gdc_launch_dependents()
        gdc_wait()


@triton.jit
def met(ALONE: tl.constexpr):
    """In a kernel that is not `ALONE`: no other rank is waited for any more."""
    if cuda_capability_geq(9):
        if not ALONE:
            gdc_launch_dependents()


UNNOTICED = 0.5  # seconds of compiling of which nothing is told

_asked: ContextVar[set[object] | None] = ContextVar("compiled, not launched", default=None)


def launch(kernel: Any, grid: tuple[int, ...], device: torch.device, *arguments: Any, **options: Any) -> None:
    """Run a kernel, which calls `begin`, on the current device, which is `device`; see `compiled_ahead`.

    `arguments` come first in its signature, what it is compiled for among `options`. Finding the compiled kernel takes
    Triton tens of microseconds, several times as long as the launch, so what it found is kept.
    """
    options |= _overlapping(device)
    variant = kernel, device, *map(_kind, arguments), *options.values()
    asked = _asked.get()
    if asked is not None:
        if variant not in asked:
            asked.add(variant)
            kernel.warmup(*arguments, grid=grid, **options)
    elif variant in _found:
        compiled, constants = _found[variant]
        compiled[(*grid, 1, 1)[:3]](*arguments, *constants)
    else:
        compiled = kernel[grid](*arguments, **options)
        if isinstance(compiled, CompiledKernel):  # Triton's interpreter has none
            _found[variant] = compiled, [options[name] for name in kernel.arg_names[len(arguments) :]]


_found: dict[tuple[object, ...], tuple[Any, list[Any]]] = {}


def _kind(argument: Any) -> object:
    """What of an argument Triton compiles for."""
    if isinstance(argument, torch.Tensor):
        return argument.dtype, argument.data_ptr() % 16
    if isinstance(argument, int):
        return 1 if argument == 1 else 16 if argument % 16 == 0 else 0, argument >= 1 << 31
    return float


def only_compiling() -> bool:
    """Whether kernels are compiled now, and not launched."""
    return _asked.get() is not None


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
        torch.cuda.empty_cache()  # graphs have memory of their own
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
