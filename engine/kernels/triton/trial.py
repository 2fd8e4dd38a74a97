"""The smallest kernel there is: if this one runs, so do the others."""

from __future__ import annotations

from contextlib import suppress

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


def warm_up(device: torch.device) -> None:
    """What the first kernel and the first matrix product of a process wait for: a second, which may pass elsewhere.

    What goes wrong here goes wrong again where it is needed.
    """
    with suppress(Exception), torch.cuda.device(device):
        doubled(torch.zeros(16, dtype=torch.int32, device=device))
        matrix = torch.zeros(64, 64, dtype=torch.bfloat16, device=device)
        torch.mm(matrix, matrix, out_dtype=torch.float32)
