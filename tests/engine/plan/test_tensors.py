"""What ranks load: every value exactly once where a tensor is cut, everywhere where it is not."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.build import assemble, plan
from engine.plan.stages import shared_stage
from engine.plan.tensors import TensorSlice, bytes_held, bytes_read, layer_of, matrix_shape, parts, rank_tensors
from engine.plan.types import Range, SplitPlan
from engine.plan.units import group
from tests.engine.plan.models import cpus, gemma3_270m, model, qwen3_30b_a3b, smollm2
from tests.engine.plan.strategies import device_lists, models


@st.composite
def mixtures(draw: st.DrawFn) -> tuple[ModelFacts, SplitPlan]:
    """Any row of stages over any ranks: layers cut at random, ranks dealt at random, weights at random."""
    facts = draw(models())
    count = len(facts.layers)
    world = draw(st.integers(1, 6))
    cuts = sorted(draw(st.sets(st.integers(1, count - 1)))) if count > 1 else []
    stages = []
    for start, stop in zip([0, *cuts], [*cuts, count], strict=True):
        ranks = draw(st.lists(st.integers(0, world - 1), min_size=1, max_size=world, unique=True))
        weights = draw(st.lists(st.integers(0, 9), min_size=len(ranks), max_size=len(ranks)).filter(any))
        stages.append(shared_stage(facts, Range(start, stop), ranks, weights))
    return facts, assemble(facts, cpus(world), "tensor", stages, 128)


def coverage(facts: ModelFacts, planned: SplitPlan) -> dict[str, np.ndarray]:
    """How many ranks hold each value of each tensor."""
    counts = {name: np.zeros(matrix_shape(tensor), int) for name, tensor in facts.tensors.items()}
    for rank in range(planned.world_size):
        for piece in rank_tensors(facts, planned, rank):
            counts[piece.name][slice(*piece.rows), slice(*piece.columns)] += 1
    return counts


def check_coverage(facts: ModelFacts, planned: SplitPlan) -> None:
    head = "token_embd.weight" if facts.tied else "output.weight"
    for name, count in coverage(facts, planned).items():
        layer, _ = layer_of(name)
        stage = next((s for s in planned.stages if layer is not None and layer in range(*s.layers)), None)
        if name == head:
            assert (count == 1).all(), name
        elif name == "token_embd.weight":
            assert (count == 0).all(), name
        elif name == "output_norm.weight":
            assert (count == len(planned.stages[-1].ranks)).all(), name
        elif stage is None:
            assert (count == sum(len(s.ranks) for s in planned.stages)).all(), name
        else:
            for role, rows, cut in parts(facts, name, facts.tensors[name]):
                held = count[slice(*rows)]
                if cut is None:
                    assert (held == len(stage.ranks)).all(), role
                elif cut.part == "KV heads":
                    assert (held >= 1).all(), role
                else:
                    assert (held == 1).all(), role


@given(mixtures())
def test_a_mixture_holds_every_value(case: tuple[ModelFacts, SplitPlan]) -> None:
    check_coverage(*case)


@given(models(), device_lists(), st.sampled_from(("none", "layer", "tensor", "auto")))
def test_every_mode_holds_every_value(facts: ModelFacts, devices: list, mode: str) -> None:
    check_coverage(facts, plan(facts, devices, mode))


def held_heads(facts: ModelFacts, piece: TensorSlice, length: int) -> range:
    """The heads whose rows a slice holds, counted from the first row of its part of the tensor."""
    starts = {role: rows.start for role, rows, _ in parts(facts, piece.name, facts.tensors[piece.name])}
    first = starts[piece.role]
    return range((piece.rows.start - first) // length, (piece.rows.stop - first) // length)


@given(mixtures())
def test_a_rank_holds_the_kv_heads_that_its_query_heads_read(case: tuple[ModelFacts, SplitPlan]) -> None:
    facts, planned = case
    for rank in range(planned.world_size):
        held = {piece.role: piece for piece in rank_tensors(facts, planned, rank)}
        for i, shape in enumerate(facts.layers):
            names = [f"blk.{i}.attn_{part}.weight" for part in ("q", "k", "v", "output")]
            query, key, value, output = map(held.get, names)
            if query is None:
                assert (key, value, output) == (None, None, None)
                continue
            assert key is not None
            assert value is not None
            assert output is not None
            heads = held_heads(facts, query, shape.key_length)
            read = {head // (shape.heads // shape.kv_heads) for head in heads}
            assert set(held_heads(facts, key, shape.key_length)) == read
            assert set(held_heads(facts, value, shape.value_length)) == read
            assert output.columns == Range(heads.start * shape.value_length, heads.stop * shape.value_length)


@given(mixtures())
def test_cuts_inside_rows_fall_between_groups(case: tuple[ModelFacts, SplitPlan]) -> None:
    facts, planned = case
    for rank in range(planned.world_size):
        for piece in rank_tensors(facts, planned, rank):
            tensor = facts.tensors[piece.name]
            for edge in piece.columns:
                assert edge % group(tensor) == 0 or edge == matrix_shape(tensor)[1]


@given(mixtures())
def test_slices_lie_inside_their_stage_and_in_file_order(case: tuple[ModelFacts, SplitPlan]) -> None:
    facts, planned = case
    order = list(facts.tensors)
    for rank in range(planned.world_size):
        pieces = rank_tensors(facts, planned, rank)
        places = [(piece.stage, order.index(piece.name)) for piece in pieces]
        assert places == sorted(places)
        for piece in pieces:
            stage = planned.stages[piece.stage]
            assert rank in stage.ranks
            assert piece.layer is None or piece.layer in range(*stage.layers)
            assert len(piece.rows) > 0
            assert len(piece.columns) > 0


@pytest.mark.parametrize("mode", ["none", "layer"])
@pytest.mark.parametrize("facts", [smollm2(), gemma3_270m(), smollm2(tied=False, biases=True), qwen3_30b_a3b()])
def test_bytes_add_up_to_the_model_where_nothing_is_replicated(mode: str, facts: ModelFacts) -> None:
    planned = plan(facts, cpus(3), mode)
    whole = 4 * (facts.parameters - (0 if facts.tied else facts.vocabulary * facts.hidden))
    assert sum(held.weights for held in planned.bytes) == whole


def test_bytes_in_tensor_mode_exceed_the_model_by_the_replicated_parts() -> None:
    facts = smollm2()
    planned = plan(facts, cpus(4), "tensor")
    norms = sum(prod(t.shape) for t in facts.tensors.values() if len(t.shape) == 1)
    kv_rows_twice = 2 * 64  # KV heads 1 and 2 are held by two ranks each
    extra = 3 * norms + 30 * 2 * kv_rows_twice * 576
    assert sum(held.weights for held in planned.bytes) == 4 * (facts.parameters + extra)


@given(models())
def test_reading_everything_reads_the_whole_file(facts: ModelFacts) -> None:
    planned = plan(facts, cpus(1), "none")
    read = sum(bytes_read(facts.tensors[p.name], p) for p in rank_tensors(facts, planned, 0))
    skipped = 0 if facts.tied else facts.tensors["token_embd.weight"].nbytes
    assert read == facts.file_bytes - skipped


def test_columns_are_read_in_whole_blocks() -> None:
    facts = model([LayerShape(2, 1, 64, 64, 768)], 256, 16, quant="Q4_K")
    planned = plan(facts, cpus(2), "tensor")
    pieces = {piece.name: piece for piece in rank_tensors(facts, planned, 0)}
    down = pieces["blk.0.ffn_down.weight"]
    assert down.columns == Range(0, 384)  # cut inside the second super-block of 256
    assert bytes_read(facts.tensors[down.name], down) == 256 * 2 * 144
    assert bytes_held(facts.tensors[down.name], down, replace(cpus(1)[0], quantised=False)) == 256 * 384 * 4
    # Both super-blocks are held by both ranks: the one that is cut serves each with its scales.
    assert bytes_held(facts.tensors[down.name], down, replace(cpus(1)[0], quantised=True)) == 256 * 2 * 144
    norm = pieces["blk.0.attn_norm.weight"]
    assert (norm.rows, norm.columns) == (Range(0, 256), Range(0, 1))
    assert bytes_read(facts.tensors[norm.name], norm) == 1024


def test_an_unknown_matrix_is_whole_everywhere_and_said() -> None:
    facts = smollm2(extra={"blk.0.ffn_gate_chexps.weight": (4, 32, 576)})
    planned = plan(facts, cpus(2), "tensor")
    for rank in (0, 1):
        held = {piece.name: piece for piece in rank_tensors(facts, planned, rank)}
        piece = held["blk.0.ffn_gate_chexps.weight"]
        assert (piece.matrices, piece.rows) == (4, Range(0, 32))
    assert any("ffn_gate_chexps cannot be divided" in note for note in planned.notes)


def test_every_rank_holds_a_slice_of_every_expert() -> None:
    facts = qwen3_30b_a3b()
    planned = plan(facts, [replace(device, quantised=True) for device in cpus(3)], "tensor")
    for rank in range(3):
        held = {piece.name: piece for piece in rank_tensors(facts, planned, rank)}
        channels = Range(256 * rank, 256 * (rank + 1))
        gate, down = (held[f"blk.3.ffn_{part}_exps.weight"] for part in ("gate", "down"))
        assert (gate.matrices, gate.rows, gate.columns) == (128, channels, Range(0, 2048))
        assert (down.matrices, down.rows, down.columns) == (128, Range(0, 2048), channels)
        assert bytes_read(facts.tensors[gate.name], gate) == 128 * 256 * 2048 // 256 * 144
        assert held["blk.3.ffn_gate_inp.weight"].rows == Range(0, 128)
    assert not any("cannot be divided" in note for note in planned.notes)


def test_experts_are_cut_between_groups() -> None:
    facts = qwen3_30b_a3b()
    planned = plan(facts, cpus(5), "tensor")  # 24 groups of 32
    lengths = [len(planned.stages[0].range("MLP channels", 768, rank)) for rank in range(5)]
    assert lengths == [160, 160, 160, 160, 128]


@given(mixtures(), st.booleans(), st.booleans())
def test_ranks_hold_the_same_of_a_fused_file_as_of_one_with_its_tensors_apart(
    case: tuple[ModelFacts, SplitPlan], biases: bool, quantised: bool
) -> None:
    made, planned = case
    options: dict[str, Any] = {"architecture": made.architecture, "tied": made.tied, "quant": made.quant}
    fused, apart = (
        model(made.layers, made.hidden, made.vocabulary, biases=biases, fused=each, **options) for each in (True, False)
    )
    device = replace(cpus(1)[0], quantised=quantised)
    for rank in range(planned.world_size):
        sizes = []
        for facts in (fused, apart):
            pieces = rank_tensors(facts, planned, rank)
            read = [bytes_read(facts.tensors[piece.name], piece) for piece in pieces]
            shapes = [
                (piece.role, len(piece.rows), piece.columns, bytes_held(facts.tensors[piece.name], piece, device))
                for piece in pieces
            ]
            sizes.append(sorted(zip(shapes, read, strict=True)))
        assert sizes[0] == sizes[1]


def test_runs_of_a_fused_tensor_lie_where_their_parts_begin() -> None:
    facts = model([LayerShape(10, 2, 32, 16, 100)], 64, 10, fused=True)
    planned = plan(facts, cpus(4), "tensor")
    found = {piece.role: piece.rows for piece in rank_tensors(facts, planned, 3)}
    assert facts.tensors["blk.0.attn_qkv.weight"].shape == (10 * 32 + 2 * 32 + 2 * 16, 64)
    assert found["blk.0.attn_q.weight"] == Range(8 * 32, 10 * 32)
    assert found["blk.0.attn_k.weight"] == Range(320 + 32, 320 + 64)
    assert found["blk.0.attn_v.weight"] == Range(384 + 16, 384 + 32)
    assert found["blk.0.ffn_gate.weight"] == Range(75, 100)
    assert found["blk.0.ffn_up.weight"] == Range(175, 200)
    assert not any("cannot be divided" in note for note in planned.notes)


def test_a_layer_without_attention_or_kv_heads_keeps_what_it_has() -> None:
    facts = model([LayerShape(0, 0, 0, 0, 64), LayerShape(4, 0, 32, 32, 64)], 64, 10)
    planned = plan(facts, cpus(3), "tensor", context=100)
    assert [held.kv for held in planned.bytes] == [0, 0, 0]
    assert not any("KV head" in note for note in planned.notes)
    assert not any("of the 0" in note for note in planned.notes)
