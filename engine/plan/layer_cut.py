"""Layers divided over devices, in order, as near to the wanted shares of bytes as whole layers allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from engine.gguf.facts import ModelFacts
from engine.plan.alike import counted_slices, layer_kinds
from engine.plan.divide import Weight
from engine.plan.held import kv_bytes
from engine.plan.kv_types import KVType
from engine.plan.memory import context_bytes
from engine.plan.stages import shared_stage
from engine.plan.tensors import bytes_held
from engine.plan.types import Device, Range, SplitPlan

Cell = tuple[int, int] | None  # a cost, and the layer at which a range stops; None where layers do not fit


def layer_ranges(
    facts: ModelFacts,
    groups: Sequence[Sequence[Device]],
    weights: Sequence[Sequence[Weight]],
    context: int,
    *,
    bounded: bool,
    kv_type: KVType,
) -> tuple[Range, ...]:
    """The layers of every group of devices, by bytes of weights and KV cache. `weights` are each device's.

    `bounded` keeps to the free memories; devices that share one are bounded by their weight's part of it.
    Bounds that cannot be met are ignored.
    """
    layers = Range(0, len(facts.layers))
    devices = [device for group in groups for device in group]
    each = [weight for group in weights for weight in group]
    plainest = min(devices, key=lambda device: device.quantised)  # sizes are compared with each other only

    def alone_on(device: Device) -> SplitPlan:
        stage = shared_stage(facts, layers, (0,), (1,))
        return SplitPlan("none", (device,), (stage,), context, (), kv_type=kv_type)

    sizes, head = _sizes(facts, alone_on(plainest))

    def room(device: Device, weight: Weight) -> int | None:
        together = sum(w for w, other in zip(each, devices, strict=True) if other.pool == device.pool)
        if not bounded or device.memory_free is None or not together:
            return None
        workspace = context_bytes(facts, alone_on(device), 0).workspace
        return int(device.memory_free * Fraction(weight) / together) - workspace

    rooms = [[room(*pair) for pair in zip(group, its, strict=True)] for group, its in zip(groups, weights, strict=True)]
    sums = [sum(its) for its in weights]
    return (
        cut_layers(sizes, head, sums, [_sum(its) for its in rooms])
        or cut_layers(sizes, head, sums, [None] * len(groups))
        or ()
    )


def _sum(rooms: Sequence[int | None]) -> int | None:
    """None, no bound, if one of them has none."""
    known = [room for room in rooms if room is not None]
    return sum(known) if len(known) == len(rooms) else None


def _sizes(facts: ModelFacts, alone: SplitPlan) -> tuple[list[int], int]:
    """Bytes of each layer, its cache included, and of the head, on the device of a plan that has one."""
    [device] = alone.devices
    kinds = layer_kinds(facts)
    counted: dict[int | None, int] = defaultdict(int)  # by the first layer of each kind
    for piece, _ in counted_slices(facts, alone, kinds)[0]:
        counted[piece.layer] += bytes_held(facts.tensors[piece.name], piece, device)
    sizes = [0] * len(facts.layers)
    for kind in kinds:
        shape = facts.layers[kind.layers[0]]
        cache = kv_bytes(
            shape.kv_heads, alone.context, shape.key_length, shape.value_length, device, alone.kv_type
        )
        for layer in kind.layers:
            sizes[layer] = counted[kind.layers[0]] + cache
    return sizes, counted[None]


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

    # From the last range back, for every layer at which a range may start: the least cost of the layers from there on,
    # and where the range then stops. Not a recursion: there may be more devices than Python lets calls nest.
    rest: list[Cell] = [*[None] * count, (0, count)]
    cells: list[list[Cell]] = []
    for share, bound in zip(reversed(shares), reversed(room), strict=True):
        rest = [_best(before, start, share, bound, rest) for start in range(count + 1)]
        cells.append(rest)

    ranges: list[Range] = []
    start = 0
    for row in reversed(cells):
        if (cell := row[start]) is None:
            return None
        ranges.append(Range(start, cell[1]))
        start = cell[1]
    return tuple(ranges)


def _best(before: Sequence[int], start: int, share: Fraction, bound: int | None, rest: Sequence[Cell]) -> Cell:
    """For one range that starts at `start`; `rest` are the cells of the one after it."""
    found: Cell = None
    for stop in range(start, len(before)):
        size = before[stop] - before[start]
        if size and (not share or (bound is not None and size > bound)):
            break
        cost = size * size * share.denominator // share.numerator if size else 0
        if found is not None and cost > found[0]:
            break
        after = rest[stop]
        if after is not None and (found is None or cost + after[0] <= found[0]):
            found = (cost + after[0], stop)
    return found
