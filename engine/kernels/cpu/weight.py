"""A rank's slice of a matrix in the form in which the products read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


class PackedExperts:
    """The same slice of every expert's matrix: each as a `PackedWeight`, `step` bytes behind the one before."""

    def __init__(self, weights: Sequence[PackedWeight]) -> None:
        self.weights = weights
        self.step = weights[0].lines.nbytes

    @property
    def count(self) -> int:
        return len(self.weights)

    @property
    def shape(self) -> tuple[int, int]:
        return self.weights[0].shape


def packed(stored: Stored, progress: Callable[[int], None]) -> PackedWeight:
    """Packs a few rows at a time; `progress` gets the bytes of the file as they are read."""
    return _packed(stored, empty(_extent(stored).shape), progress)


def packed_experts(stored: Sequence[Stored], progress: Callable[[int], None]) -> PackedExperts:
    """The same for slices of one type and shape."""
    what = _extent(stored[0])
    tiles, units, words, rows = what.shape
    lines = empty((len(stored) * tiles, units, words, rows))
    return PackedExperts(
        [_packed(each, lines[at * tiles : (at + 1) * tiles], progress) for at, each in enumerate(stored)]
    )


def _extent(stored: Stored) -> Extent:
    return packed_extent(stored.type_name, len(stored.blocks), stored.columns)


def _packed(stored: Stored, lines: Lines, progress: Callable[[int], None]) -> PackedWeight:
    what = _extent(stored)
    widens = stored.type_name not in LAYOUTS
    for piece in stored.pieces():
        blocks = widened(stored.values(piece)) if widens else stored.blocks[piece.start : piece.stop]
        pack(blocks, replace(what, rows=len(piece)), lines[piece.start // TILE : -(-piece.stop // TILE)])
        progress(len(piece) * stored.blocks.shape[1])
    return PackedWeight(replace(what, columns=len(stored.columns)), lines)
