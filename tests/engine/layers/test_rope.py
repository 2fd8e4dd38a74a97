"""Tables by position: which factors a context takes, and how queries grow."""

from __future__ import annotations

import math

import pytest
import torch

from engine.families.config import Rope, Temperature
from engine.kernels.ops import AttentionWeights
from engine.kernels.reference import DenseWeight, ReferenceOps
from engine.layers.rope import rope_factors, rope_table
from engine.layers.weights import Weights
from engine.plan.types import Range

CPU = torch.device("cpu")
ROPE = Rope(
    "neox", 4, 10000.0, factors_tensor="rope_factors_short.weight",
    long_factors_tensor="rope_factors_long.weight", original_context=64,
)  # fmt: skip


@pytest.mark.parametrize(("context", "expected"), [(1, 1.0), (64, 1.0), (65, 8.0)])
def test_the_context_decides_between_short_and_long_factors(context: int, expected: float) -> None:
    weights = Weights(ReferenceOps(CPU), 1e-5)
    weights.add_vector("rope_factors_short.weight", torch.full((2,), 1.0))
    weights.add_vector("rope_factors_long.weight", torch.full((2,), 8.0))
    factors = rope_factors(weights, ROPE, context)
    assert factors is not None
    assert factors.tolist() == [expected] * 2
    assert weights.never_asked() == []


def test_no_factors() -> None:
    assert rope_factors(Weights(ReferenceOps(CPU), 1e-5), Rope("norm", 4, 10000.0), 100) is None


def test_whole_queries_grow_and_keys_do_not() -> None:
    ops = ReferenceOps(CPU)
    rope = Rope("neox", 2, 10000.0)
    eye = DenseWeight(torch.eye(4))
    weights = AttentionWeights(eye, eye, eye, eye)
    act = torch.ones(12, 4)
    heated = rope_table(rope, None, 16, CPU, Temperature(0.5, 4))
    plain = rope_table(rope, None, 16, CPU)
    caches = [ops.cache(1, 16, 4, 4) for _ in range(2)]
    q, q0 = (
        ops.qkv(act, weights, (4, 4), table, cache, Range(2, 14))
        for table, cache in zip((heated, plain), caches, strict=True)
    )
    growth = [1 + 0.5 * math.log(1 + position // 4) for position in range(2, 14)]
    torch.testing.assert_close(q, q0 * torch.tensor(growth)[:, None, None])
    for mine, others in zip(*((cache.keys, cache.values) for cache in caches), strict=True):
        torch.testing.assert_close(mine[:, 2:14], others[:, 2:14], rtol=0, atol=0)
