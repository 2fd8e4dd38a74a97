"""A matrix's quantised blocks taken apart into codes and scales, exactly: nothing is rounded, nothing widened to floats
that was none. Every device's planes are checked against these, and the reference values follow from them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.quants.types import Bits, QuantType

Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]


class Fields(NamedTuple):
    """Of [rows, columns]: `codes` int8 [rows, columns], offset taken off, table not looked up; `scales` and `mins`
    int8 [rows, groups]; `d` and `dmin` f32 [rows, blocks]. What a type lacks is None.
    """

    kind: QuantType
    codes: Codes
    d: Floats
    scales: Codes | None
    dmin: Floats | None
    mins: Codes | None


def take_apart(blocks: Bytes, kind: QuantType) -> Fields:
    """`blocks` [rows, bytes], whole blocks of this type."""
    rows = len(blocks)
    each = blocks.reshape(-1, kind.block_bytes)
    codes = _whole_numbers(each, kind.codes, kind.code_signed, kind.code_offset)
    scales = _whole_numbers(each, kind.scales, kind.scale_signed, kind.scale_offset) if kind.scales else None
    mins = _whole_numbers(each, kind.mins, False, 0) if kind.mins else None
    d = _powers_of_two(each[:, kind.d]) if kind.d_is_exponent else _halves(each, kind.d)
    dmin = None if kind.dmin is None else (_halves(each, kind.dmin) * np.float32(kind.dmin_sign)).reshape(rows, -1)
    return Fields(
        kind,
        codes.reshape(rows, -1),
        d.reshape(rows, -1),
        None if scales is None else scales.reshape(rows, -1),
        dmin,
        None if mins is None else mins.reshape(rows, -1),
    )


def values(fields: Fields) -> Floats:
    """The matrix's values [rows, columns], equal to the `gguf` package's bit for bit: in f32, in its order."""
    kind, rows = fields.kind, len(fields.codes)
    table = np.array(kind.table, np.float32)
    codes = table[fields.codes] if kind.table else fields.codes.astype(np.float32)
    scale = np.repeat(fields.d, kind.groups, 1)
    if fields.scales is not None:
        scale = scale * fields.scales.astype(np.float32)
    out = scale[:, :, None] * codes.reshape(rows, -1, kind.group)
    if fields.dmin is not None:
        low = np.repeat(fields.dmin, kind.groups, 1)
        if fields.mins is not None:
            low = low * fields.mins.astype(np.float32)
        out = out - low[:, :, None]
    return out.reshape(rows, -1)


def dense_values(values: Bytes, name: str) -> Floats:
    """Rows of a type of `DENSE`, [rows, bytes], as f32 [rows, columns], exactly."""
    if name == "BF16":
        return (values.view(np.uint16).astype(np.uint32) << np.uint32(16)).view(np.float32)
    return values.view(np.float16 if name == "F16" else np.float32).astype(np.float32, copy=False)


def _whole_numbers(blocks: Bytes, pieces: tuple[Bits, ...], signed: bool, offset: int) -> Codes:
    raw = np.zeros((len(blocks), len(pieces[0].byte)), np.uint8)
    for piece in pieces:
        part = (blocks[:, piece.byte] >> piece.shift.astype(np.uint8)) & piece.mask.astype(np.uint8)
        raw |= part << np.uint8(piece.place)
    return raw.view(np.int8) if signed else raw.astype(np.int8) - np.int8(offset)


def _halves(blocks: Bytes, at: int) -> Floats:
    return np.ascontiguousarray(blocks[:, at : at + 2]).view(np.float16).astype(np.float32)


def _powers_of_two(exponents: Bytes) -> Floats:
    """2^(e - 128): a float's exponent bits, halved, subnormals included."""
    e = exponents.astype(np.uint32)
    small = np.uint32(1 << 21) << np.minimum(e, np.uint32(1))
    large = (np.maximum(e, np.uint32(1)) - np.uint32(1)) << np.uint32(23)
    return np.where(e < 2, small, large).astype(np.uint32).view(np.float32)
