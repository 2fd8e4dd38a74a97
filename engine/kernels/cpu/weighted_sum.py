"""What a row's experts gave, added up by what each counts for."""

from __future__ import annotations

from typing import Any

from engine.kernels.cpu.kernel import Kernel, record
from engine.kernels.cpu.memory import arguments, floats, words
from engine.kernels.cpu.share import grained_start

FIELDS = record("parts", "counts", "out", "rows", "width", "used")


def _weighted_sum(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FIELDS)
    parts, counts, out_at = words(a.parts), floats(a.counts), a.out
    rows, width, used = a.rows, a.width, a.used
    start = grained_start(rows * width, thread, threads)
    stop = grained_start(rows * width, thread + 1, threads)
    for row in range(start // width, (stop + width - 1) // width):
        first = row * width
        low, high = max(0, start - first), min(width, stop - first)
        out = floats(out_at + 4 * first)
        for place in range(used):
            part, count = floats(parts[row * used + place]), counts[row * used + place]
            if place == 0:
                for i in range(low, high):
                    out[i] = count * part[i]
            else:
                for i in range(low, high):
                    out[i] += count * part[i]


weighted_sum = Kernel(_weighted_sum, FIELDS)
"""`out` f32 [rows, width]: of each row the `used` parts times `counts` [rows, used], added in that order.

`parts` int64 [rows, used] holds where they lie.
"""
