"""plan(): from a model, devices and a split mode to a `SplitPlan`. Pure: nothing is loaded or measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

from engine.errors import Told
from engine.gguf.facts import ModelFacts
from engine.plan.divide import Weight
from engine.plan.fit import fitted
from engine.plan.held import grain
from engine.plan.layer_cut import layer_ranges
from engine.plan.memory import lacking, misfit, with_bytes
from engine.plan.notes import plan_notes
from engine.plan.stages import shared_stage
from engine.plan.types import Device, Mode, Range, SplitPlan, Stage
from engine.plan.words import device_name
from engine.protocol import DEFAULT_CONTEXT

SHIFTED = "Shares are shifted towards devices with more free memory; otherwise the model would not fit."
LEAVE_SHARES = "It fits when the shares are left to Tandem."


class PlanError(Told):
    """The request makes no sense, for the reason in the one plain sentence that is its text."""


@dataclass(frozen=True)
class Request:
    facts: ModelFacts
    devices: tuple[Device, ...]
    weights: tuple[Weight, ...]
    context: int
    fixed: bool  # the user chose the shares: they are kept even if they do not fit


def plan(
    facts: ModelFacts,
    devices: Sequence[Device],
    mode: Mode,
    *,
    shares: Sequence[int] = (),
    context: int | None = None,
) -> SplitPlan:
    """Divide the model over `devices` in `mode`.

    `shares` are relative, one per device; a share of 0 gives a device no heads, channels or layers. Without
    shares devices share by measured bandwidth where all of them have one, else equally, and are kept below
    their memory's limit where that is possible. `context` is in tokens; None takes the model's own, at most
    DEFAULT_CONTEXT. A plan that does not fit says so in `misfit`.

    `none` takes the first device on which the model fits; `auto` takes the first of `none`, `layer` and
    `tensor` that fits.

    Raises PlanError for no devices, no layers, shares that do not match the devices, or a context below one
    token.
    """
    if not devices:
        raise PlanError("There is no device to run the model on: choose at least one.")
    if not facts.layers:
        raise PlanError(f"{facts.name} has no layers: it is not a language model that can be run.")
    if context is not None and context < 1:
        raise PlanError(f"A context of {context} tokens is too short: give at least 1.")
    if shares and len(shares) != len(devices):
        raise PlanError(
            f"There are {len(shares)} shares for {len(devices)} devices: give one share per device."
        )
    if shares and (min(shares) < 0 or not sum(shares)):
        raise PlanError("Shares must not be negative, and at least one must be above zero.")
    tokens = context or min(facts.context or DEFAULT_CONTEXT, DEFAULT_CONTEXT)
    request = Request(facts, tuple(devices), tuple(shares) or by_speed(devices), tokens, bool(shares))
    return _auto(request) if mode == "auto" else MODES[mode](request)


def assemble(
    facts: ModelFacts,
    devices: Sequence[Device],
    mode: Mode,
    stages: Sequence[Stage],
    context: int,
    *,
    notes: Sequence[str] = (),
    way_out: str = "",
) -> SplitPlan:
    """A plan from any stages, mixtures included, with its bytes, notes and misfit. `devices` are by rank.

    `way_out` replaces the advice at the end of a misfit.
    """
    plain = with_bytes(facts, SplitPlan(mode, tuple(devices), tuple(stages), context, bytes=()))
    return replace(plain, notes=(*notes, *plan_notes(facts, plain)), misfit=misfit(facts, plain, way_out))


def by_speed(devices: Sequence[Device]) -> tuple[Weight, ...]:
    """Measured bandwidths if every device has one, else equal weights."""
    known = [device.bandwidth for device in devices if device.bandwidth and isfinite(device.bandwidth)]
    if len(known) == len(devices) and min(known) > 0:
        return tuple(map(Fraction, known))
    return (1,) * len(devices)


def _none(request: Request) -> SplitPlan:
    candidates = [d for d, weight in zip(request.devices, request.weights, strict=True) if weight]
    whole = shared_stage(request.facts, Range(0, len(request.facts.layers)), (0,), (1,))
    plans = [
        with_bytes(request.facts, SplitPlan("none", (device,), (whole,), request.context, bytes=()))
        for device in candidates
    ]
    best = next((p for p in plans if not lacking(p)), None)
    if best is None:
        best = min(plans, key=lambda p: sum(lacking(p).values()))
    notes = []
    if best is not plans[0]:
        first, chosen = device_name(candidates[0]), device_name(best.devices[0])
        notes.append(f"{first} has too little free memory for the whole model, so {chosen} takes it.")
    return assemble(request.facts, best.devices, "none", best.stages, request.context, notes=notes)


def _layer(request: Request) -> SplitPlan:
    wanted = _layer_row(request, bounded=False)
    plan = wanted
    if lacking(wanted) and not request.fixed:
        bounded = _layer_row(request, bounded=True)
        plan = bounded if not lacking(bounded) else wanted
    notes = [] if plan is wanted else [SHIFTED]
    unused = len(request.devices) - plan.world_size
    if unused:
        notes.append(
            f"{unused} of {len(request.devices)} devices get no layers and are not used: "
            "their share of the model is less than a layer."
        )
    return _finished(request, plan, notes)


def _layer_row(request: Request, *, bounded: bool) -> SplitPlan:
    """One stage for every device that gets layers."""
    facts = request.facts
    ranges = layer_ranges(facts, request.devices, request.weights, request.context, bounded=bounded)
    used = [(device, layers) for device, layers in zip(request.devices, ranges, strict=True) if len(layers)]
    stages = tuple(shared_stage(facts, layers, (rank,), (1,)) for rank, (_, layers) in enumerate(used))
    devices = tuple(device for device, _ in used)
    return with_bytes(facts, SplitPlan("layer", devices, stages, request.context, bytes=()))


def _tensor(request: Request) -> SplitPlan:
    def build(weights: Sequence[Weight]) -> SplitPlan:
        everything = Range(0, len(request.facts.layers))
        stage = shared_stage(request.facts, everything, range(len(weights)), weights, grain(request.devices))
        return with_bytes(
            request.facts, SplitPlan("tensor", request.devices, (stage,), request.context, bytes=())
        )

    wanted = build(request.weights)
    plan = wanted
    if lacking(wanted) and not request.fixed:
        plan = fitted(build, request.weights, wanted) or wanted
    return _finished(request, plan, [] if plan is wanted else [SHIFTED])


def _finished(request: Request, plan: SplitPlan, notes: Sequence[str]) -> SplitPlan:
    """The plan with its notes, and a way out if the user's own shares are what does not fit."""
    way_out = ""
    if request.fixed and lacking(plan):
        own = replace(request, weights=by_speed(request.devices), fixed=False)
        way_out = LEAVE_SHARES if MODES[plan.mode](own).fits else ""
    return assemble(
        request.facts, plan.devices, plan.mode, plan.stages, plan.context, notes=notes, way_out=way_out
    )


def _auto(request: Request) -> SplitPlan:
    plans = [make(request) for make in MODES.values()]
    for plan in plans:
        if plan.fits:
            return replace(plan, reason=_reason(request, plan))
    least = min(plans, key=lambda plan: sum(lacking(plan).values()))
    return replace(least, reason="No split mode fits into the free memory; this one lacks least.")


def _reason(request: Request, plan: SplitPlan) -> str:
    if len(request.devices) == 1:
        return "There is one device, so there is nothing to divide."
    if plan.mode == "none":
        return (
            f"The model fits on {device_name(plan.devices[0])}, and until speeds are measured on this "
            "computer one device is the safe choice."
        )
    if plan.mode == "layer":
        return f"The model fits on no device alone, so its layers are divided over {plan.world_size} devices."
    return (
        "The model fits neither on one device nor with whole layers on each, "
        f"so every layer is divided over {plan.world_size} devices."
    )


MODES: Mapping[Mode, Callable[[Request], SplitPlan]] = {"none": _none, "layer": _layer, "tensor": _tensor}
