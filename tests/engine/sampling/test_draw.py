"""Drawing: in the right proportions, and the same token wherever and whenever it is drawn."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.comm.group import Candidates, Group
from engine.kernels.reference import ReferenceOps
from engine.protocol import Sampling
from engine.sampling.draw import draw
from engine.sampling.generator import uniform
from tests.engine.sampling.whole import candidates, only


def of(*probabilities: float) -> Candidates:
    logits = torch.tensor([[math.log(p) for p in probabilities]])
    return Candidates(torch.arange(len(probabilities))[None] + 100, logits, torch.zeros(1))


def gathered(logits: list[float], rule: Sampling) -> Candidates:
    return candidates(logits, rule, (), {})[0]


def test_draws_follow_the_distribution() -> None:
    counts = Counter(draw(of(0.5, 0.3, 0.2), only(), seed=7, position=position) for position in range(4000))
    assert [counts[token] / 4000 for token in (100, 101, 102)] == pytest.approx([0.5, 0.3, 0.2], abs=0.03)


def test_xtc_takes_part_as_often_as_it_should_and_apart_from_the_draw() -> None:
    rule = only(xtc_probability=0.3, xtc_threshold=0.25)
    counts = Counter(draw(of(0.5, 0.3, 0.2), rule, seed=7, position=position) for position in range(6000))
    expected = [0.7 * 0.5, 0.7 * 0.3 + 0.3 * 0.6, 0.7 * 0.2 + 0.3 * 0.4]
    assert [counts[token] / 6000 for token in (100, 101, 102)] == pytest.approx(expected, abs=0.03)


def test_a_draw_depends_on_seed_and_position_alone() -> None:
    odds = of(*[0.01] * 100)
    drawn = [draw(odds, only(), seed, position) for seed in (1, 2) for position in range(20)]
    assert drawn == [draw(odds, only(), seed, position) for seed in (1, 2) for position in range(20)]
    assert drawn[:20] != drawn[20:]


def test_logits_that_are_no_numbers_are_an_error_and_no_token() -> None:
    for rule in (only(), only(temperature=0)):
        with pytest.raises(ValueError, match="logits"):
            draw(gathered([math.nan] * 5, rule), rule, seed=1, position=1)


@given(st.integers(-(2**64), 2**64 - 1), st.integers(0, 2**33))
def test_uniform_stays_below_one(seed: int, counter: int) -> None:
    assert 0 <= uniform(seed, counter) < 1


class OneOfMany(Group):
    """A rank whose peers' messages are known beforehand."""

    def __init__(self, parts: list[Tensor]) -> None:
        super().__init__(ReferenceOps(torch.device("cpu")), 0, len(parts))
        self._parts = parts

    def all_gather(self, part: Tensor) -> list[Tensor]:
        return self._parts


class Sends(Group):
    """Keeps what it would send."""

    def all_gather(self, part: Tensor) -> list[Tensor]:
        self.sent = part
        return [part]


@settings(deadline=None)
@given(st.lists(st.floats(-50, 50, width=32), min_size=2, max_size=30), st.lists(st.integers(0, 30), max_size=3))
def test_the_spread_is_of_all_ranks_logits(values: list[float], cuts: list[int]) -> None:
    logits = torch.tensor([[*values, -torch.inf]])  # a token that is ruled out does not count
    borders = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values) + 1]
    parts = []
    for start, stop in pairwise(borders):
        rank = Sends(ReferenceOps(torch.device("cpu")))
        rank.spread(logits[:, start:stop])
        parts.append(rank.sent)
    found = float(OneOfMany(parts).spread(logits[:, : borders[1]]))
    assert found == pytest.approx(float(torch.tensor(values).double().std(correction=0)), rel=1e-6, abs=1e-5)
