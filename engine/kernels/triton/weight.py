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


class Upload(Protocol):
    """Brings bytes to the device; the tensor it returns stands until the next call but one."""

    def __call__(self, rows: Bytes, progress: Callable[[int], None]) -> Tensor: ...


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
    )


def place_for(stored: Stored, device: torch.device) -> PlaneWeight | DenseWeight:
    """Memory for a slice, which `fill` fills; a type without kernels takes that of 8 bits.

    Raises Told if its rows are no multiple of 32 values, which activations could not meet.
    """
    if len(stored.columns) % GROUP:
        raise Told(
            f"Kernels for GPUs take rows of a multiple of {GROUP} values, and this model has some of "
            f"{len(stored.columns)}: load it with --exact, or on the CPU."
        )
    if stored.type_name in DENSE:
        return DenseWeight(torch.empty(stored.shape, dtype=DTYPES[stored.type_name], device=device))
    kept = stored.type_name in TYPES
    columns = stored.columns if kept else Range(0, len(stored.columns))
    what = layout(stored.type_name if kept else WIDENED, len(stored.blocks), columns)
    return PlaneWeight(torch.empty(what.nbytes, dtype=torch.uint8, device=device), what)


def fill(
    weight: PlaneWeight | DenseWeight, stored: Stored, upload: Upload, progress: Callable[[int], None]
) -> None:
    """Upload the slice piece by piece and pack it on the device, or widen it on the way."""
    if isinstance(weight, DenseWeight):
        size = DENSE[stored.type_name]
        for rows in _pieces(stored):
            held = stored.blocks[rows.start : rows.stop]
            kept = held[:, stored.columns.start * size : stored.columns.stop * size]
            block = upload(kept, progress).view(weight.values.dtype).view(len(rows), -1)
            weight.values[rows.start : rows.stop] = block
    elif stored.type_name in TYPES:
        for rows in _pieces(stored):
            blocks = upload(stored.blocks[rows.start : rows.stop], progress)
            pack(blocks, weight.what, weight.buffer, rows.start, len(rows))
    else:
        for rows in stored.pieces():
            blocks = upload(widened(stored.values(rows)), lambda _: None)
            pack(blocks, weight.what, weight.buffer, rows.start, len(rows))
            progress(len(rows) * stored.blocks.shape[1])


PIECE_BYTES = 32 << 20  # uploaded at a time


def _pieces(stored: Stored) -> Iterator[Range]:
    rows, width = stored.blocks.shape
    step = max(1, PIECE_BYTES // max(1, width))
    return (Range(start, min(start + step, rows)) for start in range(0, rows, step))
