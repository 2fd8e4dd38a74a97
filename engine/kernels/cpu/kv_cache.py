"""The KV cache as CPU kernels read it: always in the order of its addresses, and never across vectors.

f16, as in llama.cpp by default, is half as much to keep and to read as f32. It ends at 65504: keys and values of real
models stay far below, and what is beyond is kept as 65504 of its sign. An infinite one would make scores NaN, and so
all that follows.
"""

from __future__ import annotations

from typing import Any

import torch
from llvmlite import ir
from numba import types

from engine.kernels.cpu.cache_layout import KEY_GRAIN, TILE, VALUE_GRAIN, cache_shapes
from engine.kernels.cpu.halves import narrowed
from engine.kernels.cpu.kernel import compiled, intrinsic


class TiledCache:
    """The cache of one layer on one rank: only the KV heads that the rank's query heads read, in f32 or f16.

    `keys` and `values` are shaped as `CacheShapes` says. Written in place like `engine.cache.LayerCache`.
    """

    def __init__(self, kv_heads: int, context: int, key_length: int, value_length: int, dtype: torch.dtype) -> None:
        if dtype not in (torch.float32, torch.float16):
            raise ValueError(f"the KV cache holds float32 or float16, not {dtype}")
        self.key_length = key_length
        self.value_length = value_length
        self.half = dtype == torch.float16
        shapes = cache_shapes(kv_heads, context, key_length, value_length)
        self.tiles = shapes.keys[1]
        # Zeros, since what fills up is read: memory that is not written to stays unused until it is.
        self.keys = torch.zeros(shapes.keys, dtype=dtype)
        self.values = torch.zeros(shapes.values, dtype=dtype)


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
def append_key(keys: int, head: int, tiles: int, position: int, key: Any, length: int, half: bool) -> None:
    """Write one key; `keys` is the address of the whole cache."""
    stride = (length + KEY_GRAIN - 1) // KEY_GRAIN * KEY_GRAIN * TILE
    first = (head * tiles + position // TILE) * stride + position % TILE
    for i in range(length):
        store_element(keys, first + i * TILE, key[i], half)


@compiled
def append_value(values: int, head: int, tiles: int, position: int, value: Any, length: int, half: bool) -> None:
    """Write one value; `values` is the address of the whole cache."""
    stride = (length + VALUE_GRAIN - 1) // VALUE_GRAIN * VALUE_GRAIN
    first = (head * tiles * TILE + position) * stride
    for i in range(length):
        store_element(values, first + i, value[i], half)
