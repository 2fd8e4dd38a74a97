"""Layers divided over devices, in order, as near to the wanted shares of bytes as whole layers allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate

from engine.gguf.facts import ModelFacts
from engine.plan.alike import counted_slices, layer_kinds
from engine.plan.divide import Weight
from engine.plan.held import kv_bytes
from engine.plan.memory import context_bytes
from engine.plan.stages import shared_stage
from engine.plan.tensors import bytes_held
from engine.plan.types import Device, Range, SplitPlan


def layer_ranges(
    facts: ModelFacts, devices: Sequence[Device], weights: Sequence[Weight], context: int, *, bounded: bool
) -> tuple[Range, ...]:
    """Every device's layers, by bytes of weights and KV cache.

    `bounded` keeps to the free memories; devices that share one are bounded by their weight's part of it.
    Bounds that cannot be met are ignored.
    """
    layers = Range(0, len(facts.layers))
    whole = shared_stage(facts, layers, (0,), (1,))
    plans = [SplitPlan("none", (device,), (whole,), context, bytes=()) for device in devices]
    plainest = min(devices, key=lambda device: device.quantised)  # sizes are compared with each other only
    kinds = layer_kinds(facts)
    counted: dict[int | None, int] = defaultdict(int)  # by the first layer of each kind
    for piece, _ in counted_slices(facts, plans[0], kinds)[0]:
        counted[piece.layer] += bytes_held(facts.tensors[piece.name], piece, plainest)
    head = counted[None]
    sizes = [0] * len(layers)
    for kind in kinds:
        for layer in kind.layers:
            sizes[layer] = counted[kind.layers[0]]
    for layer, shape in enumerate(facts.layers):
        sizes[layer] += kv_bytes(shape.kv_heads, context, shape.key_length, shape.value_length, plainest)
    room: list[int | None] = []
    for device, weight, alone in zip(devices, weights, plans, strict=True):
        together = sum(w for w, other in zip(weights, devices, strict=True) if other.pool == device.pool)
        if not bounded or device.memory_free is None or not together:
            room.append(None)
        else:
            share = int(device.memory_free * Fraction(weight) / together)
            room.append(share - context_bytes(facts, alone, 0).workspace)
    return (
        cut_layers(sizes, head, weights, room)
        or cut_layers(sizes, head, weights, [None] * len(devices))
        or ()
    )


def cut_layers(
    layer_bytes: Sequence[int],
    head_bytes: int,
    weights: Sequence[Weight],
    room: Sequence[int | None],
) -> tuple[Range, ...] | None:
    """Cut the layers into one consecutive range per weight, with bytes as near to `weights` as layers allow.

    Minimises the sum of bytes² / weight. `head_bytes` come with the last layer. `room` bounds the bytes of
    each range (None: no bound). A range may be empty. None if the layers do not fit into the room.
    """
    count = len(layer_bytes)
    shares = [Fraction(weight) / sum(weights) for weight in weights]
    before = [0, *accumulate(layer_bytes)]
    before[-1] += head_bytes

    @cache
    def best(i: int, start: int) -> tuple[int, int] | None:
        """The least cost of the layers from `start` on over ranges i.., and where range i then stops."""
        if i == len(weights):
            return (0, start) if start == count else None
        found: tuple[int, int] | None = None
        for stop in range(start, count + 1):
            size, bound = before[stop] - before[start], room[i]
            if size and (not shares[i] or (bound is not None and size > bound)):
                break
            cost = size * size * shares[i].denominator // shares[i].numerator if size else 0
            if found is not None and cost > found[0]:
                break
            rest = best(i + 1, stop)
            if rest is not None and (found is None or cost + rest[0] <= found[0]):
                found = (cost + rest[0], stop)
        return found

    ranges: list[Range] = []
    start = 0
    for i in range(len(weights)):
        cell = best(i, start)
        if cell is None:
            return None
        ranges.append(Range(start, cell[1]))
        start = cell[1]
    return tuple(ranges)
