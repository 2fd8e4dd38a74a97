"""Planes, their values, and products of a few rows, against GGUF's own fields; in Triton's interpreter."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Told
from engine.kernels.triton.activations import quantise
from engine.kernels.triton.dequantise import dequantised, rows_of
from engine.kernels.triton.gemv import multiply
from engine.kernels.triton.layout import held_bytes
from engine.kernels.triton.upload import Uploader
from engine.kernels.triton.weight import DenseWeight, PlaneWeight, fill, place_for
from engine.plan.types import Range
from engine.quants.reference import dequantise
from engine.quants.stored import Stored
from engine.quants.types import DENSE, TYPES
from tests.engine.kernels.triton.stored import stored

CPU = torch.device("cpu")


def taken(each: Stored) -> PlaneWeight | DenseWeight:
    done = []
    weight = place_for([each], CPU)
    fill(weight, [each], Uploader(CPU, 1 << 12), done.append)
    assert sum(done) >= each.blocks.nbytes * len(each.columns) // (2 * max(1, each.columns.stop))
    return weight


@pytest.mark.parametrize("kind", [*TYPES, *DENSE])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1 << 20), rows=st.integers(1, 9), first=st.integers(0, 9), groups=st.integers(1, 20))
def test_values_are_the_file_s(kind: str, seed: int, rows: int, first: int, groups: int) -> None:
    each = stored(kind, seed, rows, Range(32 * first, 32 * (first + groups)))
    weight = taken(each)
    expected = torch.from_numpy(dequantise(np.ascontiguousarray(each.blocks), each.type))
    expected = expected[:, each.columns.start : each.columns.stop]
    out = dequantised(weight, Range(0, rows), torch.full(expected.shape, torch.nan))
    assert torch.equal(out.view(torch.int32) & 0x7FFFFFFF, expected.contiguous().view(torch.int32) & 0x7FFFFFFF)
    ids = torch.tensor([rows - 1, 0])
    assert torch.equal(rows_of(weight, ids, 1.0), expected[ids])
    if isinstance(weight, PlaneWeight):
        assert weight.buffer.numel() == held_bytes(kind, rows, each.columns)


def activations(seed: int, rows: int, columns: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Records, and in f64 the values that they stand for."""
    x = torch.from_numpy(np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32)) * 3
    x[0, : columns // 3] *= 100  # scales differ from group to group
    record = quantise(x)
    codes = record[:, : columns // 4].contiguous().view(torch.int8).double().view(rows, -1, 32)
    scales = record[:, columns // 4 : columns // 4 + columns // 32].contiguous().view(torch.float32).double()
    values = (codes * scales[:, :, None]).view(rows, columns)
    assert (values - x).abs().max() <= (scales.max() * 0.501)
    return record, values


@pytest.mark.parametrize("kind", [*TYPES, *DENSE])
@pytest.mark.parametrize(("rows", "groups"), [(1, 33), (3, 5), (8, 18)])
def test_products(kind: str, rows: int, groups: int) -> None:
    weights = [stored(kind, 5 + groups + n, n, Range(64, 64 + 32 * groups)) for n in (37, 5, 2)]
    record, x = activations(groups, rows, 32 * groups)
    bias = torch.linspace(-1, 1, 44)
    for count in (1, 3):
        held = weights[:count]
        exact = []
        for each in held:
            every = torch.from_numpy(dequantise(np.ascontiguousarray(each.blocks), each.type))
            exact.append(every[:, each.columns.start : each.columns.stop].double())
        w = torch.cat(exact)
        out = multiply(record, [taken(each) for each in held], bias[: len(w)] if count == 3 else None)
        expected = x @ w.T + (bias[: len(w)] if count == 3 else 0)
        terms = x.abs() @ w.abs().T
        assert ((out - expected).abs() <= 1e-5 * terms + 1e-6).all()


def test_mixed_types_in_one_pass() -> None:
    kinds = ("Q4_K", "F16", "Q6_K")
    weights = [stored(kind, 3, 12, Range(0, 512)) for kind in kinds]
    record, x = activations(9, 1, 512)
    out = multiply(record, [taken(each) for each in weights])
    for at, each in enumerate(weights):
        w = torch.from_numpy(dequantise(np.ascontiguousarray(each.blocks), each.type)).double()
        part = out[:, 12 * at : 12 * at + 12].double()
        assert torch.allclose(part, x @ w.T, rtol=1e-4, atol=1e-3 * float(w.abs().max()))


def test_rows_that_no_activation_could_meet_are_refused() -> None:
    values = np.zeros((3, 40), np.float32)
    with pytest.raises(Told, match=r"rows of a multiple of 32 values, and this model has some of 40"):
        taken(Stored("F32", 0, values.view(np.uint8), Range(0, 40)))
