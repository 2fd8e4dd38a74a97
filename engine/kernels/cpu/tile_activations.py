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
from engine.kernels.cpu.memory import arguments
from engine.kernels.cpu.quantiser import masked_load
from engine.kernels.cpu.share import share_start

STEP = 32  # columns
FIELDS = record("x", "rows", "columns", "lead", "steps", "out", "out_step")


@intrinsic
def _step_to_bf16(typing: Any, x: Any, out: Any, start: Any, stop: Any) -> Any:
    """32 f32 at address `x` to bf16 at `out`; those before `start` and from `stop` on are zeros, and not read.

    The upper half of an f32, rounded to the nearest; a tie goes away from zero, as in `tile_product`.
    """

    def emit(context: Any, b: Any, signature: Any, args: Any) -> Value:
        x, out, start, stop = args
        for first in (0, 16):
            bits = b.bitcast(masked_load(b, x, first, start, stop), ir.VectorType(INT, 16))
            raised = b.add(bits, ir.Constant(bits.type, [0x8000] * 16))
            halves = b.trunc(b.lshr(raised, ir.Constant(bits.type, [16] * 16)), ir.VectorType(SHORT, 16))
            place = b.inttoptr(b.add(out, ir.Constant(out.type, 2 * first)), halves.type.as_pointer())
            b.store(halves, place).align = 2
        return context.get_dummy_value()

    return types.void(*[types.intp] * 4), emit


def _to_tiles(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FIELDS)
    x, rows, columns, lead, steps, out, out_step = a.x, a.rows, a.columns, a.lead, a.steps, a.out, a.out_step
    for row in range(share_start(rows, thread, threads), share_start(rows, thread + 1, threads)):
        for step in range(steps):
            first = step * STEP - lead  # of x, for the step's first
            start, stop = min(max(-first, 0), STEP), min(max(columns - first, 0), STEP)
            _step_to_bf16(x + 4 * (row * columns + first), out + step * out_step + 2 * STEP * row, start, stop)


to_tiles = Kernel(_to_tiles, FIELDS)
"""`x` [rows, columns] with `lead` zeros before the first column of each, and zeros after, to `steps` x 32 columns."""
