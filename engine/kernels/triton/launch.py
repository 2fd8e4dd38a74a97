"""How a kernel follows another: on cards that can, it is set up while the one before still runs."""

from __future__ import annotations

from functools import cache

import torch
import triton
import triton.language as tl
from triton.language.extra.cuda import gdc_launch_dependents, gdc_wait
from triton.language.target_info import cuda_capability_geq


@triton.jit
def announce():
    """First in every kernel: the next one may be set up from now on."""
    if cuda_capability_geq(9):
        gdc_launch_dependents()


@triton.jit
def follow():
    """Wait until what was launched before has ended. Each kernel does, so each is behind all before it, not one."""
    if cuda_capability_geq(9):
        gdc_wait()


@triton.jit
def begin():
    """Both, for a kernel that has nothing to do before it may follow."""
    announce()
    follow()


PIECE = tl.constexpr(512)  # bytes that a thread asks for


@triton.jit
def fetch(pointer, size):
    """Ask for the `size` bytes at a pointer, a multiple of 16 and 16 KiB at most, to come into the L2 cache."""
    if cuda_capability_geq(9):
        at = tl.arange(0, 32) * PIECE
        length = tl.minimum(PIECE, size - at)
        tl.inline_asm_elementwise(
            "{ .reg .pred p; setp.gt.s32 p, $2, 0; @p cp.async.bulk.prefetch.L2.global [$1], $2; mov.u32 $0, 0; }",
            "=r,l,r", [(pointer + at).to(tl.int64), length], dtype=tl.int32, is_pure=False, pack=1,
        )  # fmt: skip


@cache
def overlapping(device: torch.device) -> dict[str, bool]:
    """Options for launching a kernel that calls `begin`: programmatic dependent launch, since NVIDIA's 9.0."""
    if device.type != "cuda" or torch.version.cuda is None or torch.cuda.get_device_capability(device) < (9, 0):
        return {}
    return {"launch_pdl": True}
