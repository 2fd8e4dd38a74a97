"""What the KV cache of one layer takes, for the planner and the cache alike: loads neither torch nor numba.

A key meets a query in a sum over its length, so sixteen positions lie side by side and a vector holds one sum for each;
a value is multiplied by one number, so its own values lie side by side.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

TILE = 16  # positions
TILES_GRAIN = 2  # tiles of keys that may be read together
KEY_GRAIN, VALUE_GRAIN = 8, 16  # lengths are filled up with zeros to a multiple of these
HALF_BYTES = 2  # of an f16, in which a model's cache is kept


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


def cache_bytes(kv_heads: int, context: int, key_length: int, value_length: int) -> int:
    """Of keys and values in f16."""
    shapes = cache_shapes(kv_heads, context, key_length, value_length)
    return HALF_BYTES * (prod(shapes.keys) + prod(shapes.values))
