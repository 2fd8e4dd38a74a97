"""A rank's slice of a matrix in the form in which the products read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.kernels.cpu.layout import LAYOUTS, TILE, Extent, packed_extent
from engine.kernels.cpu.planes import Lines, empty, pack
from engine.quants.reference import widened
from engine.quants.stored import Stored


class PackedWeight:
    """`what` is held as `lines`; `kind` is the type that they are packed in."""

    def __init__(self, what: Extent, lines: Lines) -> None:
        self.what, self.lines = what, lines
        self.kind = what.layout.name

    @property
    def shape(self) -> tuple[int, int]:
        return self.what.rows, self.what.columns


def packed(stored: Stored, progress: Callable[[int], None]) -> PackedWeight:
    """Packs a few rows at a time; `progress` gets the bytes of the file as they are read."""
    rows, columns = stored.shape
    what = packed_extent(stored.type_name, rows, stored.columns)
    lines = empty(what.shape)
    widens = stored.type_name not in LAYOUTS
    for piece in stored.pieces():
        blocks = widened(stored.values(piece)) if widens else stored.blocks[piece.start : piece.stop]
        pack(blocks, replace(what, rows=len(piece)), lines[piece.start // TILE : -(-piece.stop // TILE)])
        progress(len(piece) * stored.blocks.shape[1])
    return PackedWeight(replace(what, columns=columns), lines)
