"""Groups of ranks in a row, each sharing its layers, say what one rank alone says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine import protocol
from engine.protocol import Generate, Sampling
from tests.engine.conftest import Talk
from tests.oracle.ranks import Ranks
from tests.random_model import random_model

GREEDY = Generate(8, prompt="Once upon a time", sampling=Sampling(temperature=0), max_tokens=12)
IDS = [int(token) for token in np.random.default_rng(3).integers(17, 701, 40)]
PIECES = [IDS[:30], *([token] for token in IDS[30:])]  # a prompt, then step by step


def drawn(talk: Talk) -> list[int]:
    talk.events.clear()
    assert talk.ask(GREEDY, protocol.Finished, protocol.Failed).stop_reason == "length"
    return [token for event in talk.events if isinstance(event, protocol.Text) for token in event.token_ids]


def test_pairs_in_a_row_answer_as_one_rank_does(talk: Talk, small_model: Path) -> None:
    assert isinstance(talk.load(small_model, "none", 1, exact=True), protocol.Loaded)
    alone = drawn(talk)
    loaded = talk.load(small_model, "tensor", 4, exact=True, stages=2)
    assert isinstance(loaded, protocol.Loaded), loaded
    assert [stage.ranks for stage in loaded.plan.stages] == [(0, 1), (2, 3)]
    assert len(talk.workers()) == 4
    assert drawn(talk) == alone
    assert len(alone) == 12


@pytest.mark.parametrize(
    ("ranks", "stages", "shares"), [(4, 2, ()), (5, 2, ()), (4, 2, (3, 1, 1, 2)), (5, 3, (1, 2, 3, 1, 2)), (3, 3, ())]
)
def test_logits_are_those_of_one_rank(ranks: int, stages: int, shares: tuple[int, ...], tmp_path: Path) -> None:
    model = random_model(tmp_path / "model.gguf", "llama", layers=5)
    with Ranks(model) as one, Ranks(model, "tensor", ranks, shares, stages=stages) as some:
        assert len(some.plan.stages) == stages
        expected, found = one.logits(PIECES), some.logits(PIECES)
    assert expected.shape == (40, 701)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-4 * float(expected.abs().max()))


def test_the_processors_own_kernels_run_them_too(tmp_path: Path) -> None:
    model = random_model(tmp_path / "model.gguf", "llama", layers=4, types={"ffn": "Q8_0", "attn": "Q8_0"})
    with Ranks(model, exact=False) as one, Ranks(model, "tensor", 4, exact=False, stages=2) as some:
        expected, found = one.logits(PIECES), some.logits(PIECES)
    assert float((found - expected).abs().max()) < 0.05 * float(expected.abs().max())  # sums are rounded elsewhere


def test_stages_that_cannot_be_are_refused_and_nothing_is_loaded(talk: Talk, small_model: Path) -> None:
    failed = talk.load(small_model, "layer", 2, stages=2)
    assert isinstance(failed, protocol.Failed)
    assert "split mode tensor" in failed.sentence
    work = protocol.Bench(0, 8, 4, 0, 1)
    load = protocol.Load(0, str(small_model), "auto", ("cpu",) * 4, threads=2, stages=2)
    refused = talk.ask(protocol.Compare(5, load, ("none", "layer"), work, 1), protocol.Failed)
    assert "split mode tensor" in refused.sentence


def test_a_comparison_takes_the_stages_to_tensor_alone(talk: Talk, small_model: Path) -> None:
    load = protocol.Load(0, str(small_model), "auto", ("cpu",) * 4, threads=2, stages=2)
    work = protocol.Bench(0, 8, 4, 0, 1)
    talk.events.clear()
    talk.engine.send(protocol.Compare(5, load, ("none", "tensor"), work, 1))
    talk.wait(protocol.Compared, protocol.Failed, where=lambda e: isinstance(e, protocol.Failed) or e.last)
    blocks = [event for event in talk.events if isinstance(event, protocol.BlockDone)]
    assert [(block.mode, len(block.plan.stages), block.plan.world_size) for block in blocks] == [
        ("none", 1, 1), ("tensor", 2, 4),
    ]  # fmt: skip
    rows = [event.row for event in talk.events if isinstance(event, protocol.BenchResult)]
    assert [row.n_stages for row in rows] == [1, 1, 2, 2]
