"""Layers that are cut alike. A model has dozens of layers and a few kinds of them: what is counted of one layer counts
for all of its kind, so that many plans can be weighed against each other while somebody waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.gguf.facts import ModelFacts
from engine.plan.tensors import TensorSlice, layer_of, tensor_slices
from engine.plan.types import SplitPlan


class Kind(NamedTuple):
    """Layers with the same shape, and tensors of the same shapes and types under the same names."""

    layers: tuple[int, ...]
    suffixes: tuple[str, ...]  # of the tensors of each, such as "attn_q.weight"


class Counted(NamedTuple):
    piece: TensorSlice
    times: int  # layers of the stage that hold as much


def layer_kinds(facts: ModelFacts) -> list[Kind]:
    """Every layer in one kind, each kind's layers in order."""
    tensors: list[list[tuple[object, ...]]] = [[] for _ in facts.layers]
    for name, tensor in facts.tensors.items():
        layer, suffix = layer_of(name)
        if layer is not None and layer < len(tensors):
            tensors[layer].append((suffix, tensor.shape, tensor.type_name))
    kinds: dict[tuple[object, ...], list[int]] = {}
    for layer, (shape, held) in enumerate(zip(facts.layers, tensors, strict=True)):
        kinds.setdefault((shape, *held), []).append(layer)
    return [
        Kind(tuple(layers), tuple(str(suffix) for suffix, _, _ in tensors[layers[0]])) for layers in kinds.values()
    ]


def counted_slices(facts: ModelFacts, plan: SplitPlan, kinds: Sequence[Kind] = ()) -> list[list[Counted]]:
    """By rank what `rank_tensors` gives, of one layer of each kind in each stage."""
    known = kinds or layer_kinds(facts)
    outside = [name for name in facts.tensors if layer_of(name)[0] is None]
    return [list(_of_rank(facts, plan, rank, known, outside)) for rank in range(plan.world_size)]


def _of_rank(
    facts: ModelFacts, plan: SplitPlan, rank: int, kinds: Sequence[Kind], outside: Sequence[str]
) -> Iterator[Counted]:
    for index, stage in plan.stages_of(rank):
        last = index == len(plan.stages) - 1
        for kind in kinds:
            here = [layer for layer in kind.layers if stage.layers.start <= layer < stage.layers.stop]
            for name in (f"blk.{here[0]}.{suffix}" for suffix in kind.suffixes if here):
                for piece in tensor_slices(facts, stage, index, name, rank, last=last):
                    yield Counted(piece, len(here))
        for name in outside:
            for piece in tensor_slices(facts, stage, index, name, rank, last=last):
                yield Counted(piece, 1)
