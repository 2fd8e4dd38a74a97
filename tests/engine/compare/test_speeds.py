"""Intervals and ratios: against what must hold of any, and against modes whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare.speeds import ratio, speed

SPEEDS = st.floats(0.1, 1e5)
LOADS = st.lists(st.lists(SPEEDS, min_size=1, max_size=6), min_size=2, max_size=5)


@settings(max_examples=25, deadline=None)
@given(LOADS)
def test_an_interval_holds_its_value(loads: list[list[float]]) -> None:
    found = speed(loads)
    assert found.low is not None
    assert found.high is not None
    assert found.blocks == tuple(float(np.median(load)) for load in loads)
    assert found.value == pytest.approx(np.mean(found.blocks))
    assert 0 < found.low <= found.high
    wide = max(max(load) for load in loads) / min(min(load) for load in loads)
    if wide < 1.2:
        assert found.low <= found.value * 1.001
        assert found.high >= found.value * 0.999


def test_steady_speeds_have_no_width_and_one_load_no_interval() -> None:
    steady = speed([[30.0, 30.0], [30.0, 30.0]])
    assert (steady.value, steady.low, steady.high) == (30, 30, 30)
    alone = speed([[29.0, 31.0, 90.0]])
    assert (alone.value, alone.low, alone.high, alone.blocks) == (31, None, None, (31,))


def test_it_is_the_same_every_time() -> None:
    loads = [[30.0, 31.0, 29.5], [33.0, 32.5, 33.5]]
    assert speed(loads) == speed(loads)
    assert ratio(loads, [[20.0], [21.0]]) == ratio(loads, [[20.0], [21.0]])


def test_loads_that_differ_widen_the_interval_more_than_repetitions_do() -> None:
    by_repetition = speed([[28.0, 29.0, 30.0, 31.0, 32.0]] * 2)
    by_load = speed([[28.0] * 5, [32.0] * 5])
    assert by_load.high is not None
    assert by_load.low is not None
    assert by_repetition.high is not None
    assert by_repetition.low is not None
    assert by_load.high - by_load.low > by_repetition.high - by_repetition.low > 0
    assert by_load.low < 28 < 32 < by_load.high  # wider than what two loads happened to show


def test_a_ratio_of_one_load_has_no_interval() -> None:
    assert ratio([[40.0, 42.0]], [[20.0], [21.0]]) == (2.0, None, None)


def test_equal_modes_are_seldom_told_apart_and_unequal_ones_are() -> None:
    """Loads differ by 2%, repetitions by 1%: the intervals of two loads miss a ratio of 1 in about an eighth."""
    dice = np.random.default_rng(3)

    def loads(mean: float) -> list[list[float]]:
        return list(mean * (1 + 0.02 * dice.standard_normal((2, 1)) + 0.01 * dice.standard_normal((2, 5))))

    def apart(other: float) -> float:
        found = [ratio(loads(other), loads(100)) for _ in range(100)]
        return float(np.mean([low > 1 or high < 1 for _, low, high in found if low and high]))

    assert apart(100) < 0.25
    assert apart(120) > 0.95
