"""What the KV cache of one layer takes, for the planner and the cache alike: loads neither torch nor numba.

A key meets a query in a sum over its length, so sixteen positions lie side by side and a vector holds one sum for each;
a value is multiplied by one number, so its own values lie side by side.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.plan.kv_types import KV_TYPES, KVType, values_bytes

TILE = 16  # positions
TILES_GRAIN = 2  # tiles of keys that may be read together
KEY_GRAIN, VALUE_GRAIN = 8, 16  # lengths are filled up with zeros to a multiple of these
BLOCK = KV_TYPES["q8_0"].block  # values of a head that share a scale, where they are kept as codes


class CacheShapes(NamedTuple):
    """`keys` [kv heads, tiles, key length, TILE] and `values` [kv heads, tiles x TILE, value length], filled up."""

    keys: tuple[int, int, int, int]
    values: tuple[int, int, int]


def filled_up(length: int, grain: int) -> int:
    return -(-length // grain) * grain


def cache_shapes(kv_heads: int, context: int, key_length: int, value_length: int) -> CacheShapes:
    """For so many tokens of context."""
    tiles = filled_up(-(-context // TILE), TILES_GRAIN)
    return CacheShapes(
        (kv_heads, tiles, filled_up(key_length, KEY_GRAIN), TILE),
        (kv_heads, tiles * TILE, filled_up(value_length, VALUE_GRAIN)),
    )


def cache_bytes(kv_type: KVType, kv_heads: int, context: int, key_length: int, value_length: int) -> int:
    """Of keys and values, and of their scales."""
    shapes = cache_shapes(kv_heads, context, key_length, value_length)
    heads, tiles, filled_key, _ = shapes.keys
    return heads * tiles * TILE * (values_bytes(kv_type, filled_key) + values_bytes(kv_type, shapes.values[2]))
