"""The smallest kernel there is: if this one runs, so do the others."""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor


@triton.jit
def _double(x, out):
    at = tl.arange(0, 16)
    tl.store(out + at, tl.load(x + at) * 2)


def doubled(values: Tensor) -> Tensor:
    """Of 16 whole numbers."""
    out = torch.empty_like(values)
    _double[(1,)](values, out)
    return out
