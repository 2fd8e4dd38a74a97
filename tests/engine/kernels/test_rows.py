"""Norms and activations of rows against the reference, and the functions that activations are made of."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.families.config import Activation
from engine.kernels.cpu.activation import gated
from engine.kernels.cpu.add_norm import add_norm
from engine.kernels.cpu.exponential import exponential, hyperbolic_tangent
from engine.kernels.cpu.kernel import Kernel, record
from engine.kernels.cpu.memory import arguments, floats
from engine.kernels.cpu.norm import norm
from engine.kernels.cpu.pool import Pool, Program
from engine.kernels.ops import Norm
from engine.kernels.reference import ReferenceOps

REFERENCE = ReferenceOps(torch.device("cpu"))
NEVER = -99.0  # no result

widths = st.sampled_from([576, 640, 2048, 33, 1])


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5), widths, st.integers(0, 2))
def test_norm(pools: list[Pool], rows: int, width: int, threads: int) -> None:
    torch.manual_seed(rows * width)
    x, weight, out = torch.randn(rows, width) * 3, torch.randn(width), torch.full((rows, width), NEVER)
    call = norm.call(x=x, weight=weight, out=out, rows=rows, width=width, epsilon=1e-2)
    pools[threads].run(Program([call]))
    torch.testing.assert_close(out, REFERENCE.norm(x, Norm(weight, 1e-2)), rtol=1e-5, atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5), widths, st.booleans(), st.booleans(), st.integers(0, 2))
def test_add_norm(pools: list[Pool], rows: int, width: int, post: bool, following: bool, threads: int) -> None:
    torch.manual_seed(rows * width)
    part, residual = torch.randn(rows, width), torch.randn(rows, width)
    post_norm = Norm(torch.randn(width), 1e-2) if post else None
    next_norm = Norm(torch.randn(width), 1e-3) if following else None
    expected, act = REFERENCE.add_norm(part, residual, post_norm, next_norm)
    total, out = torch.full((rows, width), NEVER), torch.full((rows, width), NEVER)
    call = add_norm.call(
        part=part, residual=residual, post_weight=post_norm.weight if post_norm else 0, post_epsilon=1e-2, sum=total,
        weight=next_norm.weight if next_norm else 0, epsilon=1e-3, out=out, rows=rows, width=width,
    )  # fmt: skip
    pools[threads].run(Program([call]))
    torch.testing.assert_close(total, expected, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(out, act if following else torch.full_like(out, NEVER), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("activation", ["silu", "gelu_tanh"])
def test_activations_over_their_whole_range(pools: list[Pool], activation: Activation) -> None:
    gate = torch.cat([torch.linspace(-200, 200, 4001), torch.linspace(-3, 3, 4000), torch.tensor([0.0, 1e-6, -1e-6])])
    up = torch.linspace(-2, 2, len(gate))
    exact = F.silu(gate.double()) if activation == "silu" else F.gelu(gate.double(), approximate="tanh")
    for pool in pools:
        out = torch.full((len(gate) + 1,), NEVER)
        pool.run(Program([gated[activation].call(gate=gate, up=up, out=out, count=len(gate))]))
        torch.testing.assert_close(out[:-1].double(), exact * up.double(), rtol=1e-6, atol=1e-6)
        assert out[-1] == NEVER


def test_an_activation_may_overwrite_what_it_reads(pools: list[Pool]) -> None:
    gate, up = torch.randn(1000), torch.randn(1000)
    expected = F.silu(gate) * up
    pools[1].run(Program([gated["silu"].call(gate=gate, up=up, out=gate, count=1000)]))
    torch.testing.assert_close(gate, expected, rtol=1e-5, atol=math.ulp(1))


SPAN = record("x", "exponential", "tangent", "count")


def _of_each(address: int, thread: int, threads: int) -> None:
    a = arguments(address, SPAN)
    x, powers, tangents = floats(a.x), floats(a.exponential), floats(a.tangent)
    for i in range(a.count):
        powers[i] = exponential(x[i])
        tangents[i] = hyperbolic_tangent(x[i])


of_each = Kernel(_of_each, SPAN)


def test_exponential_and_tangent_are_as_near_as_they_say(pools: list[Pool]) -> None:
    x = torch.cat([torch.linspace(-87, 88, 50_001), torch.linspace(-0.3, 0.3, 10_001)])
    powers, tangents = torch.empty_like(x), torch.empty_like(x)
    pools[0].run(Program([of_each.call(x=x, exponential=powers, tangent=tangents, count=len(x))]))
    exact = x.double().exp()
    assert ((powers.double() - exact) / exact).abs().max() < 2e-7
    exact = x.double().tanh()
    off = (tangents.double() - exact).abs() / exact.abs().clamp(min=1e-30)
    assert off.max() < 4e-7
