"""Samplers against their definitions, on distributions small enough to work out by hand."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.comm.group import Candidates
from engine.plan.types import Range
from engine.protocol import Sampling
from engine.sampling import candidates_needed, distribution, draw, penalise, uniform

OFF = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0)


def candidates(*probabilities: float) -> Candidates:
    logits = torch.tensor([[math.log(p) for p in probabilities]])
    return Candidates(torch.arange(len(probabilities))[None] + 100, logits, torch.zeros(1))


def sampling(**changes: float) -> Sampling:
    return Sampling(**{**{"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0}, **changes})  # type: ignore[arg-type]


def test_everything_off_leaves_the_distribution_alone() -> None:
    assert distribution(candidates(0.5, 0.3, 0.2), OFF).tolist() == pytest.approx([0.5, 0.3, 0.2])


def test_top_p_keeps_the_token_that_reaches_the_sum() -> None:
    kept = distribution(candidates(0.5, 0.3, 0.15, 0.05), sampling(top_p=0.7))
    assert kept.tolist() == pytest.approx([0.625, 0.375, 0, 0])


def test_min_p_is_relative_to_the_likeliest() -> None:
    kept = distribution(candidates(0.5, 0.3, 0.15, 0.05), sampling(min_p=0.25))
    assert kept.tolist() == pytest.approx([0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0])


def test_filters_see_the_distribution_at_temperature_one() -> None:
    hot = distribution(candidates(0.5, 0.3, 0.15, 0.05), sampling(min_p=0.25, temperature=100.0))
    assert hot.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0], abs=0.01)


def test_the_likeliest_always_stays() -> None:
    assert distribution(candidates(0.6, 0.4), sampling(top_p=0.0)).tolist() == pytest.approx([1, 0])


def test_temperature_zero_takes_the_likeliest_and_needs_one_candidate() -> None:
    greedy = sampling(temperature=0)
    assert draw(candidates(0.6, 0.4), greedy, 1, 2) == 100
    assert candidates_needed(greedy, 1000) == 1
    assert candidates_needed(sampling(top_k=40), 1000) == 40
    assert candidates_needed(sampling(top_k=40), 10) == 10
    assert candidates_needed(sampling(top_k=0), 1000) == 1000


def test_draws_follow_the_distribution() -> None:
    odds = candidates(0.5, 0.3, 0.2)
    counts = [0, 0, 0]
    for position in range(4000):
        counts[draw(odds, OFF, seed=7, position=position) - 100] += 1
    assert [count / 4000 for count in counts] == pytest.approx([0.5, 0.3, 0.2], abs=0.03)


def test_a_draw_depends_on_seed_and_position_alone() -> None:
    odds = candidates(*[0.01] * 100)
    drawn = [draw(odds, OFF, seed, position) for seed in (1, 2) for position in range(20)]
    assert drawn == [draw(odds, OFF, seed, position) for seed in (1, 2) for position in range(20)]
    assert drawn[:20] != drawn[20:]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**31))
def test_uniform_stays_below_one(seed: int, counter: int) -> None:
    assert 0 <= uniform(seed, counter) < 1


@given(st.lists(st.integers(0, 29), max_size=40), st.integers(0, 20), st.integers(0, 10))
def test_the_penalty_reaches_recent_tokens_of_this_slice_only(history: list[int], last: int, start: int) -> None:
    rule = sampling(repeat_penalty=2.0, repeat_last_n=last)
    whole = torch.linspace(-3, 3, 30)[None]
    held = whole[:, start : start + 20].clone()
    penalise(held, Range(start, start + 20), history, rule)
    recent = set(history[-last:]) if last else set()
    for place in range(20):
        before = float(whole[0, start + place])
        expected = before if start + place not in recent else before / 2 if before > 0 else before * 2
        assert float(held[0, place]) == pytest.approx(expected)
