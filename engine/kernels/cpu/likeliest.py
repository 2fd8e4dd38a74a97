"""The highest few of very many values: all threads find the highest of each block, one looks into the best blocks.

In place of a dozen of torch's operations, each of them slow when a whole model has just gone through the caches.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernels.cpu.attention_products import highest_of
from engine.kernels.cpu.barrier import barrier
from engine.kernels.cpu.cache_layout import TILE
from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.memory import arguments, floats, words
from engine.kernels.cpu.share import share_start

BLOCK = 64  # values: four vectors
MOST = 256  # values wanted, beyond which sorting is quicker
LOWEST = np.float32(-np.inf)
FIELDS = record("x", "count", "k", "maxima", "values", "places", "found", "barrier")


@compiled
def _highest(x: int, first: int, count: int) -> Any:
    """The highest of a block, which the last one may not fill."""
    if first + BLOCK <= count:
        return highest_of(x + 4 * first, BLOCK // TILE)
    values, highest = floats(x), LOWEST
    for i in range(first, count):
        if values[i] > highest:
            highest = values[i]
    return highest


def _likeliest(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FIELDS)
    x_at, count, k, maxima = a.x, a.count, a.k, floats(a.maxima)
    blocks = (count + BLOCK - 1) // BLOCK
    for block in range(share_start(blocks, thread, threads), share_start(blocks, thread + 1, threads)):
        maxima[block] = _highest(x_at, block * BLOCK, count)
    barrier(a.barrier, threads)
    if thread != 0:
        return
    x, values, places = floats(x_at), floats(a.values), words(a.places)
    found = 0
    while found < k:
        best, highest = -1, LOWEST
        for block in range(blocks):
            if maxima[block] > highest:
                best, highest = block, maxima[block]
        if best < 0:
            break
        place = best * BLOCK
        while place < count and x[place] != highest:
            place += 1
        values[found], places[found] = highest, place
        found += 1
        x[place] = LOWEST  # for the time being
        maxima[best] = _highest(x_at, best * BLOCK, count)
    for i in range(found):
        x[places[i]] = values[i]
    words(a.found)[0] = found


likeliest = Kernel(_likeliest, FIELDS)
"""The `k` highest of `x` [count], f32, highest first, and of equals the first: `values` f32 and `places` int64 [k].

`found` int64 [1] says how many there are, since -inf and NaN do not count. `maxima` is room for a value per BLOCK.
"""
