"""The products of every type and level that this machine can run, against float64."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.cpu.compiler import Compiler
from engine.kernels.cpu.features import LEVELS, usable
from engine.kernels.cpu.layout import LAYOUTS, extent
from engine.kernels.cpu.product import UNITS, product
from engine.kernels.cpu.products import Products
from engine.plan.types import Range
from engine.quants.fields import dense_values, take_apart, values
from engine.quants.types import DENSE, TYPES
from tests.engine.kernels.arithmetic import Bytes, activations, expected, run
from tests.engine.quants.blocks import random_blocks

KINDS = sorted(UNITS)
LEVEL_NAMES = [level.name for level in usable()]
CLOSE = 1e-5  # of the sum of the terms' sizes


@functools.cache
def products(level: str) -> Products:
    return Products(None, LEVELS[level])


def matrix(kind: str, seed: int, rows: int, columns: int) -> Bytes:
    if kind not in DENSE:
        return random_blocks(seed, TYPES[kind], rows, columns // TYPES[kind].block)
    x = np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32)
    if kind == "BF16":
        return np.ascontiguousarray(x.view(np.uint16)[:, 1::2]).view(np.uint8)
    return x.astype(np.float16 if kind == "F16" else np.float32).view(np.uint8)


def check(level: str, kind: str, blocks: Bytes, columns: Range, x: np.ndarray, **how: int) -> None:
    rows, layout = len(blocks), LAYOUTS[kind]
    what = extent(kind, rows, columns)
    held = what.blocks.scaled(layout.block_bytes)
    piece = np.ascontiguousarray(blocks[:, held.start : held.stop])
    acts = activations(kind, x, what.lead)
    out = run(products(level), kind, what, piece, acts, **how)
    wanted = expected(kind, piece, acts)
    assert (abs(out - wanted.out) <= CLOSE * wanted.terms + 1e-30).all()


@pytest.mark.parametrize("level", LEVEL_NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_products(level: str, kind: str) -> None:
    """Rows that fill no tile, columns that fill no unit (of 64) and no record (of 256), one to eleven tokens."""
    block = LAYOUTS[kind].block
    columns = 768 if block == 256 else 576 + 32 if block == 32 else 45
    blocks = matrix(kind, 5, 37, columns)
    rng = np.random.default_rng(6)
    batches = {LEVEL_NAMES[0]: ((1, 1), (2, 2), (3, 2), (11, 3)), "generic": ((1, 2),)}.get(level, ((1, 1), (11, 3)))
    for tokens, threads in batches:
        x = rng.standard_normal((tokens, columns)).astype(np.float32)
        x[:, ::97] *= 30
        check(level, kind, blocks, Range(0, columns), x, threads=threads, at_once=8)


@pytest.mark.parametrize("level", LEVEL_NAMES)
@pytest.mark.parametrize("kind", sorted(set(KINDS) - DENSE.keys()))
def test_the_largest_codes(level: str, kind: str) -> None:
    """And activations: sums of 16 bits must not overflow. Every bit set, none, or the highest of bytes or nibbles."""
    blocks = random_blocks(7, TYPES[kind], 16, 512 // TYPES[kind].block)
    each = blocks.reshape(-1, TYPES[kind].block_bytes)
    floats = [at + i for at in (TYPES[kind].d, TYPES[kind].dmin) if at is not None for i in (0, 1)]
    keep = [TYPES[kind].d] if TYPES[kind].d_is_exponent else floats
    if kind == "Q6_K":
        each[:, 192:208] = 128
        keep += range(192, 208)
    for fill in (255, 0, 128, 136):
        each[:, [i for i in range(each.shape[1]) if i not in keep]] = fill
        for sign in (1, -1):
            check(level, kind, blocks, Range(0, 512), np.full((1, 512), sign, np.float32))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32 - 1), st.data())
def test_slices_of_columns(kind: str, seed: int, data: st.DataObject) -> None:
    """Ranks that hold consecutive columns, cut inside a block too, add up to the whole."""
    group = TYPES[kind].group if kind in TYPES else 1
    columns = 768
    blocks = matrix(kind, seed, 20, columns)
    cut = group * data.draw(st.integers(1, columns // group - 1))
    x = np.random.default_rng(seed).standard_normal((1, columns)).astype(np.float32)
    for part in (Range(0, cut), Range(cut, columns)):
        check(LEVEL_NAMES[0], kind, blocks, part, np.ascontiguousarray(x[:, part.start : part.stop]))


@pytest.mark.parametrize("kind", KINDS)
def test_close_to_exact_activations(kind: str) -> None:
    """What int8 costs: under 1% rms of the product of random weights and Gaussian activations."""
    rows, columns = 64, 1024
    blocks = matrix(kind, 8, rows, columns)
    weights = dense_values(blocks, kind) if kind in DENSE else values(take_apart(blocks, TYPES[kind]))
    weights = weights.astype(np.float64)
    x = np.random.default_rng(9).standard_normal((8, columns)).astype(np.float32)
    out = run(products(LEVEL_NAMES[0]), kind, extent(kind, rows, Range(0, columns)), blocks, activations(kind, x))
    exact = x.astype(np.float64) @ weights.T
    error = np.sqrt(((out - exact) ** 2).mean() / (exact**2).mean())
    assert error < (1e-6 if kind in DENSE else 0.01)


def test_compiled_code_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    level = usable()[0]
    blocks, x = matrix("Q4_0", 1, 16, 64), np.ones((1, 64), np.float32)
    first = run(Products(tmp_path), "Q4_0", extent("Q4_0", 16, Range(0, 64)), blocks, activations("Q4_0", x))
    (kept,) = tmp_path.iterdir()
    monkeypatch.setattr(Compiler, "_compile", lambda *_: pytest.fail("compiled again"))
    again = run(Products(tmp_path), "Q4_0", extent("Q4_0", 16, Range(0, 64)), blocks, activations("Q4_0", x))
    np.testing.assert_array_equal(first, again)
    with pytest.raises(pytest.fail.Exception):
        Compiler(level, tmp_path).address(product("Q4_1", 1, level))
    assert kept.suffix == ".o"


def test_code_that_was_kept_damaged_is_compiled_again(tmp_path: Path) -> None:
    """As it is found after the power went: empty, or zeros."""
    level = usable()[0]
    Compiler(level, tmp_path).address(product("Q4_0", 1, level))
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], bytes(len(whole))):
        kept.write_bytes(damaged)
        assert Compiler(level, tmp_path).address(product("Q4_0", 1, level))
        assert kept.read_bytes() == whole
