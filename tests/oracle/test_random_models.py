"""Random models: our engine agrees with llama.cpp in every split, and each known mistake would be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.families import model_config
from engine.families.config import LayerConfig
from engine.gguf.facts import read_facts
from tests.oracle.cases import ALONE, CASES, EVERY, THREE, Case, Twin
from tests.oracle.continuation import check_continuation
from tests.oracle.divergence import compare
from tests.oracle.llamacpp import Oracle
from tests.oracle.ranks import Ranks
from tests.random_model import Tensors, random_model

MOST_KL = 1e-4
MOST_LISTED_KL = {"gemma2": 2e-5, "gemma3": 2e-5}  # llama.cpp looks Gemma's GELU up in a half-precision table
MOST_LISTED_KL_OF_OTHERS = 1e-8
LEAST_KL_OF_A_MISTAKE = 1e-2
POSITIONS, TOKENS = 48, 8

TWINS = [pytest.param(case, twin, id=f"{name}: {twin.mistake}") for name, case in CASES.items() for twin in case.twins]


def prompt() -> list[int]:
    return [int(token) for token in np.random.default_rng(7).integers(17, 701, POSITIONS)]


@pytest.mark.parametrize("name", CASES)
def test_our_engine_agrees(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    model = case.right(tmp_path / "right.gguf")
    most_listed_kl = MOST_LISTED_KL.get(case.family, MOST_LISTED_KL_OF_OTHERS)
    with Oracle(model) as oracle:
        expected = oracle.distributions(prompt())
        for split in case.splits:
            with Ranks(model, *split) as ours:
                assert (ours.plan.mode, ours.plan.world_size) == split[:2]
                result = compare(expected, ours.distributions(prompt()))
                assert result.mean_kl < MOST_KL, f"{split}: {result}"
                assert result.mean_listed_kl < most_listed_kl, f"{split}: {result}"
                if split in (ALONE, THREE):
                    check_continuation(oracle, ours, (), "the ferry left the harbour a little after six", TOKENS)


@pytest.mark.parametrize(("case", "twin"), TWINS)
def test_the_mistake_is_told_apart(case: Case, twin: Twin, tmp_path: Path) -> None:
    """Our engine reads the twin, which is quicker than a second llama.cpp and no less wrong."""
    wrong = case.wrong(tmp_path / "wrong.gguf", twin)
    with Oracle(case.right(tmp_path / "right.gguf")) as oracle, Ranks(wrong) as mistaken:
        result = compare(oracle.distributions(prompt()), mistaken.distributions(prompt()))
    assert result.mean_kl > LEAST_KL_OF_A_MISTAKE, str(result)


def test_experts_that_are_not_renormalised_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the family fixes and no key says."""
    case = CASES["qwen3moe, 3 of 8 experts"]
    model = case.right(tmp_path / "right.gguf")
    right = model_config(read_facts(model))

    def as_they_are(layer: LayerConfig) -> LayerConfig:
        assert layer.mixture is not None
        return replace(layer, mixture=replace(layer.mixture, renormalised=False))

    wrong = replace(right, layers=tuple(map(as_they_are, right.layers)))
    monkeypatch.setattr("tests.oracle.ranks.model_config", lambda facts: wrong)
    with Oracle(model) as oracle, Ranks(model) as mistaken:
        result = compare(oracle.distributions(prompt()), mistaken.distributions(prompt()))
    assert result.mean_kl > LEAST_KL_OF_A_MISTAKE, str(result)


def test_layers_may_differ(tmp_path: Path) -> None:
    """llama.cpp wants all layers of these families alike, so it is asked for the same model with heads and channels
    added that change nothing.
    """
    own: Tensors = {}
    path = random_model(
        tmp_path / "own.gguf", "llama", hidden=128, head_dim=32, heads=(4, 2, 6), kv_heads=(2, 1, 2), ffn=(96, 64, 80),
        edit=lambda tensors, _: own.update(tensors),
    )  # fmt: skip
    alike = random_model(
        tmp_path / "alike.gguf", "llama", hidden=128, head_dim=32, heads=6, kv_heads=6, ffn=96,
        edit=lambda tensors, _: tensors.update(padded(own, (4, 2, 6), (2, 1, 2), 32, tensors)),
    )  # fmt: skip
    with Oracle(alike) as oracle:
        expected = oracle.distributions(prompt())
    for split in EVERY:
        with Ranks(path, *split) as ours:
            result = compare(expected, ours.distributions(prompt()))
        assert result.mean_kl < MOST_KL, f"{split}: {result}"


def padded(own: Tensors, heads: Sequence[int], kv_heads: Sequence[int], head_dim: int, alike: Tensors) -> Tensors:
    """`own` in the shapes of `alike`: every query head gets a copy of its KV head, and what is missing is zero."""
    grown: Tensors = {}
    for name, values in own.items():
        if name.endswith(("attn_k.weight", "attn_v.weight")):
            layer = int(name.split(".")[1])
            each = values.reshape(kv_heads[layer], head_dim, -1)
            values = np.repeat(each, heads[layer] // kv_heads[layer], 0).reshape(-1, values.shape[1])
        sizes = zip(alike[name].shape, values.shape, strict=True)
        grown[name] = np.pad(values, [(0, wanted - size) for wanted, size in sizes])
    return grown
