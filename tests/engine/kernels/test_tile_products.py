"""Products of many tokens in bf16, where this machine has AMX: against float64 of the same rounded numbers."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import pytest
import torch

from engine.kernels.cpu.features import LEVELS, usable
from engine.kernels.cpu.layout import LAYOUTS, extent
from engine.kernels.cpu.multiply import multiplication
from engine.kernels.cpu.planes import pack
from engine.kernels.cpu.pool import Pool, Program
from engine.kernels.cpu.products import MANY, Products, TileProduct
from engine.kernels.cpu.values import VALUES
from engine.kernels.cpu.weight import PackedWeight
from engine.plan.types import Range
from engine.quants.fields import take_apart, values
from engine.quants.types import TYPES
from tests.engine.quants.blocks import random_blocks

Floats = npt.NDArray[np.float32]
TILE_LEVELS = [level.name for level in usable() if level.tiles]
CLOSE = 1e-5  # of the sum of the terms' sizes


@functools.cache
def products(level: str) -> Products:
    return Products(None, LEVELS[level])


def rounded(x: Floats) -> npt.NDArray[np.float64]:
    """To bf16, ties away from zero."""
    bits = np.ascontiguousarray(x).view(np.uint32) + np.uint32(0x8000)
    return (bits & np.uint32(0xFFFF0000)).view(np.float32).astype(np.float64)


@pytest.mark.parametrize("level", TILE_LEVELS)
@pytest.mark.parametrize("kind", sorted(VALUES))
def test_products(level: str, kind: str) -> None:
    """Rows that fill no strip, columns that fill no unit or panel, tokens that fill no tile; several threads."""
    block = LAYOUTS[kind].block
    columns = 1280 if block == 256 else 1056
    for tokens, threads, rows in ((MANY + 1, 1, 37), (64, 3, 48), (97, 2, 16)):
        blocks = random_blocks(rows, TYPES[kind], rows, columns // block)
        x = np.random.default_rng(tokens).standard_normal((tokens, columns)).astype(np.float32)
        out, exact = multiplied(level, kind, blocks, Range(0, columns), x, threads)
        weights = values(take_apart(blocks, TYPES[kind]))
        expected = rounded(x) @ rounded(weights).T
        assert (abs(out - expected) <= CLOSE * (abs(rounded(x)) @ abs(rounded(weights)).T)).all()
        assert np.sqrt(((out - exact) ** 2).mean() / (exact**2).mean()) < 0.005


@pytest.mark.parametrize("level", TILE_LEVELS)
@pytest.mark.parametrize("kind", ["Q4_0", "Q4_K", "Q6_K"])
def test_a_slice_that_begins_inside_a_block(level: str, kind: str) -> None:
    group, columns, tokens = TYPES[kind].group, 768, 33
    blocks = random_blocks(3, TYPES[kind], 32, columns // TYPES[kind].block)
    x = np.random.default_rng(4).standard_normal((tokens, columns)).astype(np.float32)
    cut = 11 * group
    parts = [
        multiplied(level, kind, blocks, part, np.ascontiguousarray(x[:, part.start : part.stop]), 2)[0]
        for part in (Range(0, cut), Range(cut, columns))
    ]
    weights = values(take_apart(blocks, TYPES[kind]))
    terms = abs(rounded(x)) @ abs(rounded(weights)).T
    assert (abs(sum(parts) - rounded(x) @ rounded(weights).T) <= CLOSE * terms).all()


def multiplied(
    level: str, kind: str, blocks: npt.NDArray[np.uint8], columns: Range, x: Floats, threads: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What the kernels give, and what nothing rounded would."""
    what = extent(kind, len(blocks), columns)
    held = what.blocks.scaled(LAYOUTS[kind].block_bytes)
    weight = PackedWeight(what, pack(np.ascontiguousarray(blocks[:, held.start : held.stop]), what))
    assert isinstance(products(level).kernel(kind, len(x)), TileProduct)
    phases, (out,) = multiplication(products(level), torch.from_numpy(x), [weight])
    pool = Pool(threads)
    pool.run(Program(phases))
    pool.close()
    exact = values(take_apart(blocks, TYPES[kind]))[:, columns.start : columns.stop].astype(np.float64)
    return out.numpy().astype(np.float64), x.astype(np.float64) @ exact.T
