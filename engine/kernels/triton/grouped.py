"""A mixture of experts for a prompt: rows are sorted by expert, and every expert meets its rows in blocks.

How many rows an expert gets is known on the device only; so many programs are started as there can be blocks at most,
and those without one end at once.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.triton.codes import GROUPS
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.prompt import gated
from engine.kernels.triton.route import Chosen
from engine.kernels.triton.tiles import BLOCK_GROUPS, OUTPUTS, by_byte, tile, unit
from engine.kernels.triton.weight import StackedExperts

FEW = 128  # rows: fewer than these leave most experts with one or two


class Blocks(NamedTuple):
    """Places, [rows x used] of them, sorted by expert and cut into blocks of one expert each."""

    order: Tensor  # int64 [places]: the sorted places
    starts: Tensor  # int64 [experts + 1]: where each expert's places begin in `order`
    ends: Tensor  # int64 [experts]: the number of the block after each expert's last
    expert: Tensor  # int64 [blocks]: whose each block is; the number of experts where there is none
    tall: int  # places of a block


@triton.jit(do_not_specialize=["first"])
def _experts(
    act, w, order, starts, ends, expert, out, experts, used, first, width, N: tl.constexpr, INWARD: tl.constexpr,
    BM: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr, W: tl.constexpr, UNIT: tl.constexpr,
):  # fmt: skip
    """Program (some of an expert's N outputs, block), to columns from `first` on of `out`, `width` wide. INWARD, from
    rows to sorted places; else from sorted places to places."""
    begin()
    block = tl.program_id(1)
    e = tl.load(expert + block).to(tl.int32)
    if e < experts:
        before = tl.load(ends + e - 1, mask=e > 0, other=0).to(tl.int32)
        last = tl.load(starts + e + 1).to(tl.int32)
        at = tl.load(starts + e).to(tl.int32) + (block - before) * BM + tl.arange(0, BM)
        real = at < last
        place = tl.load(order + at, mask=real, other=0).to(tl.int32)
        i = tl.program_id(0) * BN + tl.arange(0, BN)
        row = place // used if INWARD else at
        total = tile(act, row, real, w, e * N + i, 0, W[GROUPS], BG, W, UNIT)
        to = (at if INWARD else place).to(tl.int64)[:, None] * width + first + i[None]
        tl.store(out + to, total, mask=real[:, None] & (i < N)[None])


@triton.jit
def _add_up(parts, counts, out, width, USED: tl.constexpr, BLOCK: tl.constexpr):
    """Program (row, some columns): what its experts made of it, the likeliest first, each by what it counts for."""
    begin()
    row = tl.program_id(0).to(tl.int64)
    at = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    total = tl.zeros((BLOCK,), tl.float32)
    for place in tl.static_range(USED):
        part = tl.load(parts + (row * USED + place) * width + at, mask=at < width, other=0.0)
        total += tl.load(counts + row * USED + place) * part
    tl.store(out + row * width + at, total, mask=at < width)


def of_many(
    act: Tensor, chosen: Chosen, gate: StackedExperts, up: StackedExperts, down: StackedExperts, activation: Activation
) -> Tensor:
    """act bf16 [rows, columns] through each row's experts: f32 [rows, outputs]."""
    rows, used = chosen.experts.shape
    channels, outputs = gate.shape[0], down.shape[0]
    blocks = sorted_by_expert(chosen.experts, gate.count)
    both = torch.empty(rows * used, 2 * channels, dtype=torch.bfloat16, device=act.device)
    act = by_byte(act)
    for first, half in ((0, gate), (channels, up)):
        _multiply(act, half, blocks, used, True, both, first)
    hidden = gated(both[:, :channels], both[:, channels:], activation, by_byte=True)
    parts = torch.empty(rows * used, outputs, device=act.device)
    _multiply(hidden, down, blocks, used, False, parts, 0)
    out = torch.empty(rows, outputs, device=act.device)
    launch(
        _add_up, (rows, triton.cdiv(outputs, 1024)), act.device,
        parts, chosen.counts, out, outputs, USED=used, BLOCK=1024, num_warps=4
    )  # fmt: skip
    return out


def sorted_by_expert(experts: Tensor, count: int) -> Blocks:
    """`experts` int32 [rows, used], of so many."""
    rows, used = experts.shape
    tall = 16 if rows < FEW else 64
    places, device = rows * used, experts.device
    sorted_, order = torch.sort(experts.flatten(), stable=True)
    starts = torch.searchsorted(sorted_, torch.arange(count + 1, dtype=torch.int32, device=device))
    ends = torch.cumsum((starts.diff() + (tall - 1)) // tall, 0)
    most = min(places, count + places // tall)
    expert = torch.searchsorted(ends, torch.arange(most, device=device), right=True)
    return Blocks(order, starts, ends, expert, tall)


def _multiply(
    act: Tensor, weights: StackedExperts, blocks: Blocks, used: int, inward: bool, out: Tensor, first: int
) -> None:
    count = weights.shape[0]
    launch(
        _experts, (triton.cdiv(count, OUTPUTS), len(blocks.expert)), act.device,
        act, weights.weight.buffer, blocks.order, blocks.starts, blocks.ends, blocks.expert, out, weights.count, used,
        first, out.shape[1],
        N=count, INWARD=inward, BM=blocks.tall, BN=OUTPUTS, BG=BLOCK_GROUPS, W=weights.weight.form,
        UNIT=unit(act.device), num_warps=4, num_stages=2 if blocks.tall == 16 else 1,
    )  # fmt: skip
