"""The KV cache as CPU kernels read it: always in the order of its addresses, and never across vectors.

f16, as in llama.cpp by default, is half as much to keep and to read as f32. It ends at 65504: keys and values of real
models stay far below, and what is beyond is kept as 65504 of its sign. An infinite one would make scores NaN, and so
all that follows. q8_0, half as much again, is codes of a byte, and an f16 for each block of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from llvmlite import ir
from numba import types

from engine.kernels.cpu.cache_layout import BLOCK, KEY_GRAIN, TILE, VALUE_GRAIN, cache_shapes
from engine.kernels.cpu.halves import narrowed
from engine.kernels.cpu.kernel import compiled, intrinsic
from engine.kernels.cpu.memory import small
from engine.plan.kv_types import KVType

HALVES, CODES = 1, 2
FORMS = {torch.float32: 0, torch.float16: HALVES, torch.int8: CODES}  # each of half the size of the one before
DTYPES: dict[KVType, torch.dtype] = {"f16": torch.float16, "q8_0": torch.int8}


class TiledCache:
    """The cache of one layer on one rank: only the KV heads that the rank's query heads read, in f32, f16, or q8_0.

    `keys` and `values` are shaped as `CacheShapes` says; int8 stands for q8_0, whose scales are [kv heads, tiles,
    blocks of a key, TILE] and [kv heads, tiles x TILE, blocks of a value]. Written in place
    like `engine.cache.LayerCache`.
    """

    def __init__(self, kv_heads: int, context: int, key_length: int, value_length: int, dtype: torch.dtype) -> None:
        if dtype not in FORMS:
            raise ValueError(f"the KV cache holds float32, float16 or int8, not {dtype}")
        if dtype == torch.int8 and (key_length % BLOCK or value_length % BLOCK):
            raise ValueError(f"codes are kept in blocks of {BLOCK}, not heads of {key_length} and {value_length}")
        self.key_length = key_length
        self.value_length = value_length
        self.form = FORMS[dtype]
        shapes = cache_shapes(kv_heads, context, key_length, value_length)
        self.tiles = shapes.keys[1]
        # Zeros, since what fills up is read: memory that is not written to stays unused until it is.
        self.keys = torch.zeros(shapes.keys, dtype=dtype)
        self.values = torch.zeros(shapes.values, dtype=dtype)
        blocks = [length // BLOCK if self.form == CODES else 0 for length in (key_length, value_length)]
        self.key_scales = torch.zeros(kv_heads, self.tiles, blocks[0], TILE, dtype=torch.float16)
        self.value_scales = torch.zeros(kv_heads, self.tiles * TILE, blocks[1], dtype=torch.float16)


def _element(half: bool) -> Any:
    return ir.HalfType() if half else ir.FloatType()


@intrinsic
def store_element(typing: Any, address: Any, index: Any, value: Any, half: Any) -> Any:
    """address[index] = value, an array of f16 where `half` and else of f32."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        address, index, value, half = args
        with builder.if_else(half) as branches:
            for is_half, branch in zip((True, False), branches, strict=True):
                with branch:
                    array = builder.inttoptr(address, _element(is_half).as_pointer())
                    rounded = narrowed(context, builder, value) if is_half else value
                    builder.store(rounded, builder.gep(array, [index]))
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.float32, types.boolean), emit


@compiled
def _keep_block(codes: int, first: int, step: int, scales: int, place: int, x: Any, start: int) -> None:
    """A block of x from `start` as codes, `step` apart from the index `first` on, and its scale at the index `place`.

    Rounded as llama.cpp does: by the scale before that is rounded itself.
    """
    top = np.float32(0)
    for i in range(start, start + BLOCK):
        top = max(top, abs(x[i]))
    inverse = np.float32(127) / top if top > 0 else np.float32(0)
    kept = small(codes)
    for i in range(BLOCK):
        scaled = x[start + i] * inverse
        kept[first + i * step] = np.int8(scaled + (np.float32(0.5) if scaled >= 0 else np.float32(-0.5)))
    store_element(scales, place, top / np.float32(127), True)


@compiled
def append_key(
    keys: int, scales: int, head: int, tiles: int, position: int, key: Any, length: int, form: int
) -> None:
    """Write one key; `keys` and `scales` are the addresses of the whole cache."""
    stride = (length + KEY_GRAIN - 1) // KEY_GRAIN * KEY_GRAIN * TILE
    tile, lane = head * tiles + position // TILE, position % TILE
    first = tile * stride + lane
    if form == CODES:
        blocks = length // BLOCK
        for block in range(blocks):
            place = (tile * blocks + block) * TILE + lane
            _keep_block(keys, first + block * BLOCK * TILE, TILE, scales, place, key, block * BLOCK)
    else:
        for i in range(length):
            store_element(keys, first + i * TILE, key[i], form == HALVES)


@compiled
def append_value(
    values: int, scales: int, head: int, tiles: int, position: int, value: Any, length: int, form: int
) -> None:
    """Write one value; `values` and `scales` are the addresses of the whole cache."""
    stride = (length + VALUE_GRAIN - 1) // VALUE_GRAIN * VALUE_GRAIN
    row = head * tiles * TILE + position
    if form == CODES:
        blocks = length // BLOCK
        for block in range(blocks):
            start = block * BLOCK
            _keep_block(values, row * stride + start, 1, scales, row * blocks + block, value, start)
    else:
        for i in range(length):
            store_element(values, row * stride + i, value[i], form == HALVES)
