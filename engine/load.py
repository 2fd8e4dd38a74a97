"""Reads a rank's slices from the mapped files: never a whole tensor, never more than a piece of it at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from engine.gguf.facts import ModelFacts, TensorInfo
from engine.plan.tensors import EMBEDDING, TensorSlice, bytes_read, matrix_shape
from engine.plan.types import Range
from engine.quants.reference import dequantise

PIECE_VALUES = 1 << 20  # dequantised at a time: 4 MB, so that progress moves and temporaries stay small


class ModelFile:
    """A model's tensors, mapped: of a model in parts, only the files that hold what is read."""

    def __init__(self, facts: ModelFacts) -> None:
        self._facts = facts
        self._mapped: dict[str, npt.NDArray[np.uint8]] = {}

    def read(self, piece: TensorSlice, progress: Callable[[int], None]) -> Tensor:
        """The slice's values, f32: [rows, columns], or [rows] of a vector. `progress` gets bytes as they are read."""
        tensor = self._facts.tensors[piece.name]
        rows, columns = piece.rows, piece.columns
        if len(tensor.shape) == 1:
            rows, columns = columns, rows
        values = torch.empty(len(rows), len(columns))
        step = max(1, PIECE_VALUES // max(1, len(columns)))
        total = bytes_read(tensor, piece)
        for start in range(rows.start, rows.stop, step):
            stop = min(start + step, rows.stop)
            at = start - rows.start
            values[at : at + stop - start] = torch.from_numpy(self._values(tensor, Range(start, stop), columns))
            progress(total * (stop - start) // len(rows))
        return values[0] if len(tensor.shape) == 1 else values

    def embedding(self, ids: list[int]) -> Tensor:
        """Rows of the embedding table, [tokens, hidden] f32: the table itself stays in the file."""
        tensor = self._facts.tensors[EMBEDDING]
        return torch.from_numpy(dequantise(self._blocks(tensor)[ids], tensor.type))

    def _blocks(self, tensor: TensorInfo) -> npt.NDArray[np.uint8]:
        rows = matrix_shape(tensor)[0] if len(tensor.shape) > 1 else 1
        return self._file(tensor.file)[tensor.offset : tensor.offset + tensor.nbytes].reshape(rows, -1)

    def _file(self, path: str) -> npt.NDArray[np.uint8]:
        if path not in self._mapped:
            # Copy-on-write, since torch warns of arrays that it could not write to; nothing ever does.
            self._mapped[path] = np.memmap(Path(path), np.uint8, mode="c")
        return self._mapped[path]

    def _values(self, tensor: TensorInfo, rows: Range, columns: Range) -> npt.NDArray[np.float32]:
        first, last = columns.start // tensor.block_size, -(-columns.stop // tensor.block_size)
        blocks = self._blocks(tensor)[
            rows.start : rows.stop, first * tensor.block_bytes : last * tensor.block_bytes
        ]
        values = dequantise(np.ascontiguousarray(blocks), tensor.type)
        skipped = first * tensor.block_size
        return values[:, columns.start - skipped : columns.stop - skipped]
