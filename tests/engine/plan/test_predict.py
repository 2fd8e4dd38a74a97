"""Predicted speeds: near what was measured on one card, and made of what they say they are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import assemble, plan
from engine.plan.costs import OWN
from engine.plan.links import Link, link_key
from engine.plan.speed import Prediction, all_reduces, most_tokens_per_second, predict
from engine.plan.stages import shared_stage
from engine.plan.tensors import EMBEDDING
from engine.plan.types import Device, Range, SplitPlan
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
from tests.engine.plan.strategies import device_lists, models

G = 10**9
H100 = 2821e9  # as measured beside these speeds
FREE = Link(((0, 0.0), (1 << 20, 0.0)), "no time at all")


def made(facts: ModelFacts, split: SplitPlan, links: dict | None = None, depth: int = 0) -> Prediction:
    found = predict(facts, split, links or {}, depth)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("make", "read", "tokens_per_second", "at_8192"),
    [
        (qwen3_14b, 8.56, 245.5, 220.9),
        (llama_8b, 7.97, 286.1, 259.2),
        (qwen3_32b, 33.98, 75.7, 71.9),
        (whole_qwen3_30b_a3b, 1.92, 490.5, 431.2),
    ],
)
def test_near_what_one_h100_does(
    make: Callable[[], ModelFacts], read: float, tokens_per_second: float, at_8192: float
) -> None:
    facts = make()
    alone = plan(facts, cards(80 << 30, bandwidths=[H100], quantised=True), "none")
    assert H100 / most_tokens_per_second(facts, alone) / 1e9 == pytest.approx(read, abs=0.01)
    assert alone.tokens_per_second == pytest.approx(tokens_per_second, rel=0.04)
    assert made(facts, alone, depth=8192).tokens_per_second == pytest.approx(at_8192, rel=0.04)


def test_near_what_a_small_model_does_on_a_processor() -> None:
    two_cores = [replace(device, bandwidth=31e9, quantised=True) for device in cpus(1)]
    facts = smollm2(kind_of=lambda name: "Q8_0" if name == EMBEDDING else "Q4_1")
    assert plan(facts, two_cores, "none").tokens_per_second == pytest.approx(270, rel=0.05)


@pytest.mark.parametrize(
    ("make", "alone", "both"),
    [
        (qwen3_14b, 245.8, 383.3),
        (llama_8b, 296.9, 468.4),
        (qwen3_32b, 73.8, 134.2),
        (whole_qwen3_30b_a3b, 500.1, 566.3),
    ],
)
def test_near_what_two_h100_do(make: Callable[[], ModelFacts], alone: float, both: float) -> None:
    facts, pair = make(), cards(*[80 << 30] * 2, bandwidths=[2950e9, 2718e9], quantised=True)
    links = {link_key(pair): Link(((4096, 3.8e-6), (20480, 3.4e-6)), "peer access")}
    found = [plan(facts, pair, mode, links=links).tokens_per_second for mode in ("none", "tensor")]
    assert found == pytest.approx([alone, both], rel=0.12)
    assert plan(facts, pair, "auto", links=links).mode == "tensor"


@pytest.mark.parametrize(
    ("make", "tokens_per_second"),
    [(qwen3_14b, 303.3), (llama_8b, 348.4), (qwen3_32b, 93.8), (whole_qwen3_30b_a3b, 527.8)],
)
def test_near_what_one_h200_does(make: Callable[[], ModelFacts], tokens_per_second: float) -> None:
    card = cards(140 << 30, bandwidths=[4030e9], quantised=True)
    assert plan(make(), card, "none").tokens_per_second == pytest.approx(tokens_per_second, rel=0.12)


def test_norms_are_counted_once_and_reduces_twice_a_layer() -> None:
    facts, pair = qwen3_14b(), cards(80 << 30, 80 << 30, bandwidths=[H100] * 2, quantised=True)
    split = plan(facts, pair, "tensor")
    link = {link_key(pair): Link(((0, 5e-6), (20480, 8e-6)), "")}
    free = {link_key(pair): FREE}
    assert all_reduces(split) == 80
    assert made(facts, split, link).reducing == pytest.approx(80 * 8e-6 + 5e-6)  # hidden 5120 in f32; and the tokens
    assert made(facts, split, free).reducing == 0
    # Half of the reading; of what layers cost beside it, all but the two norms that the all-reduces do.
    alone = made(facts, plan(facts, pair, "none"))
    beside = 40 * OWN["cuda"].layer
    wanted = (alone.computing - beside) / 2 + beside - 80 * OWN["cuda"].norm
    assert made(facts, split, link).computing == pytest.approx(wanted, rel=0.005)


def test_stages_add_up_with_a_hop_between_and_the_token_back() -> None:
    facts, pair = llama_8b(), cards(80 << 30, 80 << 30, bandwidths=[H100] * 2, quantised=True)
    link = {link_key(pair): Link(((0, 5e-6), (16384, 9e-6)), "")}
    row = made(facts, plan(facts, pair, "layer"), link)
    assert row.computing == pytest.approx(made(facts, plan(facts, pair, "none")).computing)
    assert row.reducing == 0
    assert row.passing_on == pytest.approx(9e-6 + 5e-6, rel=0.001)
    four = cards(*[80 << 30] * 4, bandwidths=[H100] * 4, quantised=True)
    pairs = plan(facts, four, "tensor", stages=2)
    assert all_reduces(pairs) == 64
    mixed, both = made(facts, pairs), made(facts, plan(facts, pair, "tensor"))
    assert mixed.computing == pytest.approx(both.computing, rel=0.001)
    assert mixed.passing_on > 0


def test_ranks_of_one_memory_take_turns() -> None:
    facts, card = qwen3_32b(), cards(80 << 30, bandwidths=[H100], quantised=True)[0]
    twice = made(facts, plan(facts, [card, card], "tensor"))
    alone = made(facts, plan(facts, [card], "none"))
    assert twice.computing == pytest.approx(alone.computing, rel=0.02)


def test_the_slowest_rank_of_each_half_of_a_layer_counts() -> None:
    """A rank with more heads and fewer channels than another makes up for nothing: all wait in between."""
    facts = model([LayerShape(8, 8, 128, 128, 4096)] * 4, 1024, 64, tied=False)
    pair = cards(G, G, bandwidths=[1e12] * 2, quantised=True)
    even = plan(facts, pair, "tensor")
    (heads, channels, rows) = even.stages[0].splits
    crossed = replace(
        even.stages[0],
        splits=(
            replace(heads, ranges=(Range(0, 8), Range(8, 8))),
            replace(channels, ranges=(Range(0, 0), Range(0, 4096))),
            rows,
        ),
    )
    free = {link_key(pair): FREE}
    unshared = assemble(facts, pair, "tensor", [crossed], 128, links=free)
    beside = 4 * (OWN["cuda"].layer - 2 * OWN["cuda"].norm)
    alone = made(facts, plan(facts, pair[:1], "none")).computing - 4 * OWN["cuda"].layer
    assert made(facts, unshared, free).computing - beside == pytest.approx(alone, rel=0.02)


def test_cards_without_kernels_are_predicted_slow() -> None:
    """They hold f32, and PyTorch launches every operation by itself."""
    fast, plain = (
        plan(smollm2(), cards(80 << 30, bandwidths=[H100], quantised=own), "none") for own in (True, False)
    )
    assert fast.tokens_per_second / plain.tokens_per_second > 20  # type: ignore[operator]


@given(models(), device_lists(), st.sampled_from(("none", "layer", "tensor")), st.integers(0, 5000))
def test_never_above_what_memory_allows_and_slower_with_depth(
    facts: ModelFacts, devices: list[Device], mode: str, depth: int
) -> None:
    split = plan(facts, devices, mode)
    known = all(device.bandwidth for device in split.devices)
    assert (split.tokens_per_second is not None) == known
    if known:
        start = made(facts, split)
        assert split.tokens_per_second == start.tokens_per_second
        assert 0 < made(facts, split, depth=depth).tokens_per_second <= start.tokens_per_second
        most = most_tokens_per_second(facts, split)
        # Packed weights may be a little smaller than the file's; what costs beside them is nearly always more.
        assert most is not None
        assert start.tokens_per_second < 1.05 * most


def test_any_row_of_stages_is_predicted() -> None:
    facts, pair = smollm2(), cards(G, G, bandwidths=[1e12, 5e11], quantised=True)
    stages = [
        shared_stage(facts, Range(0, 10), (0, 1), (2, 1)),
        shared_stage(facts, Range(10, 30), (1,), (1,)),
    ]
    split = assemble(facts, pair, "tensor", stages, 128)
    assert all_reduces(split) == 20
    assert split.tokens_per_second is not None
