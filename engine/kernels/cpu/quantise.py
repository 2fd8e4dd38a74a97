"""Rows of f32 to the records that the products read: see `engine.kernels.cpu.records`."""

from __future__ import annotations

from typing import Any

from engine.kernels.cpu.kernel import Kernel, record
from engine.kernels.cpu.memory import arguments
from engine.kernels.cpu.records import BYTES, COLUMNS, quantise_row
from engine.kernels.cpu.share import share_start

FIELDS = record("x", "rows", "columns", "lead", "out", "out_step")


def _quantise(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FIELDS)
    x, rows, columns, lead, out, out_step = a.x, a.rows, a.columns, a.lead, a.out, a.out_step
    records = (lead + columns + COLUMNS - 1) // COLUMNS
    for unit in range(share_start(rows * records, thread, threads), share_start(rows * records, thread + 1, threads)):
        row, number = unit // records, unit % records
        before = lead if number == 0 else 0  # zeros before the row's first value
        first = 0 if number == 0 else number * COLUMNS - lead
        count = min(columns - first, COLUMNS - before)
        quantise_row(x + 4 * (row * columns + first), count, before, out + row * out_step + number * BYTES)


quantise = Kernel(_quantise, FIELDS)
"""`x` [rows, columns] to `out`, rows `out_step` bytes apart, with `lead` zeros before the first column of each."""
