"""A rank's slice of a matrix in the form in which the products read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import gguf
import numpy as np
import numpy.typing as npt

from engine.kernels.cpu.layout import LAYOUTS, TILE, WIDENED, Extent, packed_extent
from engine.kernels.cpu.planes import Lines, empty, pack
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
        blocks = _widened(stored.values(piece)) if widens else stored.blocks[piece.start : piece.stop]
        pack(blocks, replace(what, rows=len(piece)), lines[piece.start // TILE : -(-piece.stop // TILE)])
        progress(len(piece) * stored.blocks.shape[1])
    return PackedWeight(replace(what, columns=columns), lines)


def _widened(values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """8 bits and a scale for every 32 columns."""
    whole = np.pad(values, ((0, 0), (0, -values.shape[1] % 32)))
    return np.asarray(gguf.quants.quantize(whole, gguf.GGMLQuantizationType[WIDENED]))
