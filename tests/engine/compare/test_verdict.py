"""The sentences of a comparison."""

from __future__ import annotations

from typing import Any

import pytest

from engine.compare.run import mirrored
from engine.compare.verdict import answers, mode_results, verdict
from engine.plan.types import Mode, SplitPlan
from engine.protocol import BlockDone

PLAN = SplitPlan("none", (), (), 512, ())
SLOW, FAST = [[20.0, 20.1], [20.2, 20.1]], [[32.4, 32.5], [32.6, 32.5]]


def block(mode: Mode, ids: tuple[int, ...] = (), tg: tuple[float, ...] = (), pp: tuple[float, ...] = ()) -> BlockDone:
    return BlockDone(1, 0, mode, PLAN, pp, tg, ids, "")


@pytest.mark.parametrize(
    ("modes", "loads", "order"),
    [("nt", 2, "nttn"), ("nlt", 2, "nlttln"), ("nt", 3, "nttnnt"), ("nt", 1, "nt")],
)
def test_the_order_is_mirrored(modes: str, loads: int, order: str) -> None:
    letters: Any = list(modes)
    assert "".join(mirrored(letters, loads)) == order


def test_the_fastest_of_two_is_named() -> None:
    found = verdict({"none": SLOW, "tensor": FAST})
    assert found is not None
    assert (found.faster, found.other, found.sentence) == ("tensor", "none", "Tensor is 1.62x faster")
    assert found.ratio == pytest.approx(1.617, abs=0.01)
    assert found.low
    assert found.high
    assert 1 < found.low < found.ratio < found.high


def test_of_three_the_two_fastest_are_compared() -> None:
    near = [[32.0, 33.0], [31.0, 34.0]]
    found = verdict({"none": FAST, "layer": SLOW, "tensor": near})
    assert found is not None
    assert found.faster is None
    assert found.sentence == "No clear difference between none and tensor"
    clear = verdict({"none": SLOW, "layer": [[10.0], [10.0]], "tensor": FAST})
    assert clear is not None
    assert clear.sentence == "Tensor is 1.62x faster than none"


def test_intervals_that_hold_one_are_no_clear_difference() -> None:
    found = verdict({"none": [[20.0, 21.0], [22.0, 23.0]], "tensor": [[20.5, 21.5], [22.5, 23.0]]})
    assert found is not None
    assert (found.faster, found.sentence) == (None, "No clear difference")
    assert found.ratio
    assert found.low
    assert found.low < 1


def test_it_is_too_early_until_every_mode_has_two_loads() -> None:
    alone = verdict({"none": SLOW})
    two = verdict({"none": SLOW, "tensor": FAST[:1]})
    three = verdict({"none": SLOW, "tensor": FAST, "layer": [[1.0]]})
    for found in (alone, two, three):
        assert found is not None
        assert (found.faster, found.low, found.sentence) == (None, None, "Too early to say")
    assert verdict({}) is None


def test_a_tiny_difference_is_not_called_1_00x() -> None:
    found = verdict({"none": [[20.0], [20.0]], "tensor": [[20.06], [20.06]]})
    assert found is not None
    assert found.sentence == "Tensor is 1.003x faster"


def test_results_are_in_the_order_asked_for_and_tests_apart() -> None:
    done = [block("tensor", tg=(30.0, 32.0)), block("none", pp=(500.0,)), block("tensor", tg=(33.0, 33.0))]
    none, tensor = mode_results(("none", "layer", "tensor"), done)
    assert (none.mode, tensor.mode) == ("none", "tensor")
    assert none.tg is None
    assert none.pp is not None
    assert none.pp.value == 500
    assert tensor.tg is not None
    assert tensor.tg.blocks == (31, 33)


def test_answers_are_compared_by_token() -> None:
    long = tuple(range(64))
    other = (*long[:40], 7, *long[41:])
    assert answers([block("none", long), block("tensor", long)]) == "All modes gave the same 64 tokens."
    assert answers([block("none", (3,)), block("tensor", (3,))]) == "All modes gave the same token."
    differs = answers([block("none", long), block("layer", long), block("tensor", other), block("none", long)])
    assert differs.startswith("None and tensor differ from token 41 on: the sums are added in another order")
    assert "layer" not in differs
    shorter = answers([block("none", long), block("tensor", long[:9])])
    assert shorter.startswith("None and tensor differ from token 10 on")
    assert answers([block("none", long)]) == ""
    assert answers([block("none"), block("tensor")]).startswith("No tokens were generated")
    itself = answers([block("none", long), block("tensor", long), block("tensor", other)])
    assert itself.startswith("Two loads of tensor differ from token 41 on")
