"""Planes, products, whole small models, and the loop of tokens."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.comm.group import Group
from engine.families import model_config
from engine.gguf.facts import read_facts
from engine.kernels.ops import Ops
from engine.kernels.reference import ReferenceOps
from engine.model import Model
from engine.plan.build import plan
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Device, Range
from engine.protocol import Sampling
from engine.quants.reference import dequantise
from engine.quants.types import DENSE, TYPES
from tests.engine.kernels.triton.mixtures import errors
from tests.engine.kernels.triton.steps import rows_of_a_step
from tests.engine.kernels.triton.stored import stored
from tests.oracle.mistakes import scaled
from tests.random_model import random_model

pytestmark = pytest.mark.timeout(600)  # kernels are compiled


@pytest.mark.parametrize("kind", [*TYPES, *DENSE])
def test_values_and_products(kind: str, gpu: torch.device) -> None:
    from engine.kernels.triton.activations import quantise
    from engine.kernels.triton.dequantise import dequantised
    from engine.kernels.triton.gemv import multiply
    from engine.kernels.triton.upload import Uploader
    from engine.kernels.triton.weight import fill, place_for

    each = stored(kind, 1, 77, Range(64, 64 + 32 * 37))
    weight = place_for([each], gpu)
    fill(weight, [each], Uploader(gpu, 1 << 20), lambda done: None)
    every = torch.from_numpy(dequantise(np.ascontiguousarray(each.blocks), each.type))
    exact = every[:, each.columns.start : each.columns.stop].to(gpu)
    out = dequantised(weight, Range(0, 77), torch.full_like(exact, torch.nan))
    assert torch.equal(out, exact)
    columns = exact.shape[1]
    for rows in (1, 2, 3, 8):
        record = quantise(torch.randn(rows, columns, device=gpu) * 3)
        codes = record[:, : columns // 4].contiguous().view(torch.int8).double().view(rows, -1, 32)
        scales = record[:, columns // 4 : columns // 4 + columns // 32].contiguous().view(torch.float32).double()
        x = (codes * scales[:, :, None]).view(rows, columns)
        error = (multiply(record, [weight]) - x @ exact.double().T).abs()
        assert (error <= 1e-6 * (x.abs() @ exact.double().abs().T)).all()


@pytest.mark.parametrize("renormalised", [True, False])
@pytest.mark.parametrize("rows", [1, 3, 10, 130])
def test_mixtures(rows: int, renormalised: bool, gpu: torch.device) -> None:
    from engine.kernels.triton.ops import TritonOps

    assert errors(TritonOps(gpu), rows, renormalised, gpu).max() < 0.03


FAMILIES = ["llama", "gemma2", "gemma3", "qwen2", "qwen3", "phi3", "mistral3", "qwen3moe"]


def goes_with(fast: Model, exact: Model, bound: float) -> None:
    """Logits of few rows, some tens and many are near those of `exact`, and the loop draws what steps alone would."""
    tokens = [(17 + 97 * place) % 701 for place in range(300)]
    start = 0
    with torch.no_grad():
        for rows in (21, 1, 2, 3, 8, 1, 1, 150, 64, 1):  # few, some tens, many
            piece = tokens[start : start + rows]
            # A few rows are a step, as checking a draft takes it; more, and one alone, are what a chat asks for.
            given = rows_of_a_step if 1 < rows <= 8 else Model.next_logits
            found, expected = (given(each, piece, start) for each in (fast, exact))
            assert found is not None
            assert expected is not None
            error = float((found - expected).square().mean().sqrt() / expected.std())
            assert error < bound, f"{rows} rows at {start}: {error:.1e}"
            start += rows
        loop = fast.loop
        assert loop is not None
        assert not loop.notes  # it is a graph
        loop.begin(tokens[start], start, Sampling(temperature=0), 1)
        drawn = [loop.token(loop.launch()) for _ in range(30)]
        token = tokens[start]
        for place, found_token in enumerate(drawn):
            logits = fast.next_logits([token], start + place)
            assert logits is not None
            token = int(logits.argmax())
            assert token == found_token


@pytest.mark.parametrize("family", FAMILIES)
def test_models(family: str, gpu: torch.device, tmp_path: Path) -> None:
    from engine.kernels.triton.ops import TritonOps

    types = {"attn": "Q8_0", "exps" if family == "qwen3moe" else "ffn": "Q8_0"}
    # Routers so steep that a rounded activation rarely moves much from one expert to another.
    edit = scaled("ffn_gate_inp", 4.0) if family == "qwen3moe" else None
    path = random_model(tmp_path / "model.gguf", family, types=types, edit=edit)
    fast, exact = model(path, TritonOps(gpu), gpu), model(path, ReferenceOps(gpu), gpu)
    goes_with(fast, exact, 0.12 if edit else 0.05)


def model(path: Path, ops: Ops, gpu: torch.device, kv_type: KVType = DEFAULT_KV) -> Model:
    facts = read_facts(path)
    device = Device("cuda:0", "cuda", "card", "card", quantised=True)
    made = plan(facts, [device], "none", context=512, kv_type=kv_type)
    return Model(facts, model_config(facts), made, 0, ops, gpu, Group(ops), None, lambda done, total: None)
