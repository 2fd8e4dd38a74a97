"""Blocks taken apart and put together again, against the `gguf` package."""

from __future__ import annotations

import gguf
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.plan.types import Range
from engine.quants.fields import dense_values, take_apart, values
from engine.quants.reference import dequantise
from engine.quants.types import DENSE, TYPES
from tests.engine.quants.blocks import random_blocks
from tests.engine.quants.quantise import quantise

KINDS = st.sampled_from(sorted(TYPES))
SEEDS = st.integers(0, 2**32 - 1)


def number(name: str) -> int:
    return int(gguf.GGMLQuantizationType[name])


@pytest.mark.parametrize("name", sorted(TYPES))
def test_sizes_are_gguf_s(name: str) -> None:
    kind = TYPES[name]
    assert (kind.block, kind.block_bytes) == gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[name]]


@settings(max_examples=80, deadline=None)
@given(KINDS, SEEDS, st.integers(1, 5), st.integers(1, 4))
def test_values_are_gguf_s_bit_for_bit(name: str, seed: int, rows: int, blocks: int) -> None:
    raw = random_blocks(seed, TYPES[name], rows, blocks)
    ours, theirs = values(take_apart(raw, TYPES[name])), dequantise(raw, number(name))
    assert ours.dtype == np.float32
    np.testing.assert_array_equal(ours.view(np.uint32), theirs.view(np.uint32))


@settings(max_examples=80, deadline=None)
@given(KINDS, SEEDS, st.data())
def test_a_slice_is_the_slice_of_the_whole(name: str, seed: int, data: st.DataObject) -> None:
    """Along rows, and along columns at any whole group: also from inside a block of 256."""
    kind, rows, blocks = TYPES[name], 5, 3
    raw = random_blocks(seed, kind, rows, blocks)
    first = data.draw(st.integers(0, rows - 1))
    last = data.draw(st.integers(first + 1, rows))
    start = data.draw(st.integers(0, blocks * kind.groups - 1)) * kind.group
    stop = data.draw(st.integers(start // kind.group + 1, blocks * kind.groups)) * kind.group
    held, lead = Range(start, stop).in_blocks(kind.block)
    piece = np.ascontiguousarray(raw[first:last, held.start * kind.block_bytes : held.stop * kind.block_bytes])
    ours = values(take_apart(piece, kind))[:, lead : lead + stop - start]
    whole = dequantise(raw, number(name))[first:last, start:stop]
    np.testing.assert_array_equal(ours.view(np.uint32), whole.view(np.uint32))


@pytest.mark.parametrize("name", sorted(DENSE))
def test_dense_values_are_gguf_s(name: str) -> None:
    raw = np.random.default_rng(1).integers(0, 60, (3, 64), np.uint8)
    np.testing.assert_array_equal(dense_values(raw, name), dequantise(raw, number(name)))


@pytest.mark.parametrize(
    ("name", "most"),
    [("Q2_K", 0.35), ("Q3_K", 0.25), ("Q4_K", 0.1), ("Q5_K", 0.05), ("Q6_K", 0.03), ("IQ4_NL", 0.1), ("IQ4_XS", 0.1)],
)
def test_what_a_plain_quantiser_writes_is_read(name: str, most: float) -> None:
    """So that a value stands where it belongs: errors as `gguf` reads them, of the values' own spread."""
    x = np.random.default_rng(3).standard_normal((4, 512)).astype(np.float32)
    error = dequantise(quantise(x, TYPES[name]), number(name)) - x
    assert np.sqrt((error**2).mean()) < most
