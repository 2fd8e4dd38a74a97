"""What is counted of one layer of each kind is what counting every layer gives."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.alike import counted_slices, layer_kinds
from engine.plan.build import plan
from engine.plan.tensors import bytes_held, rank_tensors
from engine.plan.types import Device
from tests.engine.plan.models import cpus, model
from tests.engine.plan.strategies import device_lists, models


@given(models(), device_lists(), st.sampled_from(("layer", "tensor")))
def test_counting_by_kind_is_counting_every_slice(facts: ModelFacts, devices: list[Device], mode: str) -> None:
    planned = plan(facts, devices, mode)
    for rank, counted in enumerate(counted_slices(facts, planned)):
        each: Counter[tuple[int, bool]] = Counter()
        for piece in rank_tensors(facts, planned, rank):
            each[piece.stage, piece.layer is None] += bytes_held(
                facts.tensors[piece.name], piece, planned.devices[rank]
            )
        together: Counter[tuple[int, bool]] = Counter()
        for piece, times in counted:
            held = bytes_held(facts.tensors[piece.name], piece, planned.devices[rank])
            together[piece.stage, piece.layer is None] += times * held
        assert together == each
        assert planned.bytes[rank].weights == sum(each.values())


def test_layers_differ_by_shape_and_by_the_types_of_their_tensors() -> None:
    one, other = LayerShape(4, 2, 32, 32, 256), LayerShape(4, 4, 32, 32, 256)
    types = {"blk.3.ffn_up.weight": "F16"}
    facts = model([one, other, one, one], 64, 10, kind_of=lambda name: types.get(name, "F32"))
    assert [kind.layers for kind in layer_kinds(facts)] == [(0, 2), (1,), (3,)]
    assert all("attn_q.weight" in kind.suffixes for kind in layer_kinds(facts))


def test_a_layer_beyond_the_last_belongs_to_no_kind() -> None:
    facts = model([LayerShape(4, 2, 32, 32, 256)], 64, 10, extra={"blk.1.attn_q.weight": (64, 64)})
    [kind] = layer_kinds(facts)
    assert kind.layers == (0,)
    [counted] = counted_slices(facts, plan(facts, cpus(1), "none"))
    assert all(piece.layer in (0, None) for piece, _ in counted)
