"""Random models: our engine agrees with llama.cpp on the right file, and each known mistake would be seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.oracle.cases import CASES, Case, Twin
from tests.oracle.continuation import check_continuation
from tests.oracle.divergence import Distribution, compare
from tests.oracle.llamacpp import Oracle
from tests.oracle.ours import Ours
from tests.random_model import random_model

MOST_KL = 1e-4
MOST_LISTED_KL = {"llama": 1e-8, "gemma3": 2e-5}  # llama.cpp looks Gemma's GELU up in a half-precision table
LEAST_KL_OF_A_MISTAKE = 1e-2
POSITIONS, TOKENS = 48, 24
SEED = 7

TWINS = [pytest.param(case, twin, id=f"{name}: {twin.mistake}") for name, case in CASES.items() for twin in case.twins]


def prompt() -> list[int]:
    return [int(token) for token in np.random.default_rng(SEED).integers(17, 701, POSITIONS)]


def oracle_says(model: Path) -> list[Distribution]:
    with Oracle(model) as oracle:
        return oracle.distributions(prompt())


@pytest.mark.parametrize("name", CASES)
def test_our_engine_agrees(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    model = random_model(tmp_path / "right.gguf", case.family, seed=SEED, **case.overrides)
    with Ours(model, context=128) as engine, Oracle(model) as oracle:
        result = compare(oracle.distributions(prompt()), engine.distributions(prompt()))
        assert result.mean_kl < MOST_KL, str(result)
        assert result.mean_listed_kl < MOST_LISTED_KL[case.family], str(result)
        check_continuation(oracle, engine, (), "the ferry left the harbour a little after six", TOKENS)


@pytest.mark.parametrize(("case", "twin"), TWINS)
def test_the_mistake_is_told_apart(case: Case, twin: Twin, tmp_path: Path) -> None:
    right = random_model(tmp_path / "right.gguf", case.family, seed=SEED, **case.overrides)
    overrides = {**case.overrides, **twin.overrides}
    wrong = random_model(tmp_path / "wrong.gguf", case.family, seed=SEED, edit=twin.edit, **overrides)
    result = compare(oracle_says(right), oracle_says(wrong))
    assert result.mean_kl > LEAST_KL_OF_A_MISTAKE, str(result)
