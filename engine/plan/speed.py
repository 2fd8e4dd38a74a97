"""How fast a plan generates: at most, by its devices' memory alone, and as predicted with all that comes on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from engine.gguf.facts import ModelFacts
from engine.plan.alike import counted_slices
from engine.plan.costs import cost_of
from engine.plan.held import FLOAT, kv_bytes
from engine.plan.links import Links, link_between
from engine.plan.tensors import TensorSlice, bytes_active, bytes_held, held_range, layer_of
from engine.plan.types import Device, SplitPlan, Stage

REDUCES_PER_LAYER = 2  # after attention and after the MLP
MLP = ("ffn_", "post_ffw_")  # names of tensors in the second half of a layer


class Half(NamedTuple):
    """What ranks do between two all-reduces."""

    stage: int
    layer: int | None  # None: the head
    mlp: bool


@dataclass(frozen=True)
class Prediction:
    """Seconds of one token, and what they are made of."""

    computing: float  # reading, and what layers cost beside it
    reducing: float  # ranks of a stage that add up
    passing_on: float  # from stage to stage

    @property
    def tokens_per_second(self) -> float:
        return 1 / (self.computing + self.reducing + self.passing_on)


def most_tokens_per_second(facts: ModelFacts, plan: SplitPlan) -> float | None:
    """Tokens per second if reading the weights that a token needs were all there is to do; None unless the bandwidth
    of every device has been measured.

    Memories are read at the same time, stages one after the other. Of a mixture of experts those count that a token
    uses. Keys and values, which grow with the context, and all that ranks tell each other are left out.
    """
    seconds = [defaultdict[str, float](float) for _ in plan.stages]  # by memory
    slices = counted_slices(facts, plan)
    for rank, device in enumerate(plan.devices):
        if not device.bandwidth:
            return None
        for piece, times in slices[rank]:
            seconds[piece.stage][device.pool] += times * bytes_active(facts, piece) / device.bandwidth
    total = sum(max(stage.values(), default=0.0) for stage in seconds)
    return 1 / total if total else None


def measured(devices: Sequence[Device]) -> bool:
    """Whether it is known how fast all of these read."""
    return all(device.bandwidth and isfinite(device.bandwidth) and device.bandwidth > 0 for device in devices)


def all_reduces(plan: SplitPlan) -> int:
    """Of one token."""
    return sum(REDUCES_PER_LAYER * len(stage.layers) for stage in plan.stages if len(stage.ranks) > 1)


def predict(facts: ModelFacts, plan: SplitPlan, links: Links, depth: int = 0) -> Prediction | None:
    """How long the step of one token takes with `depth` tokens before it; None unless the bandwidth of every device has
    been measured.

    Each all-reduce waits for the slowest rank, so the slowest counts in every half of a layer; ranks of one memory take
    turns in reading. Where layers attend to a window only, the whole depth is counted nevertheless.
    """
    if not measured(plan.devices):
        return None
    return Prediction(
        computing=_reading(facts, plan, depth) + sum(_beside(facts, plan, stage) for stage in plan.stages),
        reducing=sum(_reducing(facts, plan, stage, links) for stage in plan.stages),
        passing_on=_passing_on(facts, plan, links),
    )


def _reading(facts: ModelFacts, plan: SplitPlan, depth: int) -> float:
    """Weights and cache, in every half of a layer and in the head as long as the slowest memory takes."""
    seconds: dict[Half, dict[str, float]] = defaultdict(lambda: defaultdict(float))  # by memory
    layers: dict[tuple[int, int | None], int] = {}  # of each stage one of a kind -> how many there are
    for device, slices in zip(plan.devices, counted_slices(facts, plan), strict=True):
        for piece, times in slices:
            _, suffix = layer_of(piece.name)
            half = Half(piece.stage, piece.layer, suffix.startswith(MLP))
            seconds[half][device.pool] += _active_bytes(facts, piece, device) / _speed(device)
            layers[piece.stage, piece.layer] = times
    for index, layer in layers:
        if layer is not None:
            stage, shape = plan.stages[index], facts.layers[layer]
            for device, rank in ((plan.devices[rank], rank) for rank in stage.ranks):
                _, heads = held_range(facts, stage, layer, "KV heads", rank)
                cache = kv_bytes(len(heads), depth, shape.key_length, shape.value_length, device, plan.kv_type)
                seconds[Half(index, layer, False)][device.pool] += cache / _speed(device)
    return sum(layers[half.stage, half.layer] * max(each.values()) for half, each in seconds.items())


def _active_bytes(facts: ModelFacts, piece: TensorSlice, device: Device) -> float:
    """Of a slice what a token needs, as the device holds it."""
    held = bytes_held(facts.tensors[piece.name], piece, device)
    if piece.matrices == 1 or piece.layer is None:
        return held
    return held * facts.layers[piece.layer].experts_used / piece.matrices


def _speed(device: Device) -> float:
    assert device.bandwidth
    return device.bandwidth


def _beside(facts: ModelFacts, plan: SplitPlan, stage: Stage) -> float:
    """What layers cost beside reading, norms only where no all-reduce does them."""
    costs = [cost_of(plan.devices[rank]) for rank in stage.ranks]
    mixtures = sum(bool(facts.layers[layer].experts) for layer in range(*stage.layers))
    shared = len(stage.layers) if len(stage.ranks) > 1 else 0
    return max(
        (len(stage.layers) - mixtures) * cost.layer
        + mixtures * cost.mixture
        - shared * REDUCES_PER_LAYER * cost.norm
        for cost in costs
    )


def _reducing(facts: ModelFacts, plan: SplitPlan, stage: Stage, links: Links) -> float:
    """Two sums a layer, and at the end the likeliest tokens, which are few bytes."""
    if len(stage.ranks) == 1:
        return 0.0
    link = link_between([plan.devices[rank] for rank in stage.ranks], links)
    told = link.seconds(0) if stage is plan.stages[-1] else 0.0
    return REDUCES_PER_LAYER * len(stage.layers) * link.seconds(FLOAT * facts.hidden) + told


def _passing_on(facts: ModelFacts, plan: SplitPlan, links: Links) -> float:
    """The residual from each stage to the next, and the token from the last to the first."""
    firsts = [plan.devices[stage.ranks[0]] for stage in plan.stages]
    if len(firsts) == 1:
        return 0.0
    onwards = sum(link_between(hop, links).seconds(FLOAT * facts.hidden) for hop in pairwise(firsts))
    return onwards + link_between((firsts[-1], firsts[0]), links).seconds(FLOAT)
