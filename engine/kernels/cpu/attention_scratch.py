"""The arguments of attention, and the memory that its threads work in.

A thread has two areas, each with the weighted values, maxima and sums of one block's queries, which other threads read;
and memory of its own, with queries, scores, and the factors of a chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from engine.kernels.cpu.cache_layout import KEY_GRAIN, TILE, TILES_GRAIN, VALUE_GRAIN, filled_up
from engine.kernels.cpu.kernel import compiled, record
from engine.kernels.cpu.kv_cache import TiledCache
from engine.kernels.cpu.memory import floats, words
from engine.kernels.ops import HeadReads

FIELDS = record(
    "q", "out", "rows", "position", "heads", "key_length", "value_length", "reads", "read_count",
    "keys", "values", "key_scales", "value_scales", "tiles", "form", "scale:f8", "window", "softcap:f8",
    "block_rows", "queries", "chunk_tiles", "scratch", "area_bytes", "thread_bytes", "barrier",
)  # fmt: skip

BLOCK_QUERIES = 64  # about so many share one reading of keys and values
CHUNK_BYTES = 1 << 15  # of keys, read by four queries after four: they stay in the first-level cache


def attention_arguments(
    q: Tensor,
    out: Tensor,
    cache: TiledCache,
    position: Tensor,
    reads: Sequence[HeadReads],
    scale: float,
    window: int | None,
    softcap: float | None,
    threads: int,
    barrier: int,
) -> dict[str, object]:
    """What `engine.kernels.cpu.attention.attend` is called with; `barrier` is the pool's. Allocates the scratch memory.

    `q` [rows, heads, key length] and `out` [rows, heads, value length], contiguous f32. `position` is an int64 [1]:
    the first row's, read when the kernel runs.
    """
    rows, heads, _ = q.shape
    widest = max((len(held) for _, held in reads), default=1)
    block_rows = min(rows, max(1, BLOCK_QUERIES // widest))
    queries = filled_up(block_rows * widest, TILE)
    key_length, value_length = (
        filled_up(cache.key_length, KEY_GRAIN), filled_up(cache.value_length, VALUE_GRAIN)
    )  # fmt: skip
    tile_bytes = key_length * TILE * cache.keys.element_size()
    chunk_tiles = filled_up(max(1, CHUNK_BYTES // tile_bytes), TILES_GRAIN)
    area_bytes = 4 * queries * (value_length + 2)
    thread_bytes = 2 * area_bytes + 4 * queries * (filled_up(key_length, TILE) + chunk_tiles * TILE + 1)
    return {
        "q": q,
        "out": out,
        "rows": rows,
        "position": position,
        "heads": heads,
        "key_length": cache.key_length,
        "value_length": cache.value_length,
        "reads": torch.tensor([(kv_head, *held) for kv_head, held in reads], dtype=torch.int64),
        "read_count": len(reads),
        "keys": cache.keys,
        "values": cache.values,
        "key_scales": cache.key_scales,
        "value_scales": cache.value_scales,
        "tiles": cache.tiles,
        "form": cache.form,
        "scale": scale,
        "window": window or 0,
        "softcap": softcap or 0.0,
        "block_rows": block_rows,
        "queries": queries,
        "chunk_tiles": chunk_tiles,
        "scratch": torch.empty(threads * thread_bytes // 4),
        "area_bytes": area_bytes,
        "thread_bytes": thread_bytes,
        "barrier": barrier,
    }


@compiled
def first_position(a: Any) -> Any:
    return words(a.position)[0]


@compiled
def area_of(a: Any, thread: int, second: int) -> Any:
    return a.scratch + thread * a.thread_bytes + second * a.area_bytes


@compiled
def own_memory(a: Any, thread: int) -> Any:
    return a.scratch + thread * a.thread_bytes + 2 * a.area_bytes


@compiled
def maxima_of(a: Any, area: int) -> Any:
    """[queries] of an area."""
    return floats(area)


@compiled
def sums_of(a: Any, area: int) -> Any:
    """[queries] of an area."""
    return floats(area + 4 * a.queries)


@compiled
def weighted_of(a: Any, area: int) -> Any:
    """The address of an area's [queries, value length filled up]."""
    return area + 8 * a.queries
