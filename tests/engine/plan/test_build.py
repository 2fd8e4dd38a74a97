"""plan(): every legal request gets a plan, and the plans of known models are those one would draw by hand."""

from __future__ import annotations

import dataclasses
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import PlanError, plan
from engine.plan.types import Device, Range, SplitPlan, kv_range
from engine.protocol import DEFAULT_CONTEXT
from tests.engine.plan.models import cards, cpus, gemma3_270m, model, smollm2
from tests.engine.plan.strategies import device_lists, models

G = 10**9
modes = st.sampled_from(("none", "layer", "tensor", "auto"))


def lengths(planned: SplitPlan, part: str) -> list[int]:
    (split,) = (s for s in planned.stages[-1].splits if s.part == part)
    return [len(held) for held in split.ranges]


@given(models(), device_lists(), modes, st.data())
def test_legal_requests_never_fail(facts: ModelFacts, devices: list[Device], mode: str, data: st.DataObject) -> None:
    shares = data.draw(
        st.just([]) | st.lists(st.integers(0, 50), min_size=len(devices), max_size=len(devices)).filter(any)
    )
    context = data.draw(st.none() | st.integers(1, 200_000))
    planned = plan(facts, devices, mode, shares=shares, context=context)
    assert planned.mode == mode or mode == "auto"
    assert bool(planned.reason) == (mode == "auto")
    assert planned.context == (context or facts.context)
    assert len(planned.bytes) == planned.world_size
    layers = [layer for stage in planned.stages for layer in range(*stage.layers)]
    assert layers == list(range(len(facts.layers)))
    used = sorted(rank for stage in planned.stages for rank in stage.ranks)
    assert used == list(range(planned.world_size))
    for stage in planned.stages:
        for split in stage.splits:
            assert len(split.ranges) == len(stage.ranks)
            assert split.ranges[0].start == 0
            assert split.ranges[-1].stop == split.total
            assert all(a.stop == b.start for a, b in pairwise(split.ranges))
        for layer in range(*stage.layers):
            for rank in stage.ranks:
                stage.range("query heads", facts.layers[layer].heads, rank)
                stage.range("MLP channels", facts.layers[layer].ffn, rank)
    for rank in planned.stages[-1].ranks:
        planned.stages[-1].range("vocabulary rows", facts.vocabulary, rank)
    for sentence in (*planned.notes, planned.reason, planned.misfit):
        assert sentence == "" or sentence.endswith(".")


@given(models(), device_lists(), modes)
def test_only_integers_leave_the_planner(facts: ModelFacts, devices: list[Device], mode: str) -> None:
    planned = dataclasses.asdict(plan(facts, devices, mode))
    del planned["devices"], planned["tokens_per_second"]  # measured, and predicted from that

    def leaves(value: object) -> None:
        if isinstance(value, dict):
            for item in value.values():
                leaves(item)
        elif isinstance(value, tuple | list):
            for item in value:
                leaves(item)
        else:
            assert type(value) is int or isinstance(value, str)

    leaves(json.loads(json.dumps(planned)))
    leaves({key: value for key, value in planned.items() if key != "stages"})


@given(models(), device_lists(), st.sampled_from(("layer", "tensor")), st.data())
def test_a_share_of_zero_holds_nothing_that_is_shared(
    facts: ModelFacts, devices: list[Device], mode: str, data: st.DataObject
) -> None:
    shares = data.draw(st.lists(st.integers(0, 3), min_size=len(devices), max_size=len(devices)).filter(any))
    planned = plan(facts, devices, mode, shares=shares)
    if mode == "tensor":
        for split in planned.stages[0].splits:
            assert all(not len(held) for held, share in zip(split.ranges, shares, strict=True) if not share)
    else:
        assert planned.world_size <= sum(map(bool, shares))


@pytest.mark.parametrize(
    ("world", "heads", "channels", "rows"),
    [
        (2, [5, 4], [768, 768], [24576, 24576]),
        (3, [3, 3, 3], [512] * 3, [16384] * 3),
        (4, [3, 2, 2, 2], [384] * 4, [12288] * 4),
        (7, [2, 2, 1, 1, 1, 1, 1], [224] * 6 + [192], [7022] * 5 + [7021] * 2),
        (12, [1] * 9 + [0] * 3, [128] * 12, [4096] * 12),
    ],
)
def test_smollm2_over_any_number_of_ranks(world: int, heads: list[int], channels: list[int], rows: list[int]) -> None:
    planned = plan(smollm2(), cpus(world), "tensor")
    assert planned.stages[0].layers == Range(0, 30)
    assert lengths(planned, "query heads") == heads
    assert lengths(planned, "MLP channels") == channels
    assert lengths(planned, "vocabulary rows") == rows


def test_smollm2_over_four_ranks_crosses_kv_groups_and_says_so() -> None:
    planned = plan(smollm2(), cpus(4, 20 * G), "tensor")
    held = [kv_range(planned.stages[0].range("query heads", 9, rank), 9, 3) for rank in range(4)]
    assert held == [Range(0, 1), Range(1, 2), Range(1, 3), Range(2, 3)]
    assert planned.notes == (
        "KV head 1 of 3 is held by ranks 1 and 2, because query heads on each of them read it.",
        "KV head 2 of 3 is held by ranks 2 and 3, because query heads on each of them read it.",
    )


def test_smollm2_over_twelve_ranks_says_who_has_no_heads() -> None:
    notes = plan(smollm2(), cpus(12), "tensor").notes
    assert "Ranks 9, 10 and 11 hold none of the 9 query heads." in notes


@pytest.mark.parametrize(("world", "heads"), [(2, [2, 2]), (3, [2, 1, 1]), (4, [1] * 4), (7, [1] * 4 + [0] * 3)])
def test_gemma3_270m_has_one_kv_head_on_every_rank_with_heads(world: int, heads: list[int]) -> None:
    facts = gemma3_270m()
    planned = plan(facts, cpus(world), "tensor")
    assert lengths(planned, "query heads") == heads
    kv = [held.kv for held in planned.bytes]
    assert kv == [18 * 512 * planned.context * 4 if count else 0 for count in heads]


def test_heads_stay_together_where_a_quantised_group_spans_them() -> None:
    facts = model([LayerShape(8, 8, 24, 24, 64)], 64, 10, quant="Q4_0")
    assert lengths(plan(facts, cpus(3), "tensor"), "query heads") == [4, 4, 0]  # lcm(24, 32) / 24 = 4 heads
    floats = model([LayerShape(8, 8, 24, 24, 64)], 64, 10, quant="F16")
    assert lengths(plan(floats, cpus(3), "tensor"), "query heads") == [3, 3, 2]


@pytest.mark.parametrize(
    ("quant", "channels"), [("Q6_K", [256, 256, 256]), ("Q4_K", [256, 256, 256]), ("F32", [256, 256, 256])]
)
def test_mlp_of_768_divides_by_three(quant: str, channels: list[int]) -> None:
    facts = model([LayerShape(4, 4, 64, 64, 768)], 256, 10, quant=quant)
    assert lengths(plan(facts, cpus(3), "tensor"), "MLP channels") == channels


@pytest.mark.parametrize(("quant", "channels"), [("Q6_K", [112, 144]), ("Q4_K", [128, 128]), ("F32", [117, 139])])
def test_mlp_units_follow_the_quant_type(quant: str, channels: list[int]) -> None:
    facts = model([LayerShape(4, 4, 64, 64, 256)], 256, 10, quant=quant)
    assert lengths(plan(facts, cpus(2), "tensor", shares=(457, 543)), "MLP channels") == channels


def test_gpus_cut_rows_at_multiples_of_32() -> None:
    """Where the CPU may cut a Q6_K row at 16, and F32 anywhere."""
    facts = model([LayerShape(6, 6, 16, 16, 256)], 96, 10, quant="F32")
    own_kernels = [dataclasses.replace(card, quantised=True) for card in cards(None, None)]
    planned = plan(facts, own_kernels, "tensor", shares=(457, 543))
    assert lengths(planned, "MLP channels") == [128, 128]
    assert all(length % 2 == 0 for length in lengths(planned, "query heads"))


def test_a_card_without_kernels_of_its_own_is_noted_once() -> None:
    why = "Triton is not installed, so Card 0 computes in plain PyTorch."
    plain = dataclasses.replace(cards(None)[0], why_plain=why)
    assert plan(smollm2(), [plain, plain], "tensor").notes.count(why) == 1


def test_layers_that_differ_get_a_split_each() -> None:
    facts = model([LayerShape(8, 2, 32, 32, 256), LayerShape(6, 3, 32, 32, 96)], 64, 10)
    splits = plan(facts, cpus(2), "tensor").stages[0].splits
    assert [(split.part, split.total) for split in splits] == [
        ("query heads", 8), ("query heads", 6), ("MLP channels", 256), ("MLP channels", 96),
        ("vocabulary rows", 10),
    ]  # fmt: skip


def test_shares_set_the_proportions() -> None:
    planned = plan(smollm2(), cpus(2), "tensor", shares=(2, 1))
    assert lengths(planned, "query heads") == [6, 3]
    assert lengths(planned, "MLP channels") == [1024, 512]
    layered = plan(smollm2(tied=False), cpus(2), "layer", shares=(3, 1))
    first, second = (held.weights + held.kv for held in layered.bytes)
    assert 2.5 < first / second < 3.5


def test_measured_bandwidth_sets_the_proportions_if_every_device_has_one() -> None:
    measured = cards(None, None, bandwidths=(1.8e12, 0.9e12))
    assert lengths(plan(smollm2(), measured, "tensor"), "query heads") == [6, 3]
    half_measured = cards(None, None, bandwidths=(1.8e12, None))
    assert lengths(plan(smollm2(), half_measured, "tensor"), "query heads") == [5, 4]


def test_layers_are_cut_by_bytes_with_the_head_on_the_last() -> None:
    planned = plan(smollm2(), cpus(3), "layer")
    assert [stage.layers for stage in planned.stages] == [Range(0, 12), Range(12, 23), Range(23, 30)]
    assert [stage.ranks for stage in planned.stages] == [(0,), (1,), (2,)]
    assert [len(stage.splits) for stage in planned.stages] == [2, 2, 3]


def test_more_devices_than_layers_are_dropped_and_counted() -> None:
    planned = plan(smollm2(), cpus(40), "layer")
    assert planned.world_size == 30
    assert planned.notes[0].startswith("10 of 40 devices get no layers and are not used")


def test_a_device_may_be_named_twice() -> None:
    card = cards(80 * G)[0]
    planned = plan(smollm2(), [card, card, *cpus(1)], "tensor")
    assert planned.devices == (card, card, *cpus(1))


def test_context_is_the_models_own_up_to_the_default() -> None:
    assert plan(smollm2(context=2048), cpus(1), "none").context == 2048
    assert plan(smollm2(context=131072), cpus(1), "none").context == DEFAULT_CONTEXT
    beyond = plan(smollm2(context=2048), cpus(1), "none", context=4096)
    assert beyond.context == 4096
    assert any("longer than the 2,048" in note for note in beyond.notes)
    assert not any("longer than" in note for note in plan(smollm2(), cpus(1), "none").notes)


@pytest.mark.parametrize(
    ("devices", "options", "words"),
    [
        ([], {}, "no device"),
        (cpus(2), {"shares": (1,)}, "1 shares for 2 devices"),
        (cpus(2), {"shares": (0, 0)}, "above zero"),
        (cpus(2), {"shares": (2, -1)}, "negative"),
        (cpus(1), {"context": 0}, "too short"),
    ],
)
def test_impossible_requests_are_refused_in_a_sentence(devices: list, options: dict, words: str) -> None:
    for mode in ("none", "layer", "tensor", "auto"):
        with pytest.raises(PlanError, match=words):
            plan(smollm2(), devices, mode, **options)


def test_a_file_without_layers_is_refused() -> None:
    with pytest.raises(PlanError, match="no layers"):
        plan(dataclasses.replace(smollm2(), layers=()), cpus(1), "none")
