"""Cutting layers: the exact optimum, compared with trying every way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.plan.layer_cut import cut_layers
from engine.plan.types import Range

sizes = st.lists(st.integers(1, 100), min_size=1, max_size=7)
weights = st.lists(st.integers(0, 5), min_size=1, max_size=4).filter(any)
rooms = st.lists(st.none() | st.integers(0, 400), min_size=4, max_size=4)


def cost(ranges: list[Range], layers: list[int], head: int, shares: list[int]) -> Fraction | None:
    """Sum of bytes² / weight, or None if a range without a weight holds something."""
    total = Fraction(0)
    for held, share in zip(ranges, shares, strict=True):
        if len(held):
            if not share:
                return None
            size = sum(layers[held.start : held.stop]) + (head if held.stop == len(layers) else 0)
            total += Fraction(size * size, share)
    return total


@given(sizes, st.integers(0, 200), weights, rooms)
def test_no_other_cut_is_better(layers: list[int], head: int, shares: list[int], limits: list) -> None:
    room = limits[: len(shares)]
    count = len(layers)

    def allowed(ranges: list[Range]) -> bool:
        return all(
            bound is None
            or not len(held)
            or sum(layers[held.start : held.stop]) + (head if held.stop == count else 0) <= bound
            for held, bound in zip(ranges, room, strict=True)
        )

    every = [
        [Range(a, b) for a, b in pairwise((0, *inner, count))]
        for inner in combinations_with_replacement(range(count + 1), len(shares) - 1)
    ]
    costs = [c for ranges in every if allowed(ranges) and (c := cost(ranges, layers, head, shares)) is not None]
    found = cut_layers(layers, head, shares, room)
    if found is None:
        assert not costs
        return
    assert found[0].start == 0
    assert found[-1].stop == count
    assert allowed(list(found))
    best = cost(list(found), layers, head, shares)
    assert best is not None
    # Costs are integers in units of 1 / sum of weights: rounding hides less than one unit a range.
    assert (best - min(costs)) * sum(shares) < len(shares)


def test_devices_may_be_many_more_than_layers() -> None:
    found = cut_layers([10] * 4, 5, [1] * 3000, [None] * 3000)
    assert found is not None
    assert [held for held in found if len(held)] == [Range(at, at + 1) for at in range(4)]
