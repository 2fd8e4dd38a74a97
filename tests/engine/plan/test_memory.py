"""Memory: predictions, what lacks, shifting shares below limits, and what auto makes of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import plan
from engine.plan.memory import EXPERT_ROWS, FLOAT, LOGIT_ROWS, PREFILL_CHUNK, RUNTIME, SCORE_BUFFERS, lacking
from engine.plan.types import Device, SplitPlan
from engine.plan.words import joined, numbered, size
from tests.engine.plan.models import cards, cpus, gemma3_270m, model, qwen3_30b_a3b, smollm2
from tests.engine.plan.strategies import device_lists, models

G = 10**9


def used(planned: SplitPlan, pool: str) -> int:
    return sum(b.total for b, d in zip(planned.bytes, planned.devices, strict=True) if d.pool == pool)


def test_the_kv_cache_is_counted_in_f32_per_layer_and_head() -> None:
    planned = plan(smollm2(), cpus(1), "none", context=1000)
    assert planned.bytes[0].kv == 30 * 3 * (64 + 64) * 1000 * 4


def test_workspace_grows_with_the_context_by_scores_masks_and_rope_tables() -> None:
    at = {c: plan(smollm2(context=10**6), cpus(1), "none", context=c).bytes[0].workspace for c in (4096, 8192)}
    per_token = SCORE_BUFFERS * 3 * PREFILL_CHUNK * FLOAT + 2 * PREFILL_CHUNK + 2 * 64 * FLOAT
    assert at[8192] - at[4096] == 4096 * per_token
    assert at[4096] > RUNTIME["cpu"]


def test_workspace_for_experts_is_what_some_of_them_take_and_all_of_them_give() -> None:
    facts = qwen3_30b_a3b()
    dense = replace(facts, layers=tuple(replace(shape, experts=0) for shape in facts.layers))
    devices = [replace(device, quantised=True) for device in cpus(3)]
    mixture, plain = (plan(each, devices, "tensor").bytes[1].workspace for each in (facts, dense))
    some, every = EXPERT_ROWS * (2 * 2048 + 3 * 256), PREFILL_CHUNK * (8 * 2048 + 2 * 128)
    logits = 2 * LOGIT_ROWS * 50645  # what takes most without experts
    assert mixture - plain == FLOAT * (some + every - logits)


@given(models(), device_lists(), st.sampled_from(("none", "layer", "tensor", "auto")))
def test_misfit_is_said_exactly_when_a_memory_is_too_small(facts: ModelFacts, devices: list[Device], mode: str) -> None:
    planned = plan(facts, devices, mode)
    short = {d.pool for d in planned.devices if d.memory_free is not None and used(planned, d.pool) > d.memory_free}
    assert set(lacking(planned)) == short
    assert planned.fits == (not short)
    for pool in short:
        device = next(d for d in planned.devices if d.pool == pool)
        assert device.id in planned.misfit


def test_ranks_of_one_memory_are_added_up() -> None:
    one = plan(smollm2(), cpus(1), "none").bytes[0].total
    assert plan(smollm2(), cpus(1, one), "none").fits
    three = plan(smollm2(), cpus(3, one), "tensor")
    assert not three.fits
    assert "cpu lacks" in three.misfit
    assert plan(smollm2(), cpus(3, sum(b.total for b in three.bytes)), "tensor").fits
    assert not plan(smollm2(), cpus(3, sum(b.total for b in three.bytes) - 1), "tensor").fits


def test_the_sentence_names_the_gap_and_a_context_that_fits() -> None:
    whole = plan(smollm2(), cpus(1), "none").bytes[0].total
    planned = plan(smollm2(), cpus(1, whole - 200 * 2**20), "none")
    assert planned.misfit.startswith("cpu lacks 200 MB of memory for this model at 8,192 tokens. It fits with")
    context = int(re.findall(r"context of ([\d,]+) tokens", planned.misfit)[0].replace(",", ""))
    assert plan(smollm2(), planned.devices, "none", context=context).fits
    assert not plan(smollm2(), planned.devices, "none", context=context + 256).fits
    hopeless = plan(smollm2(), cpus(1, 100), "none")
    assert hopeless.misfit.endswith("Choose a smaller model, free some memory, or add a device.")


def test_unknown_memory_counts_as_enough_and_is_noted() -> None:
    planned = plan(smollm2(), cards(None), "none")
    assert planned.fits
    assert planned.notes == ("The free memory of Card 0 (cuda:0) is unknown: the plan takes it to be enough.",)


@pytest.mark.parametrize("mode", ["layer", "tensor"])
def test_a_small_card_takes_less_than_an_equal_share(mode: str) -> None:
    facts = gemma3_270m()
    free = plan(facts, cards(None, None), mode).bytes
    tight = free[0].total - 80 * 10**6
    planned = plan(facts, cards(tight, 40 * G), mode)
    assert planned.fits
    assert used(planned, "cuda:0") <= tight
    assert any("shifted" in note for note in planned.notes)
    assert planned.bytes[0].weights < free[0].weights
    assert planned.bytes[0].weights > free[0].weights // 2  # as much as fits, not as little as possible


@pytest.mark.parametrize("mode", ["layer", "tensor"])
def test_nothing_is_shifted_where_nothing_can_be(mode: str) -> None:
    for devices in (cards(10**8), cards(10**8, 10**8), cpus(4, 10**8)):
        planned = plan(smollm2(), devices, mode)
        assert not planned.fits
        assert not any("shifted" in note for note in planned.notes)


@pytest.mark.parametrize("mode", ["layer", "tensor"])
def test_shares_of_the_user_are_kept_and_the_way_out_is_named(mode: str) -> None:
    facts = gemma3_270m()
    tight = plan(facts, cards(None, None), mode).bytes[0].total - 80 * 10**6
    planned = plan(facts, cards(tight, 40 * G), mode, shares=(1, 1))
    assert not planned.fits
    assert planned.misfit.endswith("It fits when the shares are left to Tandem.")
    assert not any("shifted" in note for note in planned.notes)


@settings(max_examples=60)
@given(device_lists(st.integers(2 * 10**8, 25 * 10**8)))
def test_shifting_never_makes_a_fitting_plan_unfit_nor_moves_it(devices: list[Device]) -> None:
    facts = smollm2()
    for mode in ("layer", "tensor"):
        kept = plan(facts, devices, mode, shares=[1] * len(devices))
        free = plan(facts, [replace(device, bandwidth=None) for device in devices], mode)
        if kept.fits:
            assert free.stages == kept.stages
        if not free.fits:
            assert not kept.fits


def test_none_takes_the_first_device_on_which_the_model_fits() -> None:
    planned = plan(smollm2(), cards(G, 40 * G, 80 * G), "none")
    assert [device.id for device in planned.devices] == ["cuda:1"]
    assert planned.notes[0] == (
        "Card 0 (cuda:0) has too little free memory for the whole model, so Card 1 (cuda:1) takes it."
    )
    roomy = plan(smollm2(), cards(40 * G, 80 * G), "none")
    assert [device.id for device in roomy.devices] == ["cuda:0"]
    assert roomy.notes == ()
    least_bad = plan(smollm2(), cards(3 * 10**8, 5 * 10**8), "none")
    assert [device.id for device in least_bad.devices] == ["cuda:1"]


def test_auto_prefers_one_device_then_layers_then_tensor() -> None:
    facts = smollm2()
    whole = plan(facts, cards(None), "none").bytes[0].total
    one = plan(facts, cards(whole, whole), "auto")
    assert (one.mode, one.fits) == ("none", True)
    assert "until speeds are measured" in one.reason
    layered = plan(facts, cards(whole - 10**6, whole - 10**6), "auto")
    assert (layered.mode, layered.fits) == ("layer", True)
    assert "divided over 2 devices" in layered.reason
    wide = model([LayerShape(8, 8, 64, 64, 65536)], 1024, 5000)  # one layer cannot be shared out as a whole
    half = max(held.total for held in plan(wide, cards(None, None), "tensor").bytes)
    assert not plan(wide, cards(half, half), "layer").fits
    tensor = plan(wide, cards(half, half), "auto")
    assert (tensor.mode, tensor.fits) == ("tensor", True)
    assert "every layer is divided over 2 devices" in tensor.reason
    nothing_fits = cards(10**8, 10**8)
    nothing = plan(facts, nothing_fits, "auto")
    assert not nothing.fits
    assert "No split mode fits" in nothing.reason
    lacks = [sum(lacking(plan(facts, nothing_fits, mode)).values()) for mode in ("none", "layer", "tensor")]
    assert sum(lacking(nothing).values()) == min(lacks) < max(lacks)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 KB"), (1, "1 KB"), (2**20 - 1, "1024 KB"), (2**20, "1.0 MB"), (5 * 2**29, "2.5 GB"),
     (5 * 2**29 + 1, "2.6 GB"), (99 * 2**20, "99.0 MB"), (123 * 2**30, "123 GB")],
)  # fmt: skip
def test_sizes_read_well(count: int, text: str) -> None:
    assert size(count) == text


def test_lists_read_well() -> None:
    assert [joined(["a", "b", "c"][:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert numbered([3]) == "rank 3"
    assert numbered([0, 1, 4]) == "ranks 0, 1 and 4"
