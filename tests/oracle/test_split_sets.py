"""A model in parts says what it says as one file, here and in llama.cpp."""

from __future__ import annotations

from pathlib import Path

from tests.engine.gguf.parts import write_parts
from tests.oracle.divergence import compare
from tests.oracle.llamacpp import Oracle
from tests.oracle.ours import Ours
from tests.random_model import random_model

IDS = [int(id) for id in range(20, 500, 31)]
MOST_KL = 1e-4


def test_the_parts_are_the_model(tmp_path: Path) -> None:
    whole = random_model(tmp_path / "whole.gguf", "llama", seed=11)
    parts = write_parts(whole, 3)
    with Ours(whole, context=64) as engine:
        alone = engine.positions(IDS)
    with Ours(parts[1], context=64) as engine:
        together = engine.positions(IDS)
    assert together == alone
    with Oracle(parts[0], context=64) as oracle:
        said = oracle.distributions(IDS)
    found = [dict(zip(each.ids, each.logprobs, strict=True)) for each in together]
    assert compare(said, found).mean_kl < MOST_KL
