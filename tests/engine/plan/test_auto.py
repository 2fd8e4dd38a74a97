"""What auto takes where speeds are known: the fastest plan that fits, with a sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import plan
from engine.plan.links import Link, Links, link_key
from engine.plan.types import Device, SplitPlan
from tests.engine.plan.models import (
    cards,
    cpus,
    llama_8b,
    model,
    qwen3_14b,
    qwen3_32b,
    smollm2,
    whole_qwen3_30b_a3b,
)

ROOM = 80 << 30
H100 = 2821e9


def h100s(count: int, free: int = ROOM) -> list[Device]:
    made = cards(*[free] * count, bandwidths=[H100] * count, quantised=True)
    return [replace(device, name="NVIDIA H100") for device in made]


def linked(devices: Sequence[Device], micros: float, gigabytes_per_second: float = 50) -> dict[tuple[str, ...], Link]:
    size = 1 << 20
    seconds = micros * 1e-6
    return {link_key(devices): Link(((0, seconds), (size, seconds + size / gigabytes_per_second / 1e9)), "measured")}


def ids(planned: SplitPlan) -> list[str]:
    return [device.id for device in planned.devices]


def test_two_equal_cards_share_a_dense_model() -> None:
    pair = h100s(2)
    planned = plan(qwen3_32b(), pair, "auto", links=linked(pair, 8))
    assert (planned.mode, planned.world_size) == ("tensor", 2)
    assert planned.tokens_per_second == pytest.approx(120, rel=0.05)
    assert planned.reason == (
        "Sharing every layer between 2 cards is faster for this model: reading at the same time saves more than 128 "
        "all-reduces cost (predicted 121 against 75 tokens per second on one card)."
    )


def test_a_mixture_of_experts_stays_on_one_card() -> None:
    """It reads little, and its 96 all-reduces are as dear as any."""
    pair = h100s(2)
    planned = plan(whole_qwen3_30b_a3b(), pair, "auto", links=linked(pair, 8))
    assert (planned.mode, ids(planned)) == ("none", ["cuda:0"])
    assert planned.reason == (
        "One card is faster for this model: 96 all-reduces would cost more than the halved reading saves "
        "(predicted 485 against 420 tokens per second with every layer shared)."
    )
    quick = plan(whole_qwen3_30b_a3b(), pair, "auto", links=linked(pair, 0.5))
    assert quick.mode == "tensor"


def test_a_bad_link_leaves_a_model_on_one_card_or_in_a_row() -> None:
    pair, small = h100s(2), h100s(2, 20 << 30)
    assert plan(qwen3_14b(), pair, "auto", links=linked(pair, 100)).mode == "none"
    row = plan(qwen3_32b(), small, "auto", links=linked(small, 400))
    assert row.mode == "layer"
    assert row.reason.startswith("The model fits on no card alone, and whole layers on each of 2 cards are faster for")
    assert "128 all-reduces would cost more than the halved reading saves" in row.reason
    assert plan(qwen3_32b(), small, "auto", links=linked(small, 8)).mode == "tensor"


def test_one_card_of_two_is_the_faster_one() -> None:
    """The user's order decides only between equals."""
    unequal = cards(ROOM, ROOM, bandwidths=[936e9, 1792e9], quantised=True)
    assert ids(plan(whole_qwen3_30b_a3b(), unequal, "auto", links=linked(unequal, 30))) == ["cuda:1"]
    assert ids(plan(whole_qwen3_30b_a3b(), unequal[::-1], "auto", links=linked(unequal, 30))) == ["cuda:1"]
    assert ids(plan(whole_qwen3_30b_a3b(), unequal, "none")) == ["cuda:0"]


def test_a_slow_card_is_left_out_and_ranks_keep_their_order() -> None:
    three = cards(ROOM, ROOM, ROOM, bandwidths=[1792e9, 60e9, 1792e9], quantised=True)
    links = linked(three, 20, 1) | linked([three[0], three[2]], 8)
    planned = plan(qwen3_32b(), three, "auto", links=links)
    assert (planned.mode, ids(planned)) == ("tensor", ["cuda:0", "cuda:2"])
    assert planned.reason.startswith("Sharing every layer between 2 of 3 cards is faster")
    assert plan(qwen3_32b(), three, "tensor").world_size == 3


def test_a_card_with_no_free_memory_is_left_out() -> None:
    three = cards(ROOM, 0, ROOM, bandwidths=[900e9, 1792e9, 900e9], quantised=True)
    planned = plan(qwen3_32b(), three, "auto")
    assert planned.fits
    assert (planned.mode, ids(planned)) == ("tensor", ["cuda:0", "cuda:2"])


def test_pairs_that_are_joined_well_share_layers_and_the_pairs_follow_each_other() -> None:
    four = h100s(4, 12 << 30)
    links = linked(four[:2], 4) | linked(four[2:], 4) | linked(four, 300)
    planned = plan(qwen3_32b(), four, "auto", links=links)
    assert (planned.mode, [stage.ranks for stage in planned.stages]) == ("tensor", [(0, 1), (2, 3)])
    assert "between 4 cards in 2 groups is faster" in planned.reason


def test_shares_of_the_user_are_kept_whatever_is_chosen() -> None:
    pair = h100s(2)
    planned = plan(llama_8b(), pair, "auto", shares=(3, 1), links=linked(pair, 8))
    if planned.mode == "tensor":
        assert [len(held) for held in planned.stages[0].splits[0].ranges] == [24, 8]
    even = plan(llama_8b(), pair, "auto", shares=(1, 1), links=linked(pair, 8))
    assert [len(held) for held in even.stages[0].splits[0].ranges] == [16, 16]
    only = plan(llama_8b(), pair, "auto", shares=(0, 1), links=linked(pair, 8))
    assert ids(only) == ["cuda:1"]


def test_the_only_way_is_said_to_be_that() -> None:
    one = cards(ROOM, 0, bandwidths=[H100, H100], quantised=True)
    assert "in no other way than whole on Card 0 (cuda:0) (predicted" in plan(qwen3_32b(), one, "auto").reason
    wide = model([LayerShape(8, 8, 64, 64, 1 << 17)], 1024, 5000, quant="Q8_0")
    half = max(held.total for held in plan(wide, h100s(2), "tensor").bytes)
    assert "than in mode tensor (predicted" in plan(wide, h100s(2, half), "auto").reason


def test_a_row_may_beat_the_slow_card_that_holds_everything() -> None:
    facts = qwen3_32b()
    pair = cards(20 << 30, ROOM, bandwidths=[1792e9, 300e9], quantised=True)
    planned = plan(facts, pair, "auto", links=linked(pair, 900))
    assert (planned.mode, planned.fits) == ("layer", True)
    assert "more of it is read from faster memory" in planned.reason


def test_one_device_needs_no_reason_but_that() -> None:
    assert plan(llama_8b(), h100s(1), "auto").reason == "There is one device, so there is nothing to divide."


def test_without_a_bandwidth_the_simplest_plan_is_taken() -> None:
    fast, unmeasured = cards(ROOM, ROOM, bandwidths=[H100, None], quantised=True)
    planned = plan(qwen3_32b(), [fast, unmeasured], "auto")
    assert planned.mode == "none"
    assert "until speeds are measured" in planned.reason
    assert plan(smollm2(), cpus(3), "auto").mode == "none"


def test_nothing_that_fits_is_said() -> None:
    nothing = plan(qwen3_32b(), h100s(2, 4 << 30), "auto")
    assert not nothing.fits
    assert "No split mode fits" in nothing.reason


@st.composite
def machines(draw: st.DrawFn) -> tuple[ModelFacts, list[Device], Links]:
    shape = LayerShape(8, draw(st.sampled_from((1, 2, 8))), 64, 64, draw(st.sampled_from((512, 4096, 16384))))
    facts = model([shape] * draw(st.integers(1, 6)), 1024, 5000, quant="Q8_0", tied=False)
    count = draw(st.integers(1, 5))
    whole = plan(facts, cards(None, quantised=True), "none").bytes[0]
    room = st.integers(whole.workspace // 2, int(whole.total * 1.2))
    devices = cards(
        *draw(st.lists(room, min_size=count, max_size=count)),
        bandwidths=draw(st.lists(st.sampled_from((5e10, 3e11, 1e12)), min_size=count, max_size=count)),
        quantised=True,
    )
    return facts, devices, linked(devices, draw(st.sampled_from((1.0, 5.0, 50.0))))


@settings(max_examples=60)
@given(machines(), st.data())
def test_no_plan_that_one_could_ask_for_is_predicted_faster(
    machine: tuple[ModelFacts, list[Device], Links], data: st.DataObject
) -> None:
    facts, devices, links = machine
    chosen = plan(facts, devices, "auto", links=links)
    asked = [plan(facts, [device], "none", links=links) for device in devices]
    asked += [plan(facts, devices, "layer", links=links), plan(facts, devices, "tensor", links=links)]
    if len(devices) > 3 and len(facts.layers) > 1:
        asked.append(plan(facts, devices, "tensor", stages=2, links=links))
    count = data.draw(st.integers(1, len(devices)))
    fastest = sorted(range(len(devices)), key=lambda place: -(devices[place].bandwidth or 0))[:count]
    asked.append(plan(facts, [devices[place] for place in sorted(fastest)], "tensor", links=links))
    speeds = [each.tokens_per_second or 0 for each in asked if each.fits]
    assert chosen.fits == bool(speeds) or chosen.fits
    if chosen.fits:
        assert chosen.tokens_per_second is not None
        assert chosen.tokens_per_second >= max(speeds, default=0.0) * (1 - 1e-9)
        assert len(devices) == 1 or "predicted" in chosen.reason
    assert chosen.reason.endswith(".")
