"""RMS norm (Zhang and Sennrich 2019) of rows.

The values of all rows are one line, of which every thread takes an equal stretch. Where a stretch begins or ends within
a row, its thread sums the squares of the whole row again: for one row of a few thousand values that is quicker than
waiting for the others. Hence no output may be the memory of an input.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.memory import arguments, floats
from engine.kernels.cpu.share import grained_start

FIELDS = record("x", "weight", "out", "rows", "width", "epsilon:f8")


@compiled
def square_sum(x: Any, count: int) -> Any:
    total = np.float32(0)
    for i in range(count):
        total += x[i] * x[i]
    return total


@compiled
def rms_scale(squares: Any, count: int, epsilon: float) -> Any:
    """What `count` values with this sum of squares are multiplied by."""
    return np.float32(1.0 / np.sqrt(squares / count + epsilon))


def _norm(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    x_at, weight, out_at, rows, width, epsilon = a.x, floats(a.weight), a.out, a.rows, a.width, a.epsilon
    start = grained_start(rows * width, thread, threads)
    stop = grained_start(rows * width, thread + 1, threads)
    for row in range(start // width, (stop + width - 1) // width):
        first = row * width
        x, out = floats(x_at + 4 * first), floats(out_at + 4 * first)
        scale = rms_scale(square_sum(x, width), width, epsilon)
        for i in range(max(0, start - first), min(width, stop - first)):
            out[i] = x[i] * scale * weight[i]


norm = Kernel(_norm, FIELDS)
"""out = x / sqrt(mean(x^2) + epsilon) * weight, for `x` and `out` [rows, width] and `weight` [width], f32."""
