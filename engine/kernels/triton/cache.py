"""The KV cache of one layer on one rank: values in f16, or as int8 in blocks that share an f16 scale (q8_0)."""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.plan.kv_types import DEFAULT_KV, KV_TYPES, KVType

CODES: dict[KVType, torch.dtype] = {"f16": torch.float16, "q8_0": torch.int8}


class DeviceCache:
    """`keys` [KV heads, context, key length] and `values` [KV heads, context, value length].

    Of a type in blocks, these are codes, and `key_scales` and `value_scales` [KV heads, context, blocks of a head] what
    they count for; else the scales are empty. `block` is what kernels are compiled for: 1 where values stand alone.
    """

    def __init__(
        self,
        kv_heads: int,
        context: int,
        key_length: int,
        value_length: int,
        device: torch.device,
        kv_type: KVType = DEFAULT_KV,
    ) -> None:
        self.block = KV_TYPES[kv_type].block

        def held(length: int) -> tuple[Tensor, Tensor]:
            blocks = length // self.block if self.block > 1 else 0
            codes = torch.zeros(kv_heads, context, length, dtype=CODES[kv_type], device=device)
            return codes, torch.zeros(kv_heads, context, blocks, dtype=torch.float16, device=device)

        self.keys, self.key_scales = held(key_length)
        self.values, self.value_scales = held(value_length)


@triton.jit
def scales_at(scales, row, inside, length, PADDED: tl.constexpr, BLOCK: tl.constexpr):
    """Of rows `row` [N] of a cache in blocks: [N, blocks of PADDED values].

    They are too small for Triton to fetch ahead in a loop, which therefore asks for the next ones itself.
    """
    g = tl.arange(0, PADDED // BLOCK)
    of_row = length // BLOCK
    return tl.load(scales + row[:, None] * of_row + g[None], mask=inside[:, None] & (g < of_row)[None], other=0.0)


@triton.jit
def blocks_at(codes, scales, row, inside, length, PADDED: tl.constexpr, BLOCK: tl.constexpr):
    """Rows `row` [N] of a cache in blocks, with `scales_at` them, as f16 [N, PADDED]: zeros beyond `length`, and where
    not `inside`."""
    N: tl.constexpr = row.shape[0]
    d = tl.arange(0, PADDED)
    x = tl.load(codes + row[:, None] * length + d[None], mask=inside[:, None] & (d < length)[None], other=0)
    return tl.reshape(tl.reshape(x.to(tl.float16), (N, PADDED // BLOCK, BLOCK)) * scales[:, :, None], (N, PADDED))


@triton.jit
def store_blocks(codes, scales, row, x, length, at, context, BLOCK: tl.constexpr):
    """x f32, zero beyond `length`, as row `row` of a cache in blocks, if its position `at` is within the context.

    Rounded as llama.cpp does: by the scale before that is rounded itself.
    """
    GROUPS: tl.constexpr = x.shape[0] // BLOCK
    y = tl.reshape(x, (GROUPS, BLOCK))
    top = tl.max(tl.abs(y), 1)
    scaled = y * tl.where(top > 0, 127.0 / top, 0.0)[:, None]
    rounded = tl.where(scaled >= 0, scaled + 0.5, scaled - 0.5).to(tl.int32).to(tl.int8)
    g = tl.arange(0, GROUPS)
    of_row = length // BLOCK
    kept = (g < of_row) & (0 * g + at < context)
    place = row * length + g[:, None] * BLOCK + tl.arange(0, BLOCK)[None]
    tl.store(codes + place, rounded, mask=kept[:, None])
    tl.store(scales + row * of_row + g, (top * (1.0 / 127.0)).to(tl.float16), mask=kept)
