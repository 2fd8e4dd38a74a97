"""Attention of queries that share a KV head over a run of its tiles: the softmax between two products."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernels.cpu.attention_products import QUERIES, add_values, dot_keys, highest_of
from engine.kernels.cpu.attention_scratch import first_position, maxima_of, sums_of, weighted_of
from engine.kernels.cpu.cache_layout import BLOCK, KEY_GRAIN, TILE, VALUE_GRAIN
from engine.kernels.cpu.exponential import exponential, hyperbolic_tangent
from engine.kernels.cpu.kernel import compiled
from engine.kernels.cpu.memory import floats, words

LOWEST = np.float32(-3e38)  # below every score, and finite: no difference with it is NaN
SCALE_BYTES = 2  # of an f16
ZERO, ONE = np.float32(0), np.float32(1)


@compiled
def _fill(x: Any, start: int, stop: int, value: Any) -> None:
    for i in range(start, stop):
        x[i] = value


@compiled
def _weigh(scores: Any, count: int, highest: Any) -> Any:
    """Scores become e^(score - highest); returns their sum."""
    total = ZERO
    for i in range(count):
        weight = exponential(scores[i] - highest)
        scores[i] = weight
        total += weight
    return total


@compiled
def _cap(scores: Any, count: int, cap: Any) -> None:
    for i in range(count):
        scores[i] = hyperbolic_tangent(scores[i] / cap) * cap


@compiled
def attend_tiles(a: Any, read: int, block: int, first: int, last: int, own: int, area: int) -> None:
    """A block of rows and one KV head, over the tiles `first` to `last`: leaves maxima, sums and weighted values.

    `own` and `area` are addresses, see `engine.kernels.cpu.attention_scratch`. Query number i of the block is row
    i // group, head i % group.
    """
    reads = words(a.reads)
    kv_head, head, group = reads[3 * read], reads[3 * read + 1], reads[3 * read + 2] - reads[3 * read + 1]
    row = block * a.block_rows
    rows = min(a.rows, row + a.block_rows) - row
    position = first_position(a) + row
    count, end = rows * group, position + rows
    key_length = (a.key_length + KEY_GRAIN - 1) // KEY_GRAIN * KEY_GRAIN
    value_length = (a.value_length + VALUE_GRAIN - 1) // VALUE_GRAIN * VALUE_GRAIN
    form, window, softcap, scale = a.form, a.window, np.float32(a.softcap), np.float32(a.scale)
    size = 4 >> form
    keys = a.keys + size * kv_head * a.tiles * key_length * TILE
    values = a.values + size * kv_head * a.tiles * TILE * value_length
    key_blocks, value_blocks = key_length // BLOCK, value_length // BLOCK
    key_scales = a.key_scales + SCALE_BYTES * kv_head * a.tiles * key_blocks * TILE
    value_scales = a.value_scales + SCALE_BYTES * kv_head * a.tiles * TILE * value_blocks

    chunk_tiles = a.chunk_tiles
    chunk = chunk_tiles * TILE
    scores_at = own + 4 * a.queries * key_length
    factors_at = scores_at + 4 * a.queries * chunk
    queries, factors = floats(own), floats(factors_at)
    maxima, sums, weighted = maxima_of(a, area), sums_of(a, area), weighted_of(a, area)

    for query in range(count):
        source = floats(a.q + 4 * ((row + query // group) * a.heads + head + query % group) * a.key_length)
        for i in range(a.key_length):
            queries[query * key_length + i] = source[i] * scale
        _fill(queries, query * key_length + a.key_length, (query + 1) * key_length, ZERO)
    _fill(maxima, 0, count, LOWEST)
    _fill(sums, 0, count, ZERO)
    _fill(floats(weighted), 0, count * value_length, ZERO)

    for tile in range(first, last, chunk_tiles):
        tiles = min(chunk_tiles, last - tile)
        start, width = tile * TILE, tiles * TILE  # in positions
        keys_now, values_now = keys + size * start * key_length, values + size * start * value_length
        ahead = values_now
        for query in range(0, count, QUERIES):
            dot_keys(
                form, min(QUERIES, count - query), own + 4 * query * key_length, 4 * key_length,
                keys_now, key_scales + SCALE_BYTES * start * key_blocks, key_length, tiles,
                scores_at + 4 * query * chunk, 4 * chunk, ahead,
            )  # fmt: skip
            ahead = keys_now  # there already: memory is fetched ahead once
        for query in range(count):
            scores = floats(scores_at + 4 * query * chunk)
            at = position + query // group
            hidden = min(width, max(0, at - window + 1 - start)) if window else 0
            seen = max(0, min(width, at + 1 - start))
            if seen <= hidden:
                _fill(scores, 0, width, ZERO)
                factors[query] = ONE
                continue
            if softcap > ZERO:
                _cap(scores, width, softcap)
            _fill(scores, 0, hidden, LOWEST)
            _fill(scores, seen, width, LOWEST)
            highest = max(maxima[query], highest_of(scores_at + 4 * query * chunk, tiles))
            factor = exponential(maxima[query] - highest)
            maxima[query], factors[query] = highest, factor
            sums[query] = sums[query] * factor + _weigh(scores, width, highest)
        # What lies beyond the last row is no value of this sequence: it may be anything.
        positions = min(width, end - start)
        ahead = keys_now + size * chunk * key_length
        for query in range(0, count, QUERIES):
            add_values(
                form, min(QUERIES, count - query), scores_at + 4 * query * chunk, 4 * chunk,
                values_now, value_scales + SCALE_BYTES * start * value_blocks, value_length, positions,
                factors_at + 4 * query, weighted + 4 * query * value_length, ahead,
            )  # fmt: skip
            ahead = values_now
