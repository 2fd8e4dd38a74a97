"""A rank's slice of a matrix as the file holds it: mapped, still quantised, nothing copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.plan.types import Range
from engine.quants.reference import dequantise

PIECE_VALUES = 1 << 20  # dequantised at a time: 4 MB, so that progress moves and temporaries stay small


class Stored(NamedTuple):
    """`blocks` [rows, bytes]: of each row the whole blocks that hold any of the slice's columns; `columns` says which
    of these blocks' values are the slice's.
    """

    type_name: str  # GGML's, "Q4_K"
    type: int  # GGML's number
    blocks: npt.NDArray[np.uint8]
    columns: Range

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the slice."""
        return len(self.blocks), len(self.columns)

    def pieces(self, values: int = PIECE_VALUES) -> Iterator[Range]:
        """Its rows in runs of about so many values, whole tiles of 16 rows each."""
        rows, columns = self.shape
        step = max(16, values // max(1, columns) // 16 * 16)
        return (Range(start, min(start + step, rows)) for start in range(0, rows, step))

    def values(self, rows: Range) -> npt.NDArray[np.float32]:
        """The slice's values in these rows, [rows, columns]."""
        blocks = np.ascontiguousarray(self.blocks[rows.start : rows.stop])
        return dequantise(blocks, self.type)[:, self.columns.start : self.columns.stop]
