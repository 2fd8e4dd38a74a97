"""Finds a rank's slices in the files; nothing is read before a device takes it."""

from __future__ import annotations

from io import FileIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from engine.gguf.facts import ModelFacts, TensorInfo
from engine.plan.tensors import EMBEDDING, TensorSlice, matrices_in, matrix_shape
from engine.plan.types import Range
from engine.quants.reference import dequantise
from engine.quants.stored import Stored
from engine.sentence import QT_TRANSLATE_NOOP

SHORTER = QT_TRANSLATE_NOOP("engine", "{path} has become shorter")


class ModelFile:
    """A model's tensors, each mapped when it is asked for and for as long as the answer is held.

    So what a device has packed is not resident a second time.
    """

    def __init__(self, facts: ModelFacts) -> None:
        self._facts = facts
        # Now, not at the first prompt: until then its name may have been taken away, or given to another file.
        self._embeddings = FileIO(facts.tensors[EMBEDDING].file)

    def matrix(self, piece: TensorSlice) -> Stored:
        """The slice, as it lies in the file."""
        (stored,) = self.matrices(piece)
        return stored

    def matrices(self, piece: TensorSlice) -> list[Stored]:
        """The slice of each of the tensor's matrices, as they lie in the file."""
        tensor = self._facts.tensors[piece.name]
        touched, lead = piece.columns.in_blocks(tensor.block_size)
        held = touched.scaled(tensor.block_bytes)
        rows, columns = piece.rows, Range(lead, lead + len(piece.columns))
        return [
            Stored(tensor.type_name, tensor.type, blocks[rows.start : rows.stop, held.start : held.stop], columns)
            for blocks in _mapped(tensor)
        ]

    def vector(self, piece: TensorSlice) -> Tensor:
        """The slice of a vector, f32."""
        tensor = self._facts.tensors[piece.name]
        (row,) = _mapped(tensor)
        values = dequantise(row, tensor.type)[0, piece.rows.start : piece.rows.stop]
        return torch.from_numpy(values.copy())

    def embedding(self, ids: list[int]) -> Tensor:
        """Rows of the embedding table, [tokens, hidden] f32: the table itself stays in the file.

        Raises OSError if the file has become shorter.
        """
        tensor = self._facts.tensors[EMBEDDING]
        blocks = np.empty((len(ids), tensor.nbytes // matrix_shape(tensor)[0]), np.uint8)
        for row, token in zip(blocks, ids, strict=True):
            # Not mapped: a touched page brings fifteen neighbours with it, and a prompt all but the whole table.
            self._embeddings.seek(tensor.offset + token * len(row))
            if self._embeddings.readinto(row.data) != len(row):
                raise OSError(SHORTER.format(path=tensor.file))
        return torch.from_numpy(dequantise(blocks, tensor.type))


def _mapped(tensor: TensorInfo) -> npt.NDArray[np.uint8]:
    """[matrices, rows, bytes]; a vector is one row."""
    count, rows = matrices_in(tensor), matrix_shape(tensor)[0] if len(tensor.shape) > 1 else 1
    # Copy-on-write, since torch warns of arrays that it could not write to; nothing ever does.
    return np.memmap(Path(tensor.file), np.uint8, "c", tensor.offset, (count, rows, tensor.nbytes // count // rows))
