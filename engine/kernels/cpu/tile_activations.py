"""Rows of f32 to what `tile_product` reads: bf16 [columns / 32][rows filled up to whole 32][32].

So a tile of 16 rows and 32 columns lies in one piece: rows of thousands of columns, apart by a power of two, would
push each other out of the caches. What the filled-up rows hold never matters, since no row meets another.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from engine.kernels.cpu.kernel import Kernel, intrinsic, record
from engine.kernels.cpu.lanes import INT, SHORT, Value
from engine.kernels.cpu.memory import arguments, floats, shorts
from engine.kernels.cpu.share import share_start

STEP = 32  # columns
FIELDS = record("x", "rows", "columns", "lead", "steps", "out", "out_step")


@intrinsic
def _bf16(typing: Any, x: Any) -> Any:
    """The upper half of an f32, rounded to the nearest; a tie goes away from zero, as in `tile_product`."""

    def emit(context: Any, b: Any, signature: Any, args: Any) -> Value:
        raised = b.add(b.bitcast(args[0], INT), ir.Constant(INT, 0x8000))
        return b.trunc(b.lshr(raised, ir.Constant(INT, 16)), SHORT)

    return types.uint16(types.float32), emit


def _to_tiles(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FIELDS)
    x_at, rows, columns, lead, steps, out_at, out_step = a.x, a.rows, a.columns, a.lead, a.steps, a.out, a.out_step
    for row in range(share_start(rows, thread, threads), share_start(rows, thread + 1, threads)):
        x = floats(x_at + 4 * row * columns)
        for step in range(steps):
            out = shorts(out_at + step * out_step + 2 * STEP * row)
            first = step * STEP - lead  # of x, for out's first
            if first >= 0 and first + STEP <= columns:
                for i in range(STEP):
                    out[i] = _bf16(x[first + i])
            else:
                for i in range(STEP):
                    out[i] = _bf16(x[first + i]) if 0 <= first + i < columns else 0


to_tiles = Kernel(_to_tiles, FIELDS)
"""`x` [rows, columns] with `lead` zeros before the first column of each, and zeros after, to `steps` x 32 columns."""
