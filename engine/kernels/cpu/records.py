"""Activations as the products read them: a row of x, int8 in groups of 32, in records of 448 bytes per 256 columns.

    offset  what                          read for
       0    codes, int8 [256]             every type
     256    scale, f32 [8]                every type: a value is scale * code
     288    digits, int8 [3][8]           minima of Q4_K and Q5_K: scale * sum of each group, in units of `step`, as
     312    step, f32                         three signed digits of base 256, highest first
     320    -32 * sum of 16 codes, i32 [16]   Q6_K, whose codes count from 32
     384    -8 * sum of 32 codes, i32 [8] Q4_0 (8), Q5_0 (16) and Q8_0 (128)
     416    scale * sum of 32 codes, f32 [8]  minima of Q4_1 and Q5_1

One record serves all types, since one activation often meets several. The scale is the group's largest magnitude / 127,
so that no code is -128. Columns before `lead` and after the row's last are zeros.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from engine.kernels.cpu.quantiser import quantise_group, quantise_some, split_sums

COLUMNS = 256
BYTES = 448
SCALES, DIGITS, STEP, SUMS_16, SUMS_32, SCALED_SUMS = 256, 288, 312, 320, 384, 416
GROUP = 32


def count(columns: int, lead: int = 0) -> int:
    """Records of a row."""
    return -(-(lead + columns) // COLUMNS)


def quantise(x: npt.NDArray[np.float32], lead: int = 0) -> npt.NDArray[np.uint8]:
    """Rows [rows, columns], each contiguous, to their records [rows, records, 448]. `lead`: see `layout.Extent`."""
    rows, columns = x.shape
    out = np.empty((rows, count(columns, lead), BYTES), np.uint8)
    for row in range(rows):
        quantise_row(x[row].ctypes.data, columns, lead, out[row].ctypes.data)
    return out


def _quantise_row(x: int, columns: int, lead: int, out: int) -> None:
    for record in range((lead + columns + COLUMNS - 1) // COLUMNS):
        to = out + record * BYTES
        for group in range(COLUMNS // GROUP):
            first = record * COLUMNS + group * GROUP - lead
            if first >= 0 and first + GROUP <= columns:
                quantise_group(x + 4 * first, to, group)
            else:  # those of the group's columns that the row has
                quantise_some(x + 4 * first, to, group, min(max(-first, 0), GROUP), min(max(columns - first, 0), GROUP))
        split_sums(to)


# (address of a row of f32, columns, lead, address of its records): for other compiled code too.
quantise_row: Any = numba.njit(nogil=True, cache=True)(_quantise_row)
