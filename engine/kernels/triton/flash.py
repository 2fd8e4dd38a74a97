"""Attention of a prompt's rows over the cache, in one pass: scores never leave the processor.

The online softmax is that of "FlashAttention-2" (Dao 2023). Rows, windows and soft-caps are those of the decoder; where
the first row stands is read on the device, so no program waits for the host.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import HeadReads
from engine.kernels.triton.cache import DeviceCache, blocks_at, scales_at
from engine.kernels.triton.launch import begin, launch

LOG2_E = tl.constexpr(1.4426950408889634)
# Rows and keys of a block, stages, warps: the first that fits into a processor's shared memory is taken.
SHAPES = (128, 64, 3, 8), (128, 64, 2, 8), (64, 64, 2, 4), (64, 32, 2, 4), (32, 32, 1, 4), (16, 16, 1, 4)
SMALL = 48 << 10  # bytes that every processor has


@triton.jit
def _loaded(pointer, place, inside, d, LENGTH: tl.constexpr, PADDED: tl.constexpr, MASKED: tl.constexpr):
    """Heads' values of a block; what is not `inside`, or beyond a head's length, is zero. Masks only where needed."""
    if MASKED:
        return tl.load(pointer + place, mask=inside & (d < LENGTH), other=0.0)
    if PADDED != LENGTH:
        return tl.load(pointer + place, mask=d < LENGTH, other=0.0)
    return tl.load(pointer + place)


@triton.jit
def _keys(
    total, highest, out, block, keys, values, key_scales, value_scales, at, low, high, last, window, scale, cap,
    KL: tl.constexpr, VL: tl.constexpr, BN: tl.constexpr, BK: tl.constexpr, BV: tl.constexpr, MASKED: tl.constexpr,
    WINDOWED: tl.constexpr, CAPPED: tl.constexpr, BLOCK: tl.constexpr,
):  # fmt: skip
    """Go on with positions `low` .. `high`, of which rows see all unless MASKED."""
    dk, dv = tl.arange(0, BK), tl.arange(0, BV)
    if BLOCK > 1:
        p = low + tl.arange(0, BN)
        k_scales = scales_at(key_scales, p, p < last, KL, BK, BLOCK)
        v_scales = scales_at(value_scales, p, p < last, VL, BV, BLOCK)
    for here in range(low, high, BN):
        p = here + tl.arange(0, BN)
        if BLOCK > 1:
            k = tl.trans(blocks_at(keys, k_scales, p, p < last, KL, BK, BLOCK))
            k_scales = scales_at(key_scales, p + BN, p + BN < last, KL, BK, BLOCK)
        else:
            k = _loaded(keys, p[None] * KL + dk[:, None], (p < last)[None], dk[:, None], KL, BK, MASKED)
        scores = tl.dot(block, k)
        if CAPPED:
            scores = (2.0 * tl.sigmoid(2.0 * scale / cap * scores) - 1.0) * (cap * LOG2_E)
        else:
            scores = scores * (scale * LOG2_E)
        if MASKED:
            seen = p[None] <= at[:, None]
            if WINDOWED:
                seen &= p[None] > at[:, None] - window
            scores = tl.where(seen, scores, float("-inf"))
        top = tl.maximum(highest, tl.max(scores, 1))
        safe = tl.where(top == float("-inf"), 0.0, top) if MASKED else top
        weights = tl.exp2(scores - safe[:, None])
        factor = tl.exp2(highest - safe)
        total = total * factor + tl.sum(weights, 1)
        if BLOCK > 1:
            v = blocks_at(values, v_scales, p, p < last, VL, BV, BLOCK)
            v_scales = scales_at(value_scales, p + BN, p + BN < last, VL, BV, BLOCK)
        else:
            v = _loaded(values, p[:, None] * VL + dv[None], (p < last)[:, None], dv[None], VL, BV, MASKED)
        out = tl.dot(weights.to(v.dtype), v, out * factor[:, None])
        highest = top
    return total, highest, out


@triton.jit(do_not_specialize=["rows"])
def _flash(
    q, keys, values, key_scales, value_scales, kv_of, position, result, rows, heads, context, window, scale, cap,
    KL: tl.constexpr, VL: tl.constexpr, BM: tl.constexpr, BN: tl.constexpr, BK: tl.constexpr, BV: tl.constexpr,
    WINDOWED: tl.constexpr, CAPPED: tl.constexpr, BLOCK: tl.constexpr,
):  # fmt: skip
    """Program (head, some rows), the last rows first, as they see most."""
    begin()
    head = tl.program_id(0)
    first_row = (tl.num_programs(1) - 1 - tl.program_id(1)) * BM
    kv = tl.load(kv_of + head).to(tl.int64)
    start = tl.load(position).to(tl.int32)
    row = first_row + tl.arange(0, BM)
    real = row < rows
    at = start + row
    dk, dv = tl.arange(0, BK), tl.arange(0, BV)
    q_at = (row.to(tl.int64) * heads + head)[:, None] * KL + dk[None]
    block = _loaded(q, q_at, real[:, None], dk[None], KL, BK, True)
    keys += kv * context * KL
    values += kv * context * VL
    key_scales += kv * context * (KL // BLOCK)
    value_scales += kv * context * (VL // BLOCK)

    last = tl.minimum(start + tl.minimum(rows, first_row + BM), context)  # positions from here on no row sees
    first = 0
    if WINDOWED:
        first = tl.maximum(0, start + first_row - window + 1) // BN * BN
    # Positions before are seen by all rows.
    whole = tl.maximum(first, tl.minimum(start + first_row + 1, last) // BN * BN)
    total = tl.zeros((BM,), tl.float32)
    highest = tl.full((BM,), float("-inf"), tl.float32)
    out = tl.zeros((BM, BV), tl.float32)
    total, highest, out = _keys(
        total, highest, out, block, keys, values, key_scales, value_scales, at, first, whole, last, window, scale, cap,
        KL, VL, BN, BK, BV, WINDOWED, WINDOWED, CAPPED, BLOCK,
    )  # fmt: skip
    total, highest, out = _keys(
        total, highest, out, block, keys, values, key_scales, value_scales, at, whole, last, last, window, scale, cap,
        KL, VL, BN, BK, BV, True, WINDOWED, CAPPED, BLOCK,
    )  # fmt: skip
    out = out / tl.where(total > 0, total, 1.0)[:, None]  # rows beyond the last see nothing
    to = (row.to(tl.int64) * heads + head)[:, None] * VL + dv[None]
    tl.store(result + to, out, mask=real[:, None] & (dv < VL)[None])


def attend(
    q: Tensor,
    cache: DeviceCache,
    position: Tensor,
    kv_of: Tensor,
    scale: float,
    window: int | None,
    softcap: float | None,
) -> Tensor:
    """q f16 [rows, heads, key length], the first at *position, over the cache, which holds their keys already; head h
    reads KV head `kv_of`[h]. bf16 [rows, heads x value length]."""
    rows, heads, key_length = q.shape
    context, value_length = cache.values.shape[1:]
    out = torch.empty(rows, heads * value_length, dtype=torch.bfloat16, device=q.device)
    bk, bv = triton.next_power_of_2(key_length), triton.next_power_of_2(value_length)
    bm, bn, stages, warps = _shape(bk, bv, cache.block > 1, q.device)
    launch(
        _flash, (heads, triton.cdiv(rows, bm)), q.device,
        q, cache.keys, cache.values, cache.key_scales, cache.value_scales, kv_of, position, out, rows, heads, context,
        window or 0, scale, softcap or 0.0,
        KL=key_length, VL=value_length, BM=bm, BN=bn, BK=bk, BV=bv, WINDOWED=window is not None,
        CAPPED=softcap is not None, BLOCK=cache.block, num_warps=warps, num_stages=stages,
    )  # fmt: skip
    return out


def kv_heads(reads: Sequence[HeadReads], device: torch.device) -> Tensor:
    """Which KV head each query head reads, int32."""
    return torch.tensor(
        [read.kv_head for read in reads for _ in range(len(read.query_heads))], dtype=torch.int32, device=device
    )


@cache
def _shape(bk: int, bv: int, coded: bool, device: torch.device) -> tuple[int, int, int, int]:
    held = SMALL
    if device.type == "cuda":
        facts = torch.cuda.get_device_properties(device)
        for name in ("shared_memory_per_block", "shared_memory_per_block_optin"):  # AMD's have no second one
            held = max(held, getattr(facts, name, 0))
    return next(shape for shape in SHAPES if _needed(shape, bk, bv, coded) <= held or shape is SHAPES[-1])


def _needed(shape: tuple[int, int, int, int], bk: int, bv: int, coded: bool) -> int:
    """Bytes of shared memory: queries, and keys and values of every stage; as codes, and once more as f16."""
    rows, keys, stages, _ = shape
    return 2 * rows * max(bk, bv) + (stages + 2 if coded else 2 * stages) * keys * (bk + bv)
