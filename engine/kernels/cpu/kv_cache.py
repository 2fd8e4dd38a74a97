"""The KV cache as CPU kernels read it: always in the order of its addresses, and never across vectors.

A key meets a query in a sum over its length, so sixteen positions lie side by side and a vector holds one sum for each;
a value is multiplied by one number, so its own values lie side by side.
"""

from __future__ import annotations

from typing import Any

import torch
from llvmlite import ir
from numba import types

from engine.kernels.cpu.kernel import compiled, intrinsic

TILE = 16  # positions
TILES_GRAIN = 2  # tiles of keys that may be read together
KEY_GRAIN, VALUE_GRAIN = 8, 16  # lengths are filled up with zeros to a multiple of these


def filled_up(length: int, grain: int) -> int:
    return -(-length // grain) * grain


class TiledCache:
    """The cache of one layer on one rank: only the KV heads that the rank's query heads read, in f32 or f16.

    `keys` [kv heads, tiles, key length, TILE] and `values` [kv heads, tiles x TILE, value length], lengths filled up.
    Written in place like `engine.cache.LayerCache`.
    """

    def __init__(
        self, kv_heads: int, context: int, key_length: int, value_length: int, dtype: torch.dtype = torch.float32
    ) -> None:
        if dtype not in (torch.float32, torch.float16):
            raise ValueError(f"the KV cache holds float32 or float16, not {dtype}")
        self.key_length = key_length
        self.value_length = value_length
        self.half = dtype == torch.float16
        tiles = filled_up(-(-context // TILE), TILES_GRAIN)
        self.tiles = tiles
        # Zeros, since what fills up is read: memory that is not written to stays unused until it is.
        self.keys = torch.zeros(kv_heads, tiles, filled_up(key_length, KEY_GRAIN), TILE, dtype=dtype)
        self.values = torch.zeros(kv_heads, tiles * TILE, filled_up(value_length, VALUE_GRAIN), dtype=dtype)


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
                    rounded = builder.fptrunc(value, _element(True)) if is_half else value
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
