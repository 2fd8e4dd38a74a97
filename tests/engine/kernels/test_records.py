"""Activation records say what the rows hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.cpu import records


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 700), st.sampled_from([0, 16, 32, 208]), st.integers(0, 2**32 - 1), st.integers(-25, 25))
def test_records(columns: int, lead: int, seed: int, exponent: int) -> None:
    x = (np.random.default_rng(seed).standard_normal((3, columns)) * 10.0**exponent).astype(np.float32)
    out = records.quantise(x, lead)
    assert out.shape == (3, records.count(columns, lead), records.BYTES)
    codes = out[..., : records.SCALES].view(np.int8).reshape(3, -1, 8, 32).astype(np.int64)
    scales, scaled = (
        np.ascontiguousarray(out[..., at : at + 32]).view(np.float32).astype(np.float64)
        for at in (records.SCALES, records.SCALED_SUMS)
    )
    padded = np.zeros((3, out.shape[1] * 256))
    padded[:, lead : lead + columns] = x
    groups = padded.reshape(codes.shape)
    np.testing.assert_allclose(scales, abs(groups).max(-1) / 127, rtol=1e-6)
    assert (abs(codes * scales[..., None] - groups) <= scales[..., None] * 0.50001).all()
    sums = codes.sum(-1)
    np.testing.assert_allclose(scaled, scales * sums, rtol=1e-6)
    ints = out.view(np.int32)
    np.testing.assert_array_equal(ints[..., 96:104], -8 * sums)
    np.testing.assert_array_equal(ints[..., 80:96], -32 * codes.reshape(3, -1, 16, 16).sum(-1))
    digits = out[..., 288:312].view(np.int8).reshape(3, -1, 3, 8).astype(np.int64)
    steps = (digits * np.array([65536, 256, 1])[:, None]).sum(-2)
    step = out.view(np.float32)[..., 78, None].astype(np.float64)
    assert (abs(steps * step - scaled) <= step * 1.5).all()  # half a step, and f32 rounding of numbers up to 2^22


def test_zeros_and_less_than_can_be_scaled() -> None:
    x = np.zeros((1, 64), np.float32)
    x[0, 40] = 1e-39
    assert not records.quantise(x).any()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_stays_so(bad: float) -> None:
    """A number that went wrong must not come out as a plausible one."""
    x = np.ones((1, 32), np.float32)
    x[0, 3] = bad
    assert not np.isfinite(records.quantise(x).view(np.float32)[0, 0, 64])
