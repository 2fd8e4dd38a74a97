"""Random blocks of any quantised type: every bit pattern of codes and scales, finite floats."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.quants.types import QuantType


def random_blocks(seed: int, kind: QuantType, rows: int, blocks: int) -> npt.NDArray[np.uint8]:
    """[rows, bytes]. Only d and dmin are kept small, since an infinite scale leaves nothing to compare."""
    raw = np.random.default_rng(seed).integers(0, 256, (rows, blocks, kind.block_bytes), np.uint8)
    if kind.d_is_exponent:
        raw[..., kind.d] &= 0x7F
    for at in (None if kind.d_is_exponent else kind.d, kind.dmin):
        if at is not None:
            raw[..., at + 1] &= 0xBF  # the f16's highest exponent bit
    return raw.reshape(rows, -1)
