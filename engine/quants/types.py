"""GGUF's quantised types as a table of bits: where in a block each code and each scale lies.

A value is d * scale * code - dmin * min, where code is what the bits say minus `code_offset`, or an entry of `table`;
`scale` and `min` are whole numbers per group, d and dmin floats per block. Types without scales of their own have one
group a block with scale 1. Formats: https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h

Types that hold plain floats are in `DENSE`. What is in neither table is read through `engine.quants.reference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bits:
    """For every element: which byte of the block holds these bits, how far to shift it right, and what to keep of it;
    they are the element's bits from `place` on.
    """

    byte: Ints
    shift: Ints
    mask: Ints
    place: int = 0


def bits(byte: npt.ArrayLike, shift: npt.ArrayLike, mask: npt.ArrayLike, place: int = 0) -> Bits:
    """`Bits` of what is given for every element or once for all of them."""
    byte, shift, mask = np.broadcast_arrays(*(np.asarray(each, np.int64) for each in (byte, shift, mask)))
    return Bits(byte, shift, mask, place)


@dataclass(frozen=True, eq=False)
class QuantType:
    """`d`, `dmin` and `codes` say where they lie in a block; `bits` are those of a code."""

    name: str
    block: int  # values
    block_bytes: int
    group: int  # values that share a scale
    bits: int
    codes: tuple[Bits, ...]
    d: int  # byte of the block's scale, an f16 unless `d_is_exponent`
    code_offset: int = 0
    scales: tuple[Bits, ...] = ()
    scale_offset: int = 0
    scale_signed: bool = False  # int8
    dmin: int | None = None  # byte of an f16
    dmin_sign: int = 1  # -1: it is added
    mins: tuple[Bits, ...] = ()
    table: tuple[int, ...] = ()
    code_signed: bool = False  # int8
    d_is_exponent: bool = False  # a power of two, as the 8 exponent bits of a float, halved

    @property
    def groups(self) -> int:
        """Groups in a block."""
        return self.block // self.group


E = np.arange(32)  # of a block of 32
K, K8, K16 = np.arange(256), np.arange(8), np.arange(16)  # of a block of 256, in groups of 32 and of 16

NIBBLES = 4 * (E // 16)  # the first half of a block in low nibbles, the second in high ones
PAIRS = 2 * (K % 128 // 32)
# Eight scales and eight minima of six bits in twelve bytes: the first four whole, the others in two pieces.
FIRST, SECOND = np.repeat([1, 0], 4), np.repeat([0, 1], 4)
SIX_BIT_SCALES = (
    bits(4 + K8 + 4 * SECOND, 0, 63 * FIRST + 15 * SECOND),
    bits(4 + K8 % 4, 6, 3 * SECOND, place=4),
)
SIX_BIT_MINS = (
    bits(8 + K8, 4 * SECOND, 63 * FIRST + 15 * SECOND),
    bits(8 + K8 % 4, 6, 3 * SECOND, place=4),
)
# Non-linear 4-bit values, and those of OCP's FP4 (E2M1) doubled.
IQ4 = (-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113)
FP4 = (0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12)

TYPES: Mapping[str, QuantType] = {
    each.name: each
    for each in (
        QuantType("Q4_0", 32, 18, 32, 4, (bits(2 + E % 16, NIBBLES, 15),), d=0, code_offset=8),
        QuantType("Q4_1", 32, 20, 32, 4, (bits(4 + E % 16, NIBBLES, 15),), d=0, dmin=2, dmin_sign=-1),
        QuantType(
            "Q5_0", 32, 22, 32, 5, (bits(6 + E % 16, NIBBLES, 15), bits(2 + E // 8, E % 8, 1, 4)), d=0, code_offset=16
        ),
        QuantType(
            "Q5_1", 32, 24, 32, 5, (bits(8 + E % 16, NIBBLES, 15), bits(4 + E // 8, E % 8, 1, 4)), d=0,
            dmin=2, dmin_sign=-1,
        ),
        QuantType("Q8_0", 32, 34, 32, 8, (bits(2 + E, 0, 255),), d=0, code_signed=True),
        QuantType(
            "Q2_K", 256, 84, 16, 2, (bits(16 + 32 * (K // 128) + K % 32, PAIRS, 3),), d=80,
            scales=(bits(K16, 0, 15),), dmin=82, mins=(bits(K16, 4, 15),),
        ),
        QuantType(
            "Q3_K", 256, 110, 16, 3,
            (bits(32 + 32 * (K // 128) + K % 32, PAIRS, 3), bits(K % 32, K // 32, 1, 2)), d=108, code_offset=4,
            scales=(bits(96 + K16 % 8, 4 * (K16 // 8), 15), bits(104 + K16 % 4, 2 * (K16 // 4), 3, 4)),
            scale_offset=32,
        ),
        QuantType(
            "Q4_K", 256, 144, 32, 4, (bits(16 + 32 * (K // 64) + K % 32, 4 * (K % 64 // 32), 15),), d=0,
            scales=SIX_BIT_SCALES, dmin=2, mins=SIX_BIT_MINS,
        ),
        QuantType(
            "Q5_K", 256, 176, 32, 5,
            (bits(48 + 32 * (K // 64) + K % 32, 4 * (K % 64 // 32), 15), bits(16 + K % 32, K // 32, 1, 4)), d=0,
            scales=SIX_BIT_SCALES, dmin=2, mins=SIX_BIT_MINS,
        ),
        QuantType(
            "Q6_K", 256, 210, 16, 6,
            (
                bits(64 * (K // 128) + K % 64, 4 * (K % 128 // 64), 15),
                bits(128 + 32 * (K // 128) + K % 32, PAIRS, 3, 4),
            ),
            d=208, code_offset=32, scales=(bits(192 + K16, 0, 255),), scale_signed=True,
        ),
        QuantType("IQ4_NL", 32, 18, 32, 4, (bits(2 + E % 16, NIBBLES, 15),), d=0, table=IQ4),
        QuantType(
            "IQ4_XS", 256, 136, 32, 4, (bits(8 + 16 * (K // 32) + K % 16, 4 * (K % 32 // 16), 15),), d=0,
            scales=(bits(4 + K8 // 2, 4 * (K8 % 2), 15), bits(2 + K8 // 4, 2 * (K8 % 4), 3, 4)), scale_offset=32,
            table=IQ4,
        ),
        QuantType("MXFP4", 32, 17, 32, 4, (bits(1 + E % 16, NIBBLES, 15),), d=0, d_is_exponent=True, table=FP4),
    )
}  # fmt: skip

WIDENED = "Q8_0"  # what a type becomes that a device has no kernels for
DENSE: Mapping[str, int] = {"F32": 4, "F16": 2, "BF16": 2}  # bytes of a value
