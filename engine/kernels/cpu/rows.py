"""Small kernels on rows of f32: filled up with zeros, and with a bias added."""

from __future__ import annotations

from typing import Any

from engine.kernels.cpu.kernel import Kernel, record
from engine.kernels.cpu.memory import arguments, floats
from engine.kernels.cpu.share import share_start

FILL_FIELDS = record("x", "rows", "columns", "out", "width")
BIAS_FIELDS = record("x", "rows", "step", "columns", "bias")


def _fill_up(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FILL_FIELDS)
    x_at, rows, columns, out_at, width = a.x, a.rows, a.columns, a.out, a.width
    for row in range(share_start(rows, thread, threads), share_start(rows, thread + 1, threads)):
        x, out = floats(x_at + 4 * row * columns), floats(out_at + 4 * row * width)
        for i in range(columns):
            out[i] = x[i]
        for i in range(columns, width):
            out[i] = 0


def _add_bias(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, BIAS_FIELDS)
    x_at, rows, step, columns, bias = a.x, a.rows, a.step, a.columns, floats(a.bias)
    for row in range(rows):
        x = floats(x_at + step * row)
        for i in range(share_start(columns, thread, threads), share_start(columns, thread + 1, threads)):
            x[i] += bias[i]


fill_up = Kernel(_fill_up, FILL_FIELDS)
"""`x` [rows, columns] to `out` [rows, width]."""

add_bias = Kernel(_add_bias, BIAS_FIELDS)
"""`bias` [columns] is added to `x` [rows, columns], whose rows are `step` bytes apart."""
