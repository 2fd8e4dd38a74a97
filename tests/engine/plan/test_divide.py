"""Division into ranges: exact cover, units, largest remainder, and water-filling under caps."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.plan.divide import divide, water_fill
from engine.plan.types import Range

totals = st.integers(0, 5000)
units = st.integers(1, 300)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@given(totals, weights, units)
def test_ranges_are_adjacent_and_cover_everything(total: int, shares: list[int], unit: int) -> None:
    ranges = divide(total, shares, unit)
    assert len(ranges) == len(shares)
    assert ranges[0].start == 0
    assert ranges[-1].stop == total
    for left, right in pairwise(ranges):
        assert left.stop == right.start
    assert all(type(bound) is int for held in ranges for bound in held)


@given(totals, weights, units)
def test_boundaries_fall_on_units(total: int, shares: list[int], unit: int) -> None:
    for held in divide(total, shares, unit):
        assert held.start % unit == 0 or held.start == total
        assert held.stop % unit == 0 or held.stop == total


@given(totals, weights, units)
def test_nobody_is_a_whole_unit_away_from_the_quota(total: int, shares: list[int], unit: int) -> None:
    count = -(-total // unit)
    for held, share in zip(divide(total, shares, unit), shares, strict=True):
        got = -(-len(held) // unit)
        assert abs(got - Fraction(count * share, sum(shares))) < 1
        if not share:
            assert not len(held)


@given(totals, weights, units, st.integers(2, 1000))
def test_only_ratios_count(total: int, shares: list[int], unit: int, factor: int) -> None:
    assert divide(total, shares, unit) == divide(total, [share * factor for share in shares], unit)


@given(st.integers(0, 9), st.lists(st.integers(0, 9), min_size=1, max_size=4).filter(any))
def test_soonest_is_through_no_later_than_any_other_division(total: int, speeds: list[int]) -> None:
    def seconds(counts: tuple[int, ...]) -> Fraction | None:
        if any(count and not speed for count, speed in zip(counts, speeds, strict=True)):
            return None
        return max(Fraction(count, speed or 1) for count, speed in zip(counts, speeds, strict=True))

    every = (counts for counts in product(range(total + 1), repeat=len(speeds)) if sum(counts) == total)
    found = tuple(map(len, divide(total, speeds, soonest=True)))
    assert seconds(found) == min(spent for counts in every if (spent := seconds(counts)) is not None)


def test_two_heads_are_better_off_on_a_fast_rank() -> None:
    """One each leaves the fast rank waiting for the slow one."""
    assert tuple(map(len, divide(2, (24, 10)))) == (1, 1)
    assert tuple(map(len, divide(2, (24, 10), soonest=True))) == (2, 0)


@pytest.mark.parametrize(
    ("total", "shares", "unit", "lengths"),
    [
        (9, (1, 1, 1, 1), 1, (3, 2, 2, 2)),
        (9, (1, 1), 1, (5, 4)),
        (8, (3, 1), 1, (6, 2)),
        (768, (1, 1, 1), 256, (256, 256, 256)),
        (768, (1, 1), 32, (384, 384)),
        (100, (1, 1), 32, (64, 36)),  # the last unit is ragged
        (2, (1, 1, 1), 1, (1, 1, 0)),
        (1000, (1, 1), 1000, (1000, 0)),
        (10, (0, 5, 0), 1, (0, 10, 0)),
        (0, (1, 2), 1, (0, 0)),
        (10, (Fraction(1, 3), Fraction(2, 3)), 1, (3, 7)),
    ],
)
def test_examples(total: int, shares: tuple[int | Fraction, ...], unit: int, lengths: tuple[int, ...]) -> None:
    assert tuple(map(len, divide(total, shares, unit))) == lengths


@pytest.mark.parametrize(
    ("total", "shares", "unit"), [(-1, (1,), 1), (4, (1,), 0), (4, (0, 0), 1), (4, (2, -1), 1), (4, (), 1)]
)
def test_senseless_input_is_refused(total: int, shares: tuple[int, ...], unit: int) -> None:
    with pytest.raises(ValueError, match=r"cannot divide|weights must"):
        divide(total, shares, unit)


caps = st.lists(st.none() | st.fractions(min_value=Fraction(-1, 4), max_value=Fraction(3, 2)), min_size=12, max_size=12)


@given(weights, caps)
def test_water_filling_keeps_to_its_caps(shares: list[int], limits: list[Fraction | None]) -> None:
    used = limits[: len(shares)]
    filled = water_fill(shares, used)
    room = [
        Fraction(0) if not share else Fraction(1) if cap is None else max(cap, Fraction(0))
        for share, cap in zip(shares, used, strict=True)
    ]
    if filled is None:
        assert sum(room) < 1
        return
    assert sum(filled) == 1
    assert all(0 <= share <= cap for share, cap in zip(filled, room, strict=True))
    # Those below their cap share in proportion, and nobody at the cap got more than that proportion.
    levels = [f / w for f, w, cap in zip(filled, shares, room, strict=True) if w and f < cap]
    assert len(set(levels)) <= 1
    for level in levels:
        assert all(f <= w * level for f, w in zip(filled, shares, strict=True))


def test_water_filling_passes_on_what_a_full_rank_leaves() -> None:
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert water_fill((1, 1), (None, None)) == (half, half)
    assert water_fill((1, 1, 2), (quarter / 2, None, None)) == (
        Fraction(1, 8),
        Fraction(7, 24),
        Fraction(14, 24),
    )
    assert water_fill((1, 1), (quarter, half)) is None


def test_a_range_counts_its_integers() -> None:
    assert len(Range(3, 7)) == 4
    assert Range(3, 7).scaled(64) == Range(192, 448)
