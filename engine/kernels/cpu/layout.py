"""How a matrix lies in memory for the CPU's kernels: lines of 64 bytes, in the order in which they are read.

A tile is 16 rows; a unit is so many columns of it that whole lines hold them; a line holds one dword of each of the
tile's rows. So a kernel gives each row a vector lane, adds nothing across lanes, and each thread reads one unbroken
stream. Nearly all types are GGUF's own blocks with their dwords transposed; a few bits are moved where that
saves the kernel work, none is lost, and only Q6_K (its d is held as f32: 6.625 bits a weight, not 6.5625) and Q3_K (its
d is held twice: 3.5 bits, not 3.4375) grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.plan.types import Range
from engine.quants.types import DENSE, TYPES, WIDENED

TILE = 16  # rows
LINE = 64  # bytes
COPY, FLIP, SPREAD = range(3)


@dataclass(frozen=True)
class Line:
    """A line's dword by its two halves: which 16-bit words of the unit's blocks they are. `change` is what
    becomes of the dword: COPY nothing; FLIP each byte's highest bit, so that int8 counts from 0 to 255; SPREAD bit
    4j + b to bit j of byte b, so that one shift brings the bits of four neighbours into four bytes.
    """

    low: int
    high: int
    change: int = COPY


@dataclass(frozen=True)
class Layout:
    """`block` columns, held in `block_bytes`, cannot be cut; `unit` is a multiple of it. Of a unit's blocks the first
    `gathered` bytes of each come first, all together: blocks of an odd number of bytes have no 16-bit words else.
    """

    name: str
    block: int
    block_bytes: int
    unit: int
    lines: tuple[Line, ...]
    gathered: int = 0

    @property
    def unit_bytes(self) -> int:
        """Of a tile's unit, as packed."""
        return LINE * len(self.lines)


@dataclass(frozen=True)
class Extent:
    """What a slice of a matrix takes: a pure function of type and ranges, for the planner and the packer alike.

    `blocks` of each row are held whole; the slice's first column is the `lead`-th of them. The activations that meet
    it are given with `lead` zeros before them and zeros after, so that what was not asked for adds nothing.
    """

    rows: int
    columns: int
    blocks: Range
    lead: int
    units: int
    layout: Layout

    @property
    def tiles(self) -> int:
        return -(-self.rows // TILE)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of the packed dwords: [tiles, units, lines, rows of a tile]."""
        return self.tiles, self.units, len(self.layout.lines), TILE

    @property
    def nbytes(self) -> int:
        return self.tiles * self.units * self.layout.unit_bytes


def extent(name: str, rows: int, columns: Range) -> Extent:
    """Of a matrix of type `name`, these columns of so many rows. Raises KeyError for a type without a layout."""
    layout = LAYOUTS[name]
    blocks, lead = columns.in_blocks(layout.block)
    return Extent(rows, len(columns), blocks, lead, -(-len(blocks) * layout.block // layout.unit), layout)


def packed_extent(name: str, rows: int, columns: Range) -> Extent:
    """What a slice of a matrix of any type takes; types without a layout of their own are widened to 8 bits."""
    if name in LAYOUTS:
        return extent(name, rows, columns)
    return extent(WIDENED, rows, Range(0, -(-len(columns) // 32) * 32))


def _dwords(first: int, count: int, change: int = COPY) -> list[Line]:
    return [Line(low, high, change) for low, high in list(pairwise(range(first, first + 2 * count + 1)))[::2]]


def _quantised(name: str, lines: Sequence[Line], blocks: int = 1, gathered: int = 0) -> Layout:
    kind = TYPES[name]
    return Layout(name, kind.block, kind.block_bytes, kind.block * blocks, tuple(lines), gathered)


def _dense(name: str) -> Layout:
    return Layout(name, 1, DENSE[name], 32, tuple(_dwords(0, 8 * DENSE[name])))


# Types with one f16 a block take two blocks a unit, whose scales share the first line.
LAYOUTS: Mapping[str, Layout] = {
    each.name: each
    for each in (
        _quantised("Q4_0", [Line(0, 9), *_dwords(1, 4), *_dwords(10, 4)], blocks=2),
        _quantised("Q4_1", _dwords(0, 5)),
        _quantised(
            "Q5_0",
            [Line(0, 11), Line(1, 2, SPREAD), *_dwords(3, 4), Line(12, 13, SPREAD), *_dwords(14, 4)],
            blocks=2,
        ),
        _quantised("Q5_1", [Line(0, 1), Line(2, 3, SPREAD), *_dwords(4, 4)]),
        _quantised("Q8_0", [Line(0, 17), *_dwords(1, 8, FLIP), *_dwords(18, 8, FLIP)], blocks=2),
        _quantised("Q2_K", [Line(40, 41), *_dwords(0, 4), *_dwords(8, 16)]),
        _quantised("Q3_K", [Line(54, 54), *_dwords(48, 3), *_dwords(0, 8), *_dwords(16, 16)]),
        _quantised("Q4_K", _dwords(0, 36)),
        _quantised("Q5_K", _dwords(0, 44)),
        # One line of d as f32, four of scales [16 groups][16 rows], then per group of 16 columns three lines: six
        # bits of a quad's own codes and two of the fourth quad's. Written by a packer of its own.
        _quantised("Q6_K", [Line(0, 0)] * 53),
        _quantised("IQ4_NL", [Line(0, 9), *_dwords(1, 4), *_dwords(10, 4)], blocks=2),
        _quantised("IQ4_XS", _dwords(0, 34)),
        _quantised("MXFP4", _dwords(0, 17), blocks=4, gathered=1),
        _dense("F32"),
        _dense("F16"),
        _dense("BF16"),
    )
}
