"""Whole small models through the GPU's kernels, in Triton's interpreter, against plain torch."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.kernels.ops import Norm, Ops, Router
from engine.kernels.reference import ReferenceOps
from engine.kernels.triton.ops import TritonOps
from engine.plan.types import Range
from engine.protocol import Sampling
from tests.engine.kernels.test_ops import CPU, logits, model
from tests.engine.kernels.triton.mixtures import errors
from tests.engine.kernels.triton.steps import rows_of_a_step
from tests.engine.kernels.triton.stored import stored
from tests.random_model import random_model

TYPES = dict.fromkeys(("attn", "ffn", "output", "token_embd"), "Q8_0")


# Biases, soft-caps, windows and norms after a sub-layer, norms per head; `tests/gpu` has all families.
@pytest.mark.parametrize("family", ["qwen2", "gemma2", "qwen3"])
def test_families(family: str, tmp_path: Path) -> None:
    shapes = {"layers": 2 if family == "gemma2" else 1, "ffn": 128, "vocabulary": 320}
    check(random_model(tmp_path / "model.gguf", family, types=TYPES, **shapes), 0.05)


# Few rows, some and many, for which other kernels stand; `tests/gpu` has every pair.
@pytest.mark.parametrize(("rows", "renormalised"), [(1, True), (3, False), (10, True), (130, False)])
def test_a_mixture_of_experts(rows: int, renormalised: bool) -> None:
    """The router rounds nothing, so both choose alike; the interpreter cuts off what bf16 cannot hold."""
    assert errors(TritonOps(CPU), rows, renormalised, CPU).max() < 0.05


def test_experts_without_kernels_are_plain_weights() -> None:
    x, unweighted = torch.randn(10, 64, generator=torch.Generator().manual_seed(1)), Norm(torch.ones(64), 1e-5)
    router = stored("F32", 1, 4, Range(0, 64))
    inner, outer = ([stored("F16", 4 * which + each, 64, Range(0, 64)) for each in range(4)] for which in (1, 2))

    def mixed(ops: Ops, rows: int) -> torch.Tensor:
        gate, down = (ops.experts(each, lambda done: None) for each in (inner, outer))
        weight = ops.weight(router, lambda done: None)
        ops.all_read()
        chooses = Router(weight, unweighted, 2, True)
        return ops.mixture(ops.norm(x[:rows], unweighted), x[:rows], chooses, gate, gate, down, "silu")

    for rows in (1, 10):
        found, expected = mixed(TritonOps(CPU), rows), mixed(ReferenceOps(CPU), rows)
        assert (found - expected).square().mean().sqrt() < 0.03 * expected.std()


def check(path: Path, most: float) -> None:
    """A prompt, then a token, then two that are computed as a step: many rows and few."""
    fast, exact = model(path, TritonOps(CPU)), model(path, ReferenceOps(CPU))
    tokens = [(17 + 97 * place) % 320 for place in range(13)]
    start = 0
    for rows, given in ((10, logits), (1, logits), (2, rows_of_a_step)):
        piece = tokens[start : start + rows]
        found, expected = (given(each, piece, start) for each in (fast, exact))
        error = (found - expected).square().mean().sqrt() / expected.std()
        assert error < most, f"{rows} rows at {start}: {error:.1e}"
        start += rows


def test_the_loop_goes_on_as_the_host_does(tmp_path: Path) -> None:
    """Embedding, layers, head, draw and the next position, all on the device; a token comes from the one before."""
    path = random_model(tmp_path / "model.gguf", "llama", layers=1, ffn=64, vocabulary=320, types=TYPES)
    made = model(path, TritonOps(CPU))
    tokens = [5, 9]
    logits(made, tokens, 0)
    assert made.loop is not None
    with torch.no_grad():
        made.loop.begin(17, 2, Sampling(temperature=0), seed=1)
        positions = [made.loop.launch() for _ in range(2)]
        drawn = [made.loop.token(position) for position in positions]
    assert positions == [3, 4]
    token = 17
    for place, expected in enumerate(drawn):
        token = int(logits(made, [token], 2 + place).argmax())
        assert token == expected
