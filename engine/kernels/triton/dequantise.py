"""Planes back to floats: whole weights for the products of long prompts, and single rows for the embedding."""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.reference import DenseWeight
from engine.kernels.triton.codes import (
    BLOCKS,
    DMIN,
    EXPONENT,
    GROUPS,
    HALVES,
    LEAD,
    MINS,
    OFFSET,
    ROWS,
    SCALES,
    SIGN,
    SIGNED,
    D,
    floats_at,
    half_codes,
    pair_at,
)
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.weight import PlaneWeight
from engine.plan.types import Range


@triton.jit
def values(w, n, g, ok, HALF: tl.constexpr, W: tl.constexpr):
    """One half of each group, f32 [N, BG, 16]: in the reference's order of operations, so bit for bit its values."""
    N: tl.constexpr = n.shape[0]
    BG: tl.constexpr = g.shape[0]
    at = n[:, None] * W[GROUPS] + g[None]
    word = half_codes(w, at, ok, HALF, W, True)
    byte = (word[:, :, :, None] >> (8 * tl.arange(0, 4))[None, None, None, :]) & 255
    if W[SIGNED]:
        byte = (byte << 24) >> 24
    code = tl.reshape(byte - W[OFFSET], (N, BG, 16)).to(tl.float32)
    if W[SCALES] >= 0:
        over = n[:, None] * W[BLOCKS] + (g[None] + W[LEAD]) // 8
    else:
        over = at
    scale = floats_at(w, W[D], over, ok, W[EXPONENT], True)
    if W[SCALES] >= 0:
        if W[HALVES] == 2:
            low, high = pair_at(w, W[SCALES], at, ok, True, True)
            scale = scale * (high if HALF else low).to(tl.float32)
        else:
            scale = scale * tl.load(w.to(tl.pointer_type(tl.int8)) + W[SCALES] + at, mask=ok, other=0).to(tl.float32)
    value = scale[:, :, None] * code
    if W[DMIN] >= 0:
        least = floats_at(w, W[DMIN], over, ok, False, True) * W[SIGN]
        if W[MINS] >= 0:
            if W[HALVES] == 2:
                low, high = pair_at(w, W[MINS], at, ok, False, True)
                least = least * (high if HALF else low).to(tl.float32)
            else:
                least = least * tl.load(w + W[MINS] + at, mask=ok, other=0).to(tl.float32)
        value = value - least[:, :, None]
    return value


@triton.jit(do_not_specialize=["first", "count"])
def _dequantise(
    w, ids, out, first, count, factor, N: tl.constexpr, BG: tl.constexpr, PICKED: tl.constexpr, W: tl.constexpr
):
    """Program (some rows, some groups): rows `ids` if PICKED, else `count` rows from `first` on."""
    begin()
    row = tl.program_id(0) * N + tl.arange(0, N)
    g = tl.program_id(1) * BG + tl.arange(0, BG)
    inside = row < count
    n = first + row
    if PICKED:
        n = tl.load(ids + row, mask=inside, other=0).to(tl.int32)
    ok = inside[:, None] & (g < W[GROUPS])[None] & ((n >= 0) & (n < W[ROWS]))[:, None]
    low = values(w, n, g, ok, 0, W) * factor
    high = values(w, n, g, ok, 1, W) * factor
    to = row.to(tl.int64)[:, None, None] * (32 * W[GROUPS]) + g[None, :, None] * 32 + tl.arange(0, 16)[None, None]
    tl.store(out + to, low, mask=ok[:, :, None])
    tl.store(out + to + 16, high, mask=ok[:, :, None])


# The reference rounds a product and a difference one after the other, so they must not become one operation.
TWO_ROUNDINGS = {"enable_fp_fusion": False}


def dequantised(weight: PlaneWeight | DenseWeight, rows: Range, out: Tensor) -> Tensor:
    """Values of some rows of a weight, in `out`'s type and memory, [rows, columns]."""
    if isinstance(weight, DenseWeight):
        return out.copy_(weight.values[rows.start : rows.stop])
    groups = weight.what.groups
    launch(
        _dequantise, (triton.cdiv(len(rows), 4), triton.cdiv(groups, 16)), out.device,
        weight.buffer, weight.buffer, out, rows.start, len(rows), 1.0,
        N=4, BG=16, PICKED=False, W=weight.form, num_warps=4, **TWO_ROUNDINGS,
    )  # fmt: skip
    return out


@triton.jit
def _pick(table, ids, out, columns, factor, BLOCK: tl.constexpr):
    begin()
    row = tl.program_id(0)
    at = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    picked = table + tl.maximum(tl.load(ids + row), 0) * columns + at
    x = tl.load(picked, mask=at < columns, other=0.0).to(tl.float32) * factor
    tl.store(out + row * columns + at, x, mask=at < columns)


def rows_of(weight: PlaneWeight | DenseWeight, ids: Tensor, factor: float) -> Tensor:
    """Rows `ids` int64 of a weight times a factor, f32; the weight may lie in pinned host memory."""
    count, columns = len(ids), weight.shape[1]
    out = torch.empty(count, columns, device=ids.device)
    if isinstance(weight, DenseWeight):
        launch(
            _pick, (count, triton.cdiv(columns, 512)), out.device,
            weight.values, ids, out, columns, factor, BLOCK=512, num_warps=4
        )
        return out
    launch(
        _dequantise, (count, triton.cdiv(columns, 256)), out.device,
        weight.buffer, ids, out, 0, count, factor,
        N=1, BG=8, PICKED=True, W=weight.form, num_warps=1, **TWO_ROUNDINGS,
    )  # fmt: skip
    return out
