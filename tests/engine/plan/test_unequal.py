"""Shares of unequal cards: by how fast each reads, as far as its memory allows, whatever the heads."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import plan
from engine.plan.links import Link, link_key
from engine.plan.request import by_speed
from engine.plan.types import Device, SplitPlan
from tests.engine.plan.models import cards, llama_8b, model, qwen3_32b

RTX_5090, RTX_3090 = 1792e9, 936e9
ROOM = 80 << 30
FREE = Link(((0, 0.0), (1 << 20, 0.0)), "no time at all")


def unequal(*bandwidths: float, free: tuple[int, ...] = ()) -> list[Device]:
    return cards(*(free or (ROOM,) * len(bandwidths)), bandwidths=bandwidths, quantised=True)


def percents(planned: SplitPlan) -> list[float]:
    """Of the weights, by rank."""
    weights = [held.weights for held in planned.bytes]
    return [100 * held / sum(weights) for held in weights]


def test_a_5090_and_a_3090_share_two_to_one_and_gain_by_it() -> None:
    facts, pair = qwen3_32b(), unequal(RTX_5090, RTX_3090)
    fair = plan(facts, pair, "tensor", links={link_key(pair): FREE})
    even = plan(facts, pair, "tensor", shares=(1, 1), links={link_key(pair): FREE})
    assert percents(fair) == pytest.approx([65.7, 34.3], abs=1.5)
    assert fair.tokens_per_second / even.tokens_per_second == pytest.approx(1.45, abs=0.05)  # type: ignore[operator]


def test_a_5090_and_two_3090() -> None:
    facts, three = qwen3_32b(), unequal(RTX_5090, RTX_3090, RTX_3090)
    fair = plan(facts, three, "tensor", links={link_key(three): FREE})
    even = plan(facts, three, "tensor", shares=(1, 1, 1), links={link_key(three): FREE})
    assert percents(fair) == pytest.approx([48.9, 25.5, 25.5], abs=1.5)
    assert fair.tokens_per_second / even.tokens_per_second == pytest.approx(7.3 / 5.6, abs=0.05)  # type: ignore[operator]


def test_what_a_small_fast_card_cannot_hold_the_others_share_by_speed() -> None:
    facts = qwen3_32b()
    wanted = plan(facts, unequal(RTX_5090, RTX_3090, RTX_3090 / 2), "tensor")
    small = wanted.bytes[0].total - (4 << 30)
    clipped = plan(facts, unequal(RTX_5090, RTX_3090, RTX_3090 / 2, free=(small, ROOM, ROOM)), "tensor")
    assert clipped.fits
    assert any("shifted" in note for note in clipped.notes)
    assert small - (1 << 30) < clipped.bytes[0].total <= small
    assert clipped.bytes[1].weights / clipped.bytes[2].weights == pytest.approx(2, rel=0.08)
    assert clipped.tokens_per_second < wanted.tokens_per_second  # type: ignore[operator]


def test_a_card_without_room_for_a_rank_cannot_take_part() -> None:
    full = unequal(RTX_5090, RTX_3090, free=(ROOM, 0))
    assert not plan(llama_8b(), full, "tensor").fits
    assert plan(llama_8b(), full, "layer").fits  # without it


@pytest.mark.parametrize("world", [3, 5, 8])
def test_ranks_that_outnumber_the_kv_heads_share_query_heads_by_speed(world: int) -> None:
    facts = model([LayerShape(32, 2, 128, 128, 8192)] * 4, 4096, 1000, quant="Q8_0", tied=False)
    speeds = [RTX_5090] * (world - 1) + [RTX_5090 / 2]
    planned = plan(facts, unequal(*speeds), "tensor")
    heads = [len(held) for held in planned.stages[0].splits[0].ranges]
    assert sum(heads) == 32
    assert max(count / speed for count, speed in zip(heads, speeds, strict=True)) < 1.34 * 32 / sum(speeds)
    held = sum(held.kv for held in planned.bytes) / plan(facts, unequal(RTX_5090), "none").bytes[0].kv
    assert held > 1  # a KV head is held wherever a query head reads it


def test_ranks_of_one_card_share_what_it_reads() -> None:
    one, other = unequal(RTX_3090, RTX_3090)
    assert by_speed([one, one, other]) == (Fraction(RTX_3090) / 2, Fraction(RTX_3090) / 2, Fraction(RTX_3090))


def test_what_was_measured_of_cards_of_one_name_is_taken_as_one_speed() -> None:
    """Four H200 of one computer; 40 heads over two of them by the figures would be 19 and 21, and halve a KV head."""
    measured = (3850e9, 4118e9, 4125e9, 3941e9)
    alike = [replace(device, name="H200") for device in unequal(*measured)]
    assert len(set(by_speed(alike))) == 1
    assert [len(held) for held in plan(llama_8b(), alike[:2], "tensor").stages[0].splits[0].ranges] == [16, 16]
    assert len(set(by_speed(unequal(*measured)))) == 4, "of other names, as they were measured"


def test_a_card_that_is_really_slower_than_its_like_gets_less() -> None:
    fast, slow = (replace(device, name="RTX 3090") for device in unequal(RTX_3090, RTX_3090 / 2))
    assert by_speed([fast, slow]) == (Fraction(RTX_3090), Fraction(RTX_3090 / 2))


@st.composite
def small_models(draw: st.DrawFn) -> ModelFacts:
    kv_heads = draw(st.integers(1, 4))
    shape = LayerShape(kv_heads * draw(st.integers(1, 4)), kv_heads, 64, 64, 32 * draw(st.integers(1, 40)))
    return model([shape] * 2, 256, 640, quant="Q8_0", tied=False)


@settings(max_examples=60)
@given(small_models(), st.lists(st.integers(1, 20), min_size=2, max_size=4), st.data())
def test_nobodys_own_shares_of_heads_and_channels_read_sooner(
    facts: ModelFacts, speeds: list[int], data: st.DataObject
) -> None:
    """But for keys and values, which belong to more than one rank here and there."""
    devices = unequal(*(speed * 1e11 for speed in speeds))
    found = plan(facts, devices, "tensor").stages[0].splits
    shares = data.draw(st.lists(st.integers(0, 20), min_size=len(speeds), max_size=len(speeds)).filter(any))
    other = plan(facts, devices, "tensor", shares=shares).stages[0].splits
    for ours, theirs in zip(found[:2], other[:2], strict=True):
        spent, theirs_spent = (
            max(Fraction(len(held), speed) for held, speed in zip(split.ranges, speeds, strict=True))
            for split in (ours, theirs)
        )
        assert spent <= theirs_spent
