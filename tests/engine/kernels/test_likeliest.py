"""The highest few of many values, against a stable sort."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.cpu.likeliest import BLOCK, MOST
from engine.kernels.cpu.ops import CpuOps


@pytest.fixture(scope="module")
def ops() -> CpuOps:
    return CpuOps(2, None)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 5 * BLOCK), k=st.integers(1, MOST), steps=st.integers(1, 200))
def test_equals_a_stable_sort(ops: CpuOps, seed: int, count: int, k: int, steps: int) -> None:
    """With few different values there are many equals: of those the first comes first. Some are -inf."""
    dice = torch.Generator().manual_seed(seed)
    logits = torch.randint(-steps, steps, (1, count), generator=dice).float()
    logits[torch.rand(1, count, generator=dice) < 0.1] = -torch.inf
    before, k = logits.clone(), min(k, count)
    values, places = ops.likeliest(logits, k)
    expected = torch.sort(logits, descending=True, stable=True)
    held = int((expected.values[0, :k] > -torch.inf).sum())
    assert torch.equal(values, expected.values[:, :held])
    assert torch.equal(places, expected.indices[:, :held])
    assert torch.equal(logits, before)


def test_numbers_that_are_none_are_left_out(ops: CpuOps) -> None:
    values, places = ops.likeliest(torch.full((1, 1000), torch.nan), 3)
    assert values.shape == places.shape == (1, 0)
