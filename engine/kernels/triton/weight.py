"""A slice of a matrix on a GPU, and how a kernel is told where its planes lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from engine.errors import Told
from engine.kernels.reference import DenseWeight
from engine.kernels.triton.layout import GROUP, Layout, layout
from engine.kernels.triton.planes import pack
from engine.plan.types import Range
from engine.quants.reference import widened
from engine.quants.stored import Stored
from engine.quants.types import DENSE, TYPES, WIDENED
from engine.sentence import QT_TRANSLATE_NOOP

UNEVEN = QT_TRANSLATE_NOOP(
    "engine",
    "Kernels for GPUs take rows of a multiple of {group} values, and this model has some of {columns}: load it with "
    "--exact, or on the CPU.",
)
DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}

Bytes = npt.NDArray[np.uint8]
Form = tuple[int, ...]
"""What `codes.py` reads a weight by; its places in the tuple are named there."""


class PlaneWeight:
    """Planes in one buffer."""

    def __init__(self, buffer: Tensor, what: Layout) -> None:
        self.buffer = buffer
        self.what = what
        self.form = form(what)

    @property
    def shape(self) -> Sequence[int]:
        return self.what.rows, self.what.columns


class StackedExperts:
    """One matrix of every expert of a mixture, one behind the other: each has as many rows as the others."""

    def __init__(self, weight: PlaneWeight, count: int) -> None:
        self.weight = weight
        self.count = count

    @property
    def shape(self) -> Sequence[int]:
        return self.weight.what.rows // self.count, self.weight.what.columns


class Upload(Protocol):
    """Brings rows to the device; the tensor it returns stands until the next call but one."""

    def __call__(self, rows: Sequence[Bytes], progress: Callable[[int], None]) -> Tensor: ...


def form(what: Layout) -> Form:
    kind = what.kind
    planes = dict(zip(what.bits, what.places, strict=False))
    scales, mins, d, dmin = what.places[len(what.bits) :]
    return (
        what.rows,
        what.groups,
        what.lead,
        what.blocks,
        *(planes.get(bits, -1) for bits in (8, 4, 2, 1)),
        scales,
        mins,
        d,
        dmin,
        kind.dmin_sign,
        GROUP // kind.group,
        0 if kind.table or kind.code_signed else kind.code_offset,
        int(bool(kind.table) or kind.code_signed),
        int(kind.d_is_exponent),
        int(bool(kind.table)),
        *np.array(kind.table or [0] * 16, np.int8).view("<i4").tolist(),
    )


def place_for(stored: Sequence[Stored], device: torch.device) -> PlaneWeight | DenseWeight:
    """Memory for slices of one shape, one behind the other, which `fill` fills; a type without kernels takes that of 8
    bits.

    Raises Told if rows are no multiple of 32 values, which activations could not meet.
    """
    (rows, columns), (name, *_, held) = stored[0].shape, stored[0]
    if columns % GROUP:
        raise Told(UNEVEN.format(group=GROUP, columns=columns))
    rows *= len(stored)
    if name in DENSE:
        return DenseWeight(torch.empty(rows, columns, dtype=DTYPES[name], device=device))
    what = layout(name, rows, held) if name in TYPES else layout(WIDENED, rows, Range(0, columns))
    return PlaneWeight(torch.empty(what.nbytes, dtype=torch.uint8, device=device), what)


def fill(
    weight: PlaneWeight | DenseWeight, stored: Sequence[Stored], upload: Upload, progress: Callable[[int], None]
) -> None:
    """Upload the slices piece by piece and pack them on the device, or widen them on the way."""
    name, columns = stored[0].type_name, stored[0].columns
    if isinstance(weight, DenseWeight):
        size = DENSE[name]
        for first, rows in _pieces(stored):
            kept = [each[:, columns.start * size : columns.stop * size] for each in rows]
            block = upload(kept, progress).view(weight.values.dtype).view(-1, len(columns))
            weight.values[first : first + len(block)] = block
    elif name in TYPES:
        for first, rows in _pieces(stored):
            pack(upload(rows, progress), weight.what, weight.buffer, first, sum(map(len, rows)))
    else:
        for at, each in enumerate(stored):
            for piece in each.pieces():
                blocks = upload([widened(each.values(piece))], lambda _: None)
                pack(blocks, weight.what, weight.buffer, at * len(each.blocks) + piece.start, len(piece))
                progress(len(piece) * each.blocks.shape[1])


PIECE_BYTES = 32 << 20  # uploaded at a time


def _pieces(stored: Sequence[Stored]) -> Iterator[tuple[int, list[Bytes]]]:
    """Rows in pieces: the number of the first, and arrays of them. A piece is part of one slice, or several slices."""
    rows, width = stored[0].blocks.shape
    most = max(1, PIECE_BYTES // max(1, width))
    together = max(1, most // max(1, rows))
    for at in range(0, len(stored), together):
        some = [each.blocks for each in stored[at : at + together]]
        if together > 1:
            yield at * rows, some
        else:
            for start in range(0, rows, most):
                yield at * rows + start, [some[0][start : start + most]]
