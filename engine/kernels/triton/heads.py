"""Queries, keys and values after their product: biases are in already; norm per head, rotation, and into the cache."""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import Norm, RopeTable
from engine.kernels.triton.cache import DeviceCache, store_blocks
from engine.kernels.triton.launch import begin, launch


@triton.jit
def _place(
    qkv, q_out, keys, values, key_scales, value_scales, position, cos, sin, temperature, q_norm, k_norm,
    width, context, pairs, key_length, value_length, q_epsilon, k_epsilon,
    HEADS: tl.constexpr, KV_HEADS: tl.constexpr, BD: tl.constexpr, NEOX: tl.constexpr,
    Q_NORM: tl.constexpr, K_NORM: tl.constexpr, GROWS: tl.constexpr,
    BLOCK: tl.constexpr,
):  # fmt: skip
    """A program per row and head: queries first, then keys, then values."""
    begin()
    row, head = tl.program_id(0), tl.program_id(1)
    d = tl.arange(0, BD)
    place = tl.load(position) + row
    kept = 0 * d + place < context  # rows beyond only fill up a block; a lone truth would not stay one when interpreted
    at = tl.minimum(place, context - 1)
    source = qkv + row.to(tl.int64) * width
    if head >= HEADS + KV_HEADS:
        kv = head - HEADS - KV_HEADS
        inside = d < value_length
        x = tl.load(source + (HEADS + KV_HEADS) * key_length + kv * value_length + d, mask=inside, other=0.0)
        if BLOCK > 1:
            store_blocks(values, value_scales, kv * context + at, x, value_length, place, context, BLOCK)
        else:
            tl.store(values + (kv * context + at) * value_length + d, x, mask=inside & kept)
    else:
        inside = d < key_length
        # The value that each one is rotated with.
        if NEOX:
            partner = tl.where(d < pairs, d + pairs, d - pairs)
            pair = tl.where(d < pairs, d, d - pairs)
            first = d < pairs
        else:
            partner = d ^ 1
            pair = d // 2
            first = d % 2 == 0
        turns = d < 2 * pairs
        partner = tl.where(turns, partner, d)
        x = tl.load(source + head * key_length + d, mask=inside, other=0.0).to(tl.float32)
        y = tl.load(source + head * key_length + partner, mask=inside, other=0.0).to(tl.float32)
        is_query = head < HEADS
        if Q_NORM or K_NORM:
            rate = tl.sum(x * x, 0) / key_length
            if Q_NORM:
                if is_query:
                    factor = tl.rsqrt(rate + q_epsilon)
                    x *= factor * tl.load(q_norm + d, mask=inside, other=0.0)
                    y *= factor * tl.load(q_norm + partner, mask=inside, other=0.0)
            if K_NORM:
                if head >= HEADS:
                    factor = tl.rsqrt(rate + k_epsilon)
                    x *= factor * tl.load(k_norm + d, mask=inside, other=0.0)
                    y *= factor * tl.load(k_norm + partner, mask=inside, other=0.0)
        c = tl.load(cos + at * pairs + pair, mask=turns, other=1.0)
        s = tl.load(sin + at * pairs + pair, mask=turns, other=0.0)
        x = x * c + tl.where(first, -y, y) * s
        if is_query:
            if GROWS:
                x *= tl.load(temperature + at)
            tl.store(q_out + (row * HEADS + head) * key_length + d, x, mask=inside)
        elif BLOCK > 1:
            store_blocks(keys, key_scales, (head - HEADS) * context + at, x, key_length, place, context, BLOCK)
        else:
            tl.store(keys + ((head - HEADS) * context + at) * key_length + d, x, mask=inside & kept)


def place(
    qkv: Tensor,
    lengths: tuple[int, int],
    heads: int,
    norms: tuple[Norm | None, Norm | None],
    rope: RopeTable,
    cache: DeviceCache,
    position: Tensor,
) -> Tensor:
    """Keys and values of `qkv` f32 [rows, all heads' values] to the cache, from *position on; returns the queries,
    f16 [rows, heads, key length]."""
    rows, width = qkv.shape
    key_length, value_length = lengths
    kv_heads, context, _ = cache.keys.shape
    q = torch.empty(rows, heads, key_length, dtype=torch.float16, device=qkv.device)
    q_norm, k_norm = norms
    launch(
        _place, (rows, heads + 2 * kv_heads), qkv.device,
        qkv, q, cache.keys, cache.values, cache.key_scales, cache.value_scales, position, rope.cos, rope.sin,
        rope.cos if rope.temperature is None else rope.temperature,
        rope.cos if q_norm is None else q_norm.weight, rope.cos if k_norm is None else k_norm.weight,
        width, context, rope.cos.shape[1], key_length, value_length,
        0.0 if q_norm is None else q_norm.epsilon, 0.0 if k_norm is None else k_norm.epsilon,
        HEADS=heads, KV_HEADS=kv_heads, BD=triton.next_power_of_2(max(lengths)), NEOX=rope.neox,
        Q_NORM=q_norm is not None, K_NORM=k_norm is not None, GROWS=rope.temperature is not None,
        BLOCK=cache.block, num_warps=1,
    )  # fmt: skip
    return q
