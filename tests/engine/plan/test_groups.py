"""Groups of devices in a row, each sharing its layers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import PlanError, plan
from engine.plan.memory import lacking
from engine.plan.types import Device, Range
from tests.engine.plan.models import cards, cpus, gemma3_270m, model, smollm2
from tests.engine.plan.strategies import device_lists, models

ROOM = 40 << 30


def test_pairs_in_a_row() -> None:
    planned = plan(smollm2(), cpus(4), "tensor", stages=2)
    assert planned.mode == "tensor"
    assert planned.mixed
    assert [stage.ranks for stage in planned.stages] == [(0, 1), (2, 3)]
    assert [stage.layers for stage in planned.stages] == [Range(0, 17), Range(17, 30)]  # and the head
    assert [[len(held) for held in split.ranges] for split in planned.stages[0].splits] == [[5, 4], [768, 768]]
    assert planned.stages[1].splits[-1].ranges == (Range(0, 24576), Range(24576, 49152))


@pytest.mark.parametrize(
    ("devices", "stages", "ranks"),
    [
        (5, 2, [(0, 1, 2), (3, 4)]),
        (7, 3, [(0, 1, 2), (3, 4), (5, 6)]),
        (3, 3, [(0,), (1,), (2,)]),
        (4, 1, [(0, 1, 2, 3)]),
    ],
)
def test_devices_are_divided_as_evenly_as_they_can_be(devices: int, stages: int, ranks: list[tuple[int, ...]]) -> None:
    assert [stage.ranks for stage in plan(smollm2(), cpus(devices), "tensor", stages=stages).stages] == ranks


def test_faster_groups_take_more_layers() -> None:
    facts = model([LayerShape(8, 8, 64, 64, 2048)] * 40, 1024, 64, quant="Q8_0")
    four = cards(*[ROOM] * 4, bandwidths=[1e12, 2e12, 3e12, 3e12], quantised=True)
    planned = plan(facts, four, "tensor", stages=2)
    assert [len(stage.layers) for stage in planned.stages] == [13, 27]  # 3 to 6
    assert [len(held) for held in planned.stages[0].splits[0].ranges] == [3, 5]
    own = plan(facts, four, "tensor", stages=2, shares=(1, 1, 1, 2))
    assert [len(stage.layers) for stage in own.stages] == [16, 24]
    assert [len(held) for held in own.stages[0].splits[0].ranges] == [4, 4]


def test_shares_are_shifted_inside_a_group_before_layers_are() -> None:
    facts = gemma3_270m()
    free = plan(facts, cards(None, None, None, None), "tensor", stages=2)
    tight = free.bytes[2].total - 50 * 10**6
    planned = plan(facts, cards(ROOM, ROOM, tight, ROOM), "tensor", stages=2)
    assert planned.fits
    assert any("shifted" in note for note in planned.notes)
    assert [stage.layers for stage in planned.stages] == [stage.layers for stage in free.stages]
    assert planned.bytes[2].total <= tight
    assert planned.bytes[:2] == free.bytes[:2]


def test_layers_are_shifted_where_a_group_is_too_small() -> None:
    facts = gemma3_270m()
    free = plan(facts, cards(None, None, None, None), "tensor", stages=2)
    tight = min(held.total for held in free.bytes[2:]) - 50 * 10**6
    planned = plan(facts, cards(ROOM, ROOM, tight, tight), "tensor", stages=2)
    assert planned.fits
    assert len(planned.stages[0].layers) > len(free.stages[0].layers)
    kept = plan(facts, cards(ROOM, ROOM, tight, tight), "tensor", stages=2, shares=(1, 1, 1, 1))
    assert kept.misfit.endswith("It fits when the shares are left to Tandem.")


def test_groups_that_take_of_the_same_memory_leave_each_other_room() -> None:
    facts = gemma3_270m()
    one, other = cards(None, None)
    both = plan(facts, [one, other] * 2, "tensor", stages=2)
    tight = sum(held.total for held in both.bytes[::2]) - 100 * 10**6
    small = replace(one, memory_free=tight)
    planned = plan(facts, [small, other] * 2, "tensor", stages=2)
    assert planned.fits
    assert tight - 60 * 10**6 < sum(held.total for held in planned.bytes[::2]) <= tight


def test_a_group_without_a_share_is_left_out_and_counted() -> None:
    planned = plan(smollm2(), cpus(4), "tensor", stages=2, shares=(0, 0, 1, 1))
    assert [stage.ranks for stage in planned.stages] == [(0, 1)]
    assert planned.notes[0].startswith("2 of 4 devices get no layers")


@pytest.mark.parametrize(
    ("mode", "stages", "words"),
    [
        ("tensor", 0, "0 stages"),
        ("tensor", -1, "-1 stages"),
        ("tensor", 5, "there are 4"),
        ("layer", 2, "split mode tensor"),
        ("none", 2, "split mode tensor"),
        ("auto", 2, "split mode tensor"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(mode: str, stages: int, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        plan(smollm2(), cpus(4), mode, stages=stages)


def test_more_stages_than_layers_are_refused() -> None:
    facts = model([LayerShape(4, 4, 64, 64, 256)] * 2, 256, 10)
    with pytest.raises(PlanError, match="has 2: give fewer"):
        plan(facts, cpus(4), "tensor", stages=3)


@given(models(), device_lists(), st.data())
def test_any_stages_make_a_plan_that_misfits_only_where_memory_lacks(
    facts: ModelFacts, devices: list[Device], data: st.DataObject
) -> None:
    stages = data.draw(st.integers(1, min(len(devices), len(facts.layers))))
    planned = plan(facts, devices, "tensor", stages=stages)
    assert [layer for stage in planned.stages for layer in range(*stage.layers)] == list(range(len(facts.layers)))
    assert [rank for stage in planned.stages for rank in stage.ranks] == list(range(planned.world_size))
    assert planned.fits == (not lacking(planned))
    if stages == len(devices):
        row = plan(facts, devices, "layer")
        assert [stage.layers for stage in row.stages] == [stage.layers for stage in planned.stages]
        assert row.bytes == planned.bytes
