"""The yardstick itself."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.divergence import Distribution, compare, divergence, listed_divergence


def logs(**probabilities: float) -> Distribution:
    return {ord(name): math.log(value) for name, value in probabilities.items()}


def test_equal_lists_are_not_apart() -> None:
    assert divergence(logs(a=0.5, b=0.3), logs(a=0.5, b=0.3)) == 0


def test_known_value() -> None:
    expected = 0.5 * math.log(0.5 / 0.25) + 0.5 * math.log(0.5 / 0.75)
    assert divergence(logs(a=0.5, b=0.5), logs(a=0.25, b=0.75)) == pytest.approx(expected)


def test_a_token_that_one_list_lacks_belongs_to_the_rest() -> None:
    """The tail of a list of the likeliest may differ by a hair; that is no difference between the models."""
    assert divergence(logs(a=0.9, b=0.05), logs(a=0.9, c=0.05)) == pytest.approx(0, abs=1e-12)
    assert divergence(logs(a=0.9, b=0.1), logs(a=0.5, c=0.5)) == pytest.approx(
        0.9 * math.log(0.9 / 0.5) + 0.1 * math.log(0.1 / 0.5)
    )


def test_a_shift_of_every_log_probability_is_no_difference_among_the_listed() -> None:
    p = logs(a=0.5, b=0.3, c=0.1)
    shifted = {token: value + 0.001 for token, value in p.items()}
    assert listed_divergence(p, shifted) == pytest.approx(0, abs=1e-12)
    assert divergence(p, shifted) > 1e-6
    expected = divergence(logs(a=0.25, b=0.75), logs(a=0.75, b=0.25))
    assert listed_divergence(logs(a=0.1, b=0.3), logs(a=0.3, b=0.1)) == pytest.approx(expected)


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=8), st.lists(st.floats(0.01, 1), min_size=3, max_size=8))
def test_never_negative(first: list[float], second: list[float]) -> None:
    p = {token: math.log(value / sum(first)) for token, value in enumerate(first)}
    q = {token: math.log(value / sum(second)) for token, value in enumerate(second)}
    assert divergence(p, q) >= -1e-9


def test_comparison_counts_tops_and_finds_the_largest_difference() -> None:
    result = compare(
        [logs(a=0.6, b=0.4), logs(a=0.6, b=0.4)],
        [logs(a=0.6, b=0.4), logs(a=0.4, b=0.6)],
    )
    assert result.same_top == 0.5
    assert result.largest == pytest.approx(math.log(0.6 / 0.4))
    assert result.worst_kl == pytest.approx(2 * result.mean_kl)
    assert result.mean_kl > 0


def test_runs_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1 positions cannot be compared with 2"):
        compare([logs(a=1)], [logs(a=1), logs(a=1)])
