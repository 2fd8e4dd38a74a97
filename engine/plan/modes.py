"""Every split mode as consecutive groups of devices in a row: the devices of a group share its layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from engine.plan.divide import Weight
from engine.plan.fit import fitted
from engine.plan.held import grain
from engine.plan.layer_cut import layer_ranges
from engine.plan.memory import lacking, with_bytes
from engine.plan.request import Request
from engine.plan.stages import shared_stage
from engine.plan.types import Device, Mode, Range, SplitPlan
from engine.plan.words import device_name
from engine.sentence import QT_TRANSLATE_NOOP

SHIFTED = QT_TRANSLATE_NOOP(
    "engine", "Shares are shifted towards devices with more free memory; otherwise the model would not fit."
)
ELSEWHERE = QT_TRANSLATE_NOOP(
    "engine", "{device} has too little free memory for the whole model, so {other} takes it."
)
UNUSED = QT_TRANSLATE_NOOP(
    "engine",
    "{unused} of {all} devices get no layers and are not used: their share of the model is less than a layer.",
)


class Draft(NamedTuple):
    """A plan with its bytes, before anything is said about it, and what its making has to say."""

    plan: SplitPlan
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    devices: tuple[Device, ...]
    weights: tuple[Weight, ...]
    layers: Range
    speeds: bool  # the weights are how fast the devices are; else what their memories hold, or what the user chose


def whole(request: Request, device: Device) -> Draft:
    """All of the model on one device."""
    everything = Group((device,), (1,), Range(0, len(request.facts.layers)), speeds=True)
    return Draft(_built(request, "none", [everything]))


def none(request: Request) -> Draft:
    """The first device on which the model fits, else the one that lacks least."""
    candidates = [d for d, weight in zip(request.devices, request.weights, strict=True) if weight]
    drafts = [whole(request, device) for device in candidates]
    best = next((draft for draft in drafts if not lacking(draft.plan)), None)
    if best is None:
        best = min(drafts, key=lambda draft: sum(lacking(draft.plan).values()))
    if best is drafts[0]:
        return best
    first, chosen = device_name(candidates[0]), device_name(best.plan.devices[0])
    return Draft(best.plan, (ELSEWHERE.format(device=first, other=chosen),))


def layer(request: Request) -> Draft:
    return _in_a_row(request, "layer", [1] * len(request.devices))


def tensor(request: Request) -> Draft:
    """One group, or as many as the request has stages, their sizes as equal as can be, the larger ones first."""
    size, more = divmod(len(request.devices), request.stages)
    return _in_a_row(request, "tensor", [size + (place < more) for place in range(request.stages)])


def _in_a_row(request: Request, mode: Mode, sizes: Sequence[int]) -> Draft:
    wanted = _groups(request, sizes, bounded=False)
    plan = _built(request, mode, wanted)
    notes = []
    if lacking(plan) and not request.fixed:
        ways = (wanted, _groups(request, sizes, bounded=True)) if len(sizes) > 1 else (wanted,)
        fits = next((made for way in ways if (made := _fitted(request, mode, way))), None)
        if fits:
            plan, notes = fits, [SHIFTED]
    if unused := len(request.devices) - plan.world_size:
        notes.append(UNUSED.format(unused=unused, all=len(request.devices)))
    return Draft(plan, tuple(notes))


def _groups(request: Request, sizes: Sequence[int], *, bounded: bool) -> list[Group]:
    """Consecutive groups of so many devices; those that get no layers are left out."""
    places = [slice(stop - size, stop) for size, stop in zip(sizes, accumulate(sizes), strict=True)]
    devices, weights = [request.devices[here] for here in places], [request.weights[here] for here in places]
    ranges = layer_ranges(
        request.facts, devices, weights, request.context, bounded=bounded, kv_type=request.kv_type
    )
    groups = map(partial(Group, speeds=not request.fixed), devices, weights, ranges)
    return [group for group in groups if len(group.layers)]


def _built(request: Request, mode: Mode, groups: Sequence[Group]) -> SplitPlan:
    devices: list[Device] = []
    stages = []
    for group in groups:
        ranks = range(len(devices), len(devices) + len(group.devices))
        cut = grain(group.devices)
        stages.append(
            shared_stage(request.facts, group.layers, ranks, group.weights, cut, soonest=group.speeds)
        )
        devices += group.devices
    plain = SplitPlan(mode, tuple(devices), tuple(stages), request.context, bytes=(), kv_type=request.kv_type)
    return with_bytes(request.facts, plain)


def _fitted(request: Request, mode: Mode, groups: list[Group]) -> SplitPlan | None:
    """With shares inside each group that fit its memories, if there are such."""
    plan = _built(request, mode, groups)
    for place, group in enumerate(groups):
        if lacking(plan).keys() & {device.pool for device in group.devices}:
            build = partial(_reshared, request, mode, groups, place)
            weights = fitted(build, group.weights, plan, plan.stages[place].ranks)
            if weights is None:
                return None
            groups = _with_weights(groups, place, weights)
            plan = _built(request, mode, groups)
    return None if lacking(plan) else plan


def _reshared(
    request: Request, mode: Mode, groups: list[Group], place: int, weights: Sequence[Weight]
) -> SplitPlan:
    return _built(request, mode, _with_weights(groups, place, weights))


def _with_weights(groups: list[Group], place: int, weights: Sequence[Weight]) -> list[Group]:
    changed = replace(groups[place], weights=tuple(weights), speeds=False)
    return [*groups[:place], changed, *groups[place + 1 :]]


MODES: Mapping[Mode, Callable[[Request], Draft]] = {"none": none, "layer": layer, "tensor": tensor}
