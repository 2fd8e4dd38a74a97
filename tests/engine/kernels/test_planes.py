"""Planes hold a slice of a matrix and nothing else, in as many bytes as said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.cpu.layout import LAYOUTS, extent
from engine.kernels.cpu.planes import empty, pack, unpack
from engine.plan.types import Range
from engine.quants.fields import take_apart, values
from engine.quants.types import DENSE, TYPES
from tests.engine.quants.blocks import random_blocks

BITS = {"Q4_0": 4.5, "Q4_1": 5, "Q5_0": 5.5, "Q5_1": 6, "Q8_0": 8.5, "Q2_K": 2.625, "Q3_K": 3.5, "Q4_K": 4.5,
        "Q5_K": 5.5, "Q6_K": 6.625, "IQ4_NL": 4.5, "IQ4_XS": 4.25, "MXFP4": 4.25,
        "F32": 32, "F16": 16, "BF16": 16}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(TYPES)), st.integers(0, 2**32 - 1), st.data())
def test_a_slice_comes_back_bit_for_bit(name: str, seed: int, data: st.DataObject) -> None:
    kind, rows, blocks = TYPES[name], data.draw(st.integers(1, 40)), 3
    raw = random_blocks(seed, kind, rows, blocks)
    start = data.draw(st.integers(0, blocks * kind.groups - 1)) * kind.group
    stop = data.draw(st.integers(start // kind.group + 1, blocks * kind.groups)) * kind.group
    what = extent(name, rows, Range(start, stop))
    piece = raw[:, what.blocks.start * kind.block_bytes : what.blocks.stop * kind.block_bytes]
    lines = pack(piece, what)
    assert (lines.shape, lines.nbytes, lines.ctypes.data % 64) == (what.shape, what.nbytes, 0)
    back = unpack(lines, what)
    np.testing.assert_array_equal(back, piece)
    sliced = values(take_apart(back, kind))[:, what.lead : what.lead + what.columns]
    np.testing.assert_array_equal(sliced, values(take_apart(raw, kind))[:, start:stop])


@pytest.mark.parametrize("name", sorted(DENSE))
def test_floats_come_back(name: str) -> None:
    raw = np.random.default_rng(2).integers(0, 256, (21, 45 * DENSE[name]), np.uint8)
    what = extent(name, 21, Range(7, 52))
    assert what.lead == 0
    np.testing.assert_array_equal(unpack(pack(raw, what), what), raw)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_bits_a_weight(name: str) -> None:
    assert extent(name, 32, Range(0, 512)).nbytes * 8 / (32 * 512) == BITS[name]


def test_tiles_may_be_packed_in_pieces() -> None:
    kind = TYPES["Q5_0"]
    raw = random_blocks(3, kind, 40, 2)
    what = extent("Q5_0", 40, Range(0, 64))
    lines = empty(what.shape)
    pack(raw[:32], what, lines[:2])
    pack(raw[32:], what, lines[2:])
    np.testing.assert_array_equal(lines, pack(raw, what))
