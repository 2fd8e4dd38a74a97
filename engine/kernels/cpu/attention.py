"""Causal attention over a `TiledCache`, for one row or hundreds, on all threads whatever the number of heads.

The work is a line: for each KV head and each block of rows, the tiles of positions that these rows see. Threads
take equal stretches of the line, so a block may be cut between threads. Each then holds a maximum, a sum and weighted
values for its positions (Milakov and Gimelshein 2018, "Online normalizer calculation for softmax"), and in the end
these are merged ("Flash-Decoding", Dao et al. 2023).
"""

from __future__ import annotations

from typing import Any

from engine.kernels.cpu.attention_block import ONE, ZERO, attend_tiles
from engine.kernels.cpu.attention_scratch import (
    FIELDS,
    area_of,
    first_position,
    maxima_of,
    own_memory,
    sums_of,
    weighted_of,
)
from engine.kernels.cpu.barrier import barrier
from engine.kernels.cpu.cache_layout import TILE, VALUE_GRAIN
from engine.kernels.cpu.exponential import exponential
from engine.kernels.cpu.kernel import Kernel, compiled
from engine.kernels.cpu.memory import arguments, floats, words
from engine.kernels.cpu.share import share_start


@compiled
def _first_tile(a: Any, block: int) -> Any:
    """The first tile that a block's first row sees."""
    return max(0, first_position(a) + block * a.block_rows - a.window + 1) // TILE if a.window else 0


@compiled
def _tiles(a: Any, block: int) -> Any:
    """How many tiles the rows of a block see."""
    last_row = min(a.rows, (block + 1) * a.block_rows) - 1
    return (first_position(a) + last_row) // TILE + 1 - _first_tile(a, block)


@compiled
def _finish(a: Any, read: int, block: int, first: int, last: int, share: int, shares: int) -> None:
    """Merge what the threads `first` to `last` hold for one block, and write a share of its rows of the output.

    The first thread's part is in its second area, the others' in their first: see `_attend`.
    """
    reads = words(a.reads)
    head, group = reads[3 * read + 1], reads[3 * read + 2] - reads[3 * read + 1]
    row = block * a.block_rows
    count = (min(a.rows, row + a.block_rows) - row) * group
    length = a.value_length
    stride = (length + VALUE_GRAIN - 1) // VALUE_GRAIN * VALUE_GRAIN
    for query in range(share_start(count, share, shares), share_start(count, share + 1, shares)):
        highest = maxima_of(a, area_of(a, first, 1))[query]
        for thread in range(first + 1, last + 1):
            highest = max(highest, maxima_of(a, area_of(a, thread, 0))[query])
        total = ZERO
        for thread in range(first, last + 1):
            area = area_of(a, thread, thread == first)
            total += exponential(maxima_of(a, area)[query] - highest) * sums_of(a, area)[query]
        out = floats(a.out + 4 * ((row + query // group) * a.heads + head + query % group) * length)
        for thread in range(first, last + 1):
            area = area_of(a, thread, thread == first)
            factor = exponential(maxima_of(a, area)[query] - highest) * (ONE / total)
            weighted = floats(weighted_of(a, area) + 4 * query * stride)
            if thread == first:
                for i in range(length):
                    out[i] = weighted[i] * factor
            else:
                for i in range(length):
                    out[i] += weighted[i] * factor


def _attend(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    blocks = (a.rows + a.block_rows - 1) // a.block_rows
    line = 0
    for block in range(blocks):
        line += a.read_count * _tiles(a, block)
    sharers = max(1, min(threads, line))  # one that gets no tile would have nothing to be merged
    start, stop = share_start(line, thread, sharers), share_start(line, thread + 1, sharers)

    at = 0
    for read in range(a.read_count):
        for block in range(blocks):
            tiles = _tiles(a, block)
            low, high = max(start, at), min(stop, at + tiles)
            if low < high:
                # A stretch meets at most two cut blocks, the first of which began before it.
                area = area_of(a, thread, at >= start)
                first = _first_tile(a, block) - at
                attend_tiles(a, read, block, first + low, first + high, own_memory(a, thread), area)
                if low == at and high == at + tiles:
                    _finish(a, read, block, thread, thread, 0, 1)
            at += tiles
    if threads == 1:
        return
    barrier(a.barrier, threads)
    at, first = 0, 0
    for read in range(a.read_count):
        for block in range(blocks):
            end = at + _tiles(a, block)
            while share_start(line, first + 1, sharers) <= at:
                first += 1
            last = first
            while share_start(line, last + 1, sharers) < end:
                last += 1
            if last > first:
                _finish(a, read, block, first, last, thread, threads)
            at = end


attend = Kernel(_attend, FIELDS)
"""`q` [rows, heads, key length] and `out` [rows, heads, value length], f32; row 0 is at *`position`, and the cache
holds all rows' positions already. See `engine.kernels.cpu.attention_scratch` for the arguments and who makes them."""
