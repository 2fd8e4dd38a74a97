"""How a kernel follows another: on cards that can, it is set up while the one before still runs."""

from __future__ import annotations

from functools import cache

import torch
import triton
import triton.language as tl  # noqa: F401  (its interpreter looks for it wherever a kernel is)
from triton.language.extra.cuda import gdc_launch_dependents, gdc_wait
from triton.language.target_info import cuda_capability_geq


@triton.jit
def begin():
    """First in every kernel: the next one may be set up from now on, and this one waits for what it follows.

    Each kernel waits, so each is behind all that were launched before it, not only behind the last.
    """
    if cuda_capability_geq(9):
        gdc_launch_dependents()
        gdc_wait()


@cache
def overlapping(device: torch.device) -> dict[str, bool]:
    """Options for launching a kernel that calls `begin`: programmatic dependent launch, since NVIDIA's 9.0."""
    if device.type != "cuda" or torch.version.cuda is None or torch.cuda.get_device_capability(device) < (9, 0):
        return {}
    return {"launch_pdl": True}
