"""How a matrix lies in GPU memory: one buffer of planes, each of them contiguous over rows and groups of 32 columns.

A code of six bits is a plane of four and one of two; 5 = 4 + 1, 3 = 2 + 1. Scales follow: a whole number per group and
a float per block where the type has both, else a float per group. Nothing is rounded, and a kernel reads every plane in
aligned words. Codes of types with a table of 16 values are kept as codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.plan.types import Range
from engine.quants.types import DENSE, TYPES, WIDENED, QuantType

GROUP: Final = 32  # columns: the grain of all planes, and of the activations' scales
PLANES: Final = {2: (2,), 3: (2, 1), 4: (4,), 5: (4, 1), 6: (4, 2), 8: (8,)}  # a code's bits -> planes, low bits first
ALIGNMENT: Final = 16  # bytes
SCRATCH_VALUES: Final = 96 << 20  # of a weight that are bf16 at a time while a prompt is read


@dataclass(frozen=True)
class Layout:
    """Of a slice of a quantised matrix; sizes in bytes, places from the buffer's start."""

    kind: QuantType
    rows: int
    groups: int  # of 32 columns in a row
    lead: int  # groups between the first block's start and the slice's
    bits: tuple[int, ...]
    blocks: int  # of a row, where d and dmin are the block's and not the group's; else as many as groups
    places: tuple[int, ...]  # of the planes, then scales, mins, d, dmin; -1: none
    nbytes: int

    @property
    def columns(self) -> int:
        return GROUP * self.groups


def layout(name: str, rows: int, columns: Range) -> Layout:
    """Of these columns of a matrix of a type in `TYPES`, so many rows. Columns are cut at multiples of 32.

    Raises KeyError for another type, ValueError for a cut inside a group of 32.
    """
    kind = TYPES[name]
    if columns.start % GROUP or columns.stop % GROUP:
        raise ValueError(f"columns {columns.start} to {columns.stop} are not cut at multiples of {GROUP}")
    groups = len(columns) // GROUP
    touched, lead = columns.in_blocks(kind.block)
    bits = PLANES[kind.bits]
    scaled = bool(kind.scales)
    blocks = len(touched) if scaled else groups
    per_group = GROUP // kind.group
    sizes = [
        *(rows * groups * GROUP * each // 8 for each in bits),
        rows * groups * per_group if scaled else 0,
        rows * groups * per_group if kind.mins else 0,
        rows * blocks * 2,
        rows * blocks * 2 if kind.dmin is not None else 0,
    ]
    places, at = [], 0
    for size in sizes:
        places.append(at if size else -1)
        at += -(-size // ALIGNMENT) * ALIGNMENT
    return Layout(kind, rows, groups, lead // GROUP if scaled else 0, bits, blocks, tuple(places), at)


def held_bytes(name: str, rows: int, columns: Range) -> int:
    """What a slice of a matrix of any type takes on a GPU."""
    if name in DENSE:
        return rows * len(columns) * DENSE[name]
    if name in TYPES:
        return layout(name, rows, columns).nbytes
    return layout(WIDENED, rows, Range(0, len(columns))).nbytes
