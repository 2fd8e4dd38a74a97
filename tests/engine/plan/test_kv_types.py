"""The KV cache's type in the plan: bytes, speed, refusals, and what is said of devices that have no choice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import protocol
from engine.plan.build import PlanError, plan
from engine.plan.kv_types import KV_TYPES, SMALLEST_KV
from engine.plan.memory import kv_type_that_fits
from engine.plan.speed import predict
from engine.plan.table import format_plan
from engine.plan.types import Device
from tests.engine.conftest import Talk
from tests.engine.plan.models import cards, cpus, qwen3_14b
from tests.random_model import random_model

GIB = 1 << 30


def own(devices: list[Device]) -> list[Device]:
    """With kernels of their own."""
    return [replace(device, quantised=True) for device in devices]


@pytest.mark.parametrize("devices", [own(cpus(2)), own(cards(80 * GIB, 80 * GIB))])
@pytest.mark.parametrize("mode", ["none", "layer", "tensor"])
def test_q8_0_takes_34_bytes_where_f16_takes_64(devices: list[Device], mode: protocol.Mode) -> None:
    half, blocks = (plan(qwen3_14b(), devices, mode, context=4096, kv_type=kind) for kind in KV_TYPES)
    for one, other in zip(half.bytes, blocks.bytes, strict=True):
        assert one.kv
        assert other.kv * 64 == one.kv * 34
        assert (other.weights, other.workspace) == (one.weights, one.workspace)
    assert blocks.kv_kept == ("q8_0",)
    assert "KV q8_0" in format_plan(qwen3_14b(), blocks)


def test_a_token_far_into_the_context_reads_less() -> None:
    facts = qwen3_14b()
    devices = [replace(device, bandwidth=1e12) for device in own(cards(80 * GIB))]
    half, blocks = (predict(facts, plan(facts, devices, "none", kv_type=kind), {}, 8192) for kind in KV_TYPES)
    assert half is not None
    assert blocks is not None
    kept = len(facts.layers) * facts.layers[0].kv_heads * 8192 * 2 * facts.layers[0].key_length * 2
    assert half.computing - blocks.computing == pytest.approx(kept * 30 / 64 / 1e12)


def test_auto_and_shares_that_are_fitted_count_with_it() -> None:
    """A context that fits over two cards in q8_0 alone."""
    facts = replace(qwen3_14b(), context=1 << 20)
    devices = own(cards(20 * GIB, 16 * GIB))
    context = next(
        context for context in range(32768, 1 << 20, 8192) if not plan(facts, devices, "tensor", context=context).fits
    )
    for mode in ("auto", "layer", "tensor"):
        assert plan(facts, devices, mode, context=context, kv_type="q8_0").fits


def test_a_refusal_offers_it_where_it_helps() -> None:
    facts = qwen3_14b()
    needed = plan(facts, own(cards(80 * GIB)), "none", context=32768).bytes[0].total
    for lack, offered in ((GIB, True), (4 * GIB, False)):
        made = plan(facts, own(cards(needed - lack)), "none", context=32768)
        assert (kv_type_that_fits(facts, made) == SMALLEST_KV) == offered
        assert made.misfit.endswith(" tokens or with KV type q8_0.") == offered
        if offered:
            assert plan(facts, made.devices, "none", context=32768, kv_type="q8_0").fits
    blocks = plan(facts, own(cards(GIB)), "none", kv_type="q8_0")
    assert not blocks.fits
    assert kv_type_that_fits(facts, blocks) is None


def test_heads_that_no_block_divides_are_refused() -> None:
    facts = qwen3_14b()
    odd = replace(facts, layers=tuple(replace(layer, value_length=80) for layer in facts.layers))
    with pytest.raises(PlanError, match="80 values long, and KV type q8_0 keeps 32 together: choose f16"):
        plan(odd, own(cards(80 * GIB)), "none", kv_type="q8_0")
    with pytest.raises(PlanError, match="There is no KV type q4_0: choose f16 or q8_0"):
        plan(facts, own(cards(80 * GIB)), "none", kv_type="q4_0")  # type: ignore[arg-type]
    plain = plan(odd, cards(80 * GIB), "none", kv_type="q8_0")  # keeps f32 anyway
    assert plain.kv_kept == ("f32",)


def test_devices_without_kernels_keep_f32_and_that_is_said() -> None:
    devices = [*own(cards(80 * GIB)), *cpus(1)]
    made = plan(qwen3_14b(), devices, "layer", kv_type="q8_0")
    assert made.kv_kept == ("f32", "q8_0")
    assert any("cpu keeps the KV cache in f32" in note for note in made.notes)
    assert not any("KV cache in f32" in note for note in plan(qwen3_14b(), devices, "layer").notes)


def test_the_engine_refuses_or_ignores_it_in_a_sentence(talk: Talk, tmp_path: Path) -> None:
    odd = random_model(tmp_path / "odd.gguf", "llama", head_dim=48)
    failed = talk.load(odd, "none", 1, kv_type="q8_0")
    assert isinstance(failed, protocol.Failed)
    assert "48 values long, and KV type q8_0 keeps 32 together: choose f16." in failed.sentence
    exact = talk.load(odd, "none", 1, kv_type="q8_0", exact=True)
    assert isinstance(exact, protocol.Loaded)
    assert exact.plan.kv_kept == ("f32",)
    assert any("the type q8_0 changes nothing there" in note for note in exact.plan.notes)
