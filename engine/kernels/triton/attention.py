"""Attention of a few rows over the cache: every KV head's positions are shared out over programs, then merged.

How many programs there are does not depend on how many positions, so one captured graph serves every length, which is
read on the device. Partial maxima, sums and values are merged as in "Flash-Decoding" (Dao et al. 2023).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import HeadReads
from engine.kernels.triton.activations import record_width, store_record
from engine.kernels.triton.cache import DeviceCache, blocks_at, scales_at
from engine.kernels.triton.launch import begin, launch

GRAIN = tl.constexpr(32)  # positions: what a share of them is a multiple of
MERGED = 16  # shares at a time
LOADED = 1 << 14  # values of keys, and as many of values, that are loaded at a time: measured on an H100
LEAST_QUERIES = 16  # that the matrix unit takes at a time


@triton.jit
def _shared_out(position, rows, window, SPLITS: tl.constexpr, WINDOWED: tl.constexpr):
    """The first position that any of the rows sees, the first that none does, and how many of them a split takes."""
    start = tl.load(position).to(tl.int32)
    last = start + rows  # positions 0 .. last-1 are in the cache
    first = 0
    if WINDOWED:
        first = tl.maximum(0, start - window + 1)
    return first, last, tl.cdiv(tl.cdiv(last - first, GRAIN), SPLITS) * GRAIN


@triton.jit
def _attend(
    q, keys, values, key_scales, value_scales, reads, position, sums, partial, rows, heads, context, key_length,
    value_length, window, scale, cap,
    BQ: tl.constexpr, BK: tl.constexpr, BV: tl.constexpr, KEYS: tl.constexpr, SPLITS: tl.constexpr,
    WINDOWED: tl.constexpr, CAPPED: tl.constexpr, BLOCK: tl.constexpr,
):  # fmt: skip
    """Program (read, split): the query heads that read one KV head, all rows, over a share of the positions."""
    read, split = tl.program_id(0), tl.program_id(1)
    kv = tl.load(reads + 3 * read)
    first_head = tl.load(reads + 3 * read + 1)
    group = tl.load(reads + 3 * read + 2) - first_head
    begin()  # what does not change is read before the kernel ahead has ended
    first, last, share = _shared_out(position, rows, window, SPLITS, WINDOWED)
    low = first + split * share
    high = tl.minimum(low + share, last)

    query = tl.arange(0, BQ)
    row, head = query // group, first_head + query % group
    real = (query < rows * group) & (0 * query + low < high)
    at = last - rows + row
    dk, dv = tl.arange(0, BK), tl.arange(0, BV)
    q_at = (row * heads + head)[:, None] * key_length + dk[None]
    block = tl.load(q + q_at, mask=real[:, None] & (dk < key_length)[None], other=0.0)
    highest = tl.full((BQ,), float("-inf"), tl.float32)
    total = tl.zeros((BQ,), tl.float32)
    out = tl.zeros((BQ, BV), tl.float32)
    base = kv.to(tl.int64) * context
    if BLOCK > 1:
        p = low + tl.arange(0, KEYS)
        k_scales = scales_at(key_scales, base + p, p < high, key_length, BK, BLOCK)
        v_scales = scales_at(value_scales, base + p, p < high, value_length, BV, BLOCK)
    for here in range(low, high, KEYS):
        p = here + tl.arange(0, KEYS)
        inside = p < high
        if BLOCK > 1:
            k = tl.trans(blocks_at(keys, k_scales, base + p, inside, key_length, BK, BLOCK))
            k_scales = scales_at(key_scales, base + p + KEYS, p + KEYS < high, key_length, BK, BLOCK)
        else:
            k_at = (base + p)[None] * key_length + dk[:, None]
            k = tl.load(keys + k_at, mask=inside[None] & (dk < key_length)[:, None], other=0.0)
        scores = tl.dot(block, k) * scale
        if CAPPED:
            scores = cap * (2.0 * tl.sigmoid(2.0 * scores / cap) - 1.0)
        seen = inside[None] & (p[None] <= at[:, None])
        if WINDOWED:
            seen &= p[None] > at[:, None] - window
        scores = tl.where(seen, scores, float("-inf"))
        top = tl.maximum(highest, tl.max(scores, 1))
        safe = tl.where(top == float("-inf"), 0.0, top)
        weights = tl.exp(scores - safe[:, None])
        factor = tl.exp(highest - safe)
        total = total * factor + tl.sum(weights, 1)
        if BLOCK > 1:
            v = blocks_at(values, v_scales, base + p, inside, value_length, BV, BLOCK)
            v_scales = scales_at(value_scales, base + p + KEYS, p + KEYS < high, value_length, BV, BLOCK)
        else:
            v = tl.load(
                values + (base + p)[:, None] * value_length + dv[None],
                mask=inside[:, None] & (dv < value_length)[None], other=0.0,
            )  # fmt: skip
        out = out * factor[:, None] + tl.dot(weights.to(v.dtype), v)
        highest = top
    place = (row * heads + head) * SPLITS + split
    tl.store(sums + 2 * place, highest, mask=real)
    tl.store(sums + 2 * place + 1, total, mask=real)
    tl.store(
        partial + place[:, None] * value_length + dv[None], out, mask=real[:, None] & (dv < value_length)[None]
    )


@triton.jit
def _merge(
    sums, partial, position, out, rows, heads, value_length, window, G,
    BG: tl.constexpr, SPLITS: tl.constexpr, MERGED: tl.constexpr, WINDOWED: tl.constexpr,
):  # fmt: skip
    """Program (row, some groups of 32 columns): those of all splits that had positions, merged and quantised."""
    begin()
    first, last, share = _shared_out(position, rows, window, SPLITS, WINDOWED)
    row = tl.program_id(0)
    g = tl.program_id(1) * BG + tl.arange(0, BG)
    column = tl.reshape(g[:, None] * 32 + tl.arange(0, 32)[None], (BG * 32,))
    inside = column < heads * value_length
    place = (row * heads + column // value_length) * SPLITS
    highest = tl.full((BG * 32,), float("-inf"), tl.float32)
    total = tl.zeros((BG * 32,), tl.float32)
    y = tl.zeros((BG * 32,), tl.float32)
    used = tl.cdiv(last - first, share)
    for some in range(0, used, MERGED):
        split = some + tl.arange(0, MERGED)
        which = place[:, None] + split[None]
        there = inside[:, None] & (split < used)[None]
        tops = tl.load(sums + 2 * which, mask=there, other=float("-inf"))
        totals = tl.load(sums + 2 * which + 1, mask=there, other=0.0)
        columns = partial + which * value_length + (column % value_length)[:, None]
        values = tl.load(columns, mask=there & (totals > 0), other=0.0)
        top = tl.maximum(highest, tl.max(tops, 1))
        safe = tl.where(top == float("-inf"), 0.0, top)
        weights = tl.exp(tops - safe[:, None])
        factor = tl.exp(highest - safe)
        total = total * factor + tl.sum(totals * weights, 1)
        y = y * factor + tl.sum(values * weights, 1)
        highest = top
    y = tl.where(inside, y / total, 0.0)
    store_record(out, tl.zeros((BG,), tl.int32) + row, g < G, g, tl.reshape(y, (BG, 32)), G, 10 * G)


def reads_table(reads: Sequence[HeadReads], device: torch.device) -> Tensor:
    """int32 [reads, 3]: KV head, first query head, the one after the last."""
    return torch.tensor([(read.kv_head, *read.query_heads) for read in reads], dtype=torch.int32, device=device)


def splits_for(reads: int, processors: int) -> int:
    """So many that all programs together fill the GPU's processors once: a power of two, at most 64."""
    return max(1, min(64, 1 << max(0, (processors // max(1, reads)).bit_length() - 1)))


def attend(
    q: Tensor,
    cache: DeviceCache,
    position: Tensor,
    reads: Tensor,
    group: int,
    splits: int,
    scale: float,
    window: int | None,
    softcap: float | None,
) -> Tensor:
    """q f16 [rows, heads, key length] over the cache; `group` is the most query heads of one read. Records
    [rows, heads x value length]."""
    rows, heads, key_length = q.shape
    value_length = cache.values.shape[2]
    sums = torch.empty(rows, heads, splits, 2, device=q.device)
    partial = torch.empty(rows, heads, splits, value_length, device=q.device)
    widest = triton.next_power_of_2(max(key_length, value_length))
    launch(
        _attend, (len(reads), splits), q.device,
        q, cache.keys, cache.values, cache.key_scales, cache.value_scales, reads, position, sums, partial, rows, heads,
        cache.keys.shape[1], key_length, value_length, window or 0, scale, softcap or 0.0,
        BQ=max(LEAST_QUERIES, triton.next_power_of_2(rows * group)), BK=triton.next_power_of_2(key_length),
        BV=triton.next_power_of_2(value_length), KEYS=max(32, min(128, LOADED // widest)), SPLITS=splits,
        WINDOWED=window is not None, CAPPED=softcap is not None, BLOCK=cache.block,
        num_warps=4 if cache.block == 1 else 8,  # codes become f16 in registers, of which four warps have too few
        num_stages=3,
    )  # fmt: skip
    columns = heads * value_length
    out = torch.empty(rows, record_width(columns), dtype=torch.int32, device=q.device)
    groups = columns // 32
    launch(
        _merge, (rows, -(-groups // 4)), q.device,
        sums, partial, position, out, rows, heads, value_length, window or 0, groups,
        BG=4, SPLITS=splits, MERGED=min(MERGED, splits), WINDOWED=window is not None, num_warps=4,
    )  # fmt: skip
    return out
