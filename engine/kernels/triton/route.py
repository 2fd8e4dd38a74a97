"""Which experts each row takes, decided on the device: the host never learns of it."""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import Norm
from engine.kernels.triton.launch import begin, launch


class Chosen(NamedTuple):
    """Both [rows, used], the likeliest first."""

    experts: Tensor  # int32
    counts: Tensor  # f32: what each of them counts for


@triton.jit
def _logits(residual, norm, weight, out, columns, epsilon, E, BLOCK: tl.constexpr):
    """Program (expert, row): what the router makes of the row's norm."""
    e, row = tl.program_id(0), tl.program_id(1)
    at = tl.arange(0, BLOCK)
    w = tl.load(weight + e * columns + at, mask=at < columns, other=0.0).to(tl.float32)
    w *= tl.load(norm + at, mask=at < columns, other=0.0)
    begin()  # what does not change is read before the kernel ahead has ended
    x = tl.load(residual + row * columns + at, mask=at < columns, other=0.0)
    factor = tl.rsqrt(tl.sum(x * x, 0) / columns + epsilon)
    tl.store(out + row * E + e, tl.sum(x * w, 0) * factor)


@triton.jit
def _route(logits, experts, counts, E, USED: tl.constexpr, BE: tl.constexpr, RENORMALISED: tl.constexpr):
    """A row a program. Of equal logits the first counts as higher."""
    begin()
    row = tl.program_id(0)
    e = tl.arange(0, BE)
    left = tl.load(logits + row * E + e, mask=e < E, other=float("-inf"))
    top = tl.max(left, 0)
    total = tl.sum(tl.exp(left - top), 0)
    found = ()
    taken = tl.zeros((), tl.float32)
    for place in tl.static_range(USED):
        best = tl.max(left, 0)
        at = tl.minimum(tl.min(tl.where(left == best, e, BE), 0), E - 1)  # an expert, even if the logits are no numbers
        count = tl.exp(best - top) / total
        taken += count
        found = found + (count,)
        tl.store(experts + row * USED + place, at)
        left = tl.where(e == at, float("-inf"), left)
    for place in tl.static_range(USED):
        tl.store(counts + row * USED + place, found[place] / taken if RENORMALISED else found[place])


def of_few(residual: Tensor, norm: Norm, weight: Tensor) -> Tensor:
    """Logits f32 [rows, experts] of the norm of residual f32 [rows, hidden] by weight [experts, hidden].

    Neither is rounded: of two experts that are almost as likely the wrong one would be taken.
    """
    (rows, columns), count = residual.shape, len(weight)
    out = torch.empty(rows, count, device=residual.device)
    launch(
        _logits, (count, rows), residual.device,
        residual, norm.weight, weight, out, columns, norm.epsilon, count,
        BLOCK=triton.next_power_of_2(columns), num_warps=2,
    )  # fmt: skip
    return out


def of_many(residual: Tensor, norm: Norm, weight: Tensor) -> Tensor:
    """The same of many rows."""
    return F.rms_norm(residual, residual.shape[1:], norm.weight, norm.epsilon) @ weight.float().t()


def route(logits: Tensor, used: int, renormalised: bool) -> Chosen:
    """Of logits f32 [rows, experts]: what the softmax of all of them gives the `used` likeliest, divided by its sum if
    `renormalised`."""
    rows, every = logits.shape
    experts = torch.empty(rows, used, dtype=torch.int32, device=logits.device)
    counts = torch.empty(rows, used, device=logits.device)
    launch(
        _route, (rows,), logits.device,
        logits, experts, counts, every,
        USED=used, BE=triton.next_power_of_2(every), RENORMALISED=renormalised, num_warps=1,
    )  # fmt: skip
    return Chosen(experts, counts)
