"""A plain quantiser for test models of types that the `gguf` package reads but does not write.

Nothing is searched for, so a model loses more by it than by llama.cpp's. It writes what `take_apart` reads.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.quants.types import Bits, QuantType

Bytes = npt.NDArray[np.uint8]
Reals = npt.NDArray[np.float64]


def quantise(values: npt.NDArray[np.float32], kind: QuantType) -> Bytes:
    """Rows of whole blocks, [rows, columns], to [rows, bytes]. `kind` has an f16 scale, and no min or one per group."""
    x = values.astype(np.float64).reshape(-1, kind.groups, kind.group)
    out = np.zeros((len(x), kind.block_bytes), np.uint8)
    if kind.dmin is not None:
        x = x + _write_scales(out, kind.dmin, kind.mins, np.maximum(-x.min(-1), 0), 0)[..., None]
    table, highest = np.array(kind.table), (1 << kind.bits) - 1
    top = max(kind.table, default=highest - kind.code_offset)
    scales = _write_scales(out, kind.d, kind.scales, abs(x).max(-1) / top, kind.scale_offset)[..., None]
    x = np.divide(x, scales, out=np.zeros_like(x), where=scales > 0)
    if kind.table:
        codes = abs(x[..., None] - table).argmin(-1)
    else:
        codes = np.clip(np.rint(x).astype(np.int64) + kind.code_offset, 0, highest)
    _write(out, kind.codes, codes.reshape(len(out), -1))
    return out.reshape(len(values), -1)


def _write_scales(out: Bytes, at: int, pieces: tuple[Bits, ...], wanted: Reals, offset: int) -> Reals:
    """A number per group, none below zero, as the block's float times whole numbers; returns what came of them."""
    held = np.bitwise_or.reduce([int(piece.mask.max()) << piece.place for piece in pieces]) if pieces else 1
    most = min(held - offset, 127)  # an int8 holds no more
    d = (wanted.max(1) / most).astype(np.float16)[:, None]
    out[:, at : at + 2] = d.view(np.uint8)
    if not pieces:
        return d.astype(np.float64)
    whole = np.clip(np.rint(np.divide(wanted, d, out=np.zeros_like(wanted), where=d > 0)), 0, most).astype(np.int64)
    _write(out, pieces, whole + offset)
    return d * whole.astype(np.float64)


def _write(out: Bytes, pieces: tuple[Bits, ...], numbers: npt.NDArray[np.int64]) -> None:
    for piece in pieces:
        part = (numbers >> piece.place & piece.mask) << piece.shift
        np.bitwise_or.at(out, (slice(None), piece.byte), part.astype(np.uint8))
