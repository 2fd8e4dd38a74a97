"""Whole small models through the CPU's own kernels against plain torch."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.comm.group import Group
from engine.families import model_config
from engine.gguf.facts import read_facts
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.cpu.product import UNITS
from engine.kernels.ops import Ops
from engine.kernels.reference import ReferenceOps
from engine.model import Model
from engine.plan.build import plan
from engine.plan.kv_types import DEFAULT_KV, KVType
from tests.engine.plan.models import cpus
from tests.random_model import random_model

CPU = torch.device("cpu")
# By the type of the layers' matrices: how far logits may be from exact ones, of their spread. Keys and values are f16.
MOST = {"F32": 1e-3, "F16": 1e-3}
MOST_OF_OTHERS = 0.05
WIDENED = "TQ2_0"  # has no layout of its own


def model(path: Path, ops: Ops, kv_type: KVType = DEFAULT_KV) -> Model:
    facts = read_facts(path)
    made = plan(facts, cpus(1), "none", context=128, kv_type=kv_type)
    return Model(facts, model_config(facts), made, 0, ops, CPU, Group(ops), None, lambda done, total: None)


def logits(which: Model, tokens: list[int], start: int) -> torch.Tensor:
    with torch.no_grad():
        if len(tokens) == 1:  # the recorded step
            found = which.next_logits(tokens, start)
            assert found is not None
            return found.clone()
        act = which.forward(tokens, start)
        assert act is not None
        return which.logits(act)


@pytest.mark.parametrize("family", ["llama", "gemma2", "qwen2", "phi3", "mistral3"])
def test_families(family: str, tmp_path: Path) -> None:
    check(random_model(tmp_path / "model.gguf", family, types={"attn": "Q8_0", "ffn": "Q8_0"}), 0.05)


@pytest.mark.parametrize("kind", [*UNITS, WIDENED])
def test_types(kind: str, tmp_path: Path) -> None:
    types = {"attn": kind, "ffn": kind, "output": kind}
    path = random_model(tmp_path / "model.gguf", "llama", hidden=256, heads=4, ffn=512, layers=2, types=types)
    check(path, MOST.get(kind, MOST_OF_OTHERS))


def check(path: Path, most: float) -> None:
    """A prompt in two pieces, then token by token: every number of rows that has kernels of its own, and more."""
    fast, exact = model(path, CpuOps(2, None)), model(path, ReferenceOps(CPU))
    tokens = [(17 + 97 * place) % 701 for place in range(40)]
    start = 0
    for rows in (21, 1, 2, 3, 8, 1, 1):
        piece = tokens[start : start + rows]
        found, expected = (logits(each, piece, start) for each in (fast, exact))
        error = (found - expected).square().mean().sqrt() / expected.std()
        assert error < most, f"{rows} rows at {start}: {error:.1e}"
        start += rows
