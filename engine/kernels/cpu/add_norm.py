"""Where one sub-layer ends and the next begins: the sum of all parts goes to the residual, which is normed."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.memory import arguments, floats
from engine.kernels.cpu.norm import rms_scale, square_sum
from engine.kernels.cpu.share import grained_start

FIELDS = record(
    "part", "residual", "post_weight", "post_epsilon:f8", "sum", "weight", "epsilon:f8", "out", "rows", "width"
)


@compiled
def _ended(part: Any, residual: Any, post_weight: Any, has_post: bool, post_scale: Any, i: int) -> Any:
    """One value of residual + post_norm(part)."""
    value = part[i]
    if has_post:
        value *= post_scale * post_weight[i]
    return residual[i] + value


def _add_norm(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    part_at, residual_at, sum_at, out_at, rows, width = a.part, a.residual, a.sum, a.out, a.rows, a.width
    post_weight, has_post, post_epsilon = floats(a.post_weight), a.post_weight != 0, a.post_epsilon
    weight, has_next, epsilon = floats(a.weight), a.weight != 0, a.epsilon
    start = grained_start(rows * width, thread, threads)
    stop = grained_start(rows * width, thread + 1, threads)
    post_scale = np.float32(1)
    for row in range(start // width, (stop + width - 1) // width):
        first = row * width
        part, residual = floats(part_at + 4 * first), floats(residual_at + 4 * first)
        if has_post:
            post_scale = rms_scale(square_sum(part, width), width, post_epsilon)
        low, high = max(0, start - first), min(width, stop - first)
        ended = floats(sum_at + 4 * first)
        for i in range(low, high):
            ended[i] = _ended(part, residual, post_weight, has_post, post_scale, i)
        if not has_next:
            continue
        squares = np.float32(0)
        for i in range(width):
            value = _ended(part, residual, post_weight, has_post, post_scale, i)
            squares += value * value
        scale = rms_scale(squares, width, epsilon)
        out = floats(out_at + 4 * first)
        for i in range(low, high):
            out[i] = ended[i] * scale * weight[i]


add_norm = Kernel(_add_norm, FIELDS)
"""sum = residual + post_norm(part) and out = norm(sum), all [rows, width] in f32.

`post_weight` 0: no norm of the part. `weight` 0: no next norm, and `out` is not written. No output may be the memory of
an input, as in `engine.kernels.cpu.norm`: residuals alternate between two buffers.
"""
