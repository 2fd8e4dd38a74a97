"""Finds a rank's slices in the mapped files; nothing is read before a device takes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from engine.gguf.facts import ModelFacts, TensorInfo
from engine.plan.tensors import EMBEDDING, TensorSlice, matrix_shape
from engine.plan.types import Range
from engine.quants.reference import dequantise
from engine.quants.stored import Stored


class ModelFile:
    """A model's tensors, mapped: of a model in parts, only the files that hold what is read."""

    def __init__(self, facts: ModelFacts) -> None:
        self._facts = facts
        self._mapped: dict[str, npt.NDArray[np.uint8]] = {}

    def matrix(self, piece: TensorSlice) -> Stored:
        """The slice, as it lies in the file."""
        tensor = self._facts.tensors[piece.name]
        touched, lead = piece.columns.in_blocks(tensor.block_size)
        held = touched.scaled(tensor.block_bytes)
        blocks = self._blocks(tensor)[piece.rows.start : piece.rows.stop, held.start : held.stop]
        return Stored(tensor.type_name, tensor.type, blocks, Range(lead, lead + len(piece.columns)))

    def vector(self, piece: TensorSlice) -> Tensor:
        """The slice of a vector, f32."""
        tensor = self._facts.tensors[piece.name]
        values = dequantise(self._blocks(tensor), tensor.type)[0, piece.rows.start : piece.rows.stop]
        return torch.from_numpy(np.ascontiguousarray(values))

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
