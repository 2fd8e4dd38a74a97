"""plan(): from a model, devices and a split mode to a `SplitPlan`. Pure: nothing is loaded or measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from engine.errors import Told
from engine.gguf.facts import ModelFacts
from engine.plan.auto import auto
from engine.plan.kv_types import DEFAULT_KV, KV_TYPES, KVType, kv_complaint
from engine.plan.links import Links
from engine.plan.memory import lacking, misfit, with_bytes
from engine.plan.modes import MODES, Draft
from engine.plan.notes import plan_notes
from engine.plan.request import Request, by_speed
from engine.plan.speed import predict
from engine.plan.types import Device, Mode, SplitPlan, Stage
from engine.plan.words import either
from engine.protocol import DEFAULT_CONTEXT
from engine.sentence import QT_TRANSLATE_NOOP

LEAVE_SHARES = QT_TRANSLATE_NOOP("engine", "It fits when the shares are left to Tandem.")
NO_DEVICE = QT_TRANSLATE_NOOP("engine", "There is no device to run the model on: choose at least one.")
NO_LAYERS = QT_TRANSLATE_NOOP("engine", "{name} has no layers: it is not a language model that can be run.")
NO_CONTEXT = QT_TRANSLATE_NOOP("engine", "A context of {tokens} tokens is too short: give at least 1.")
NO_KV_TYPE = QT_TRANSLATE_NOOP("engine", "There is no KV type {type}: choose {known}.")
SHARES = QT_TRANSLATE_NOOP(
    "engine", "There are {shares} shares for {devices} devices: give one share per device."
)
NO_SHARE = QT_TRANSLATE_NOOP("engine", "Shares must not be negative, and at least one must be above zero.")
NO_STAGES = QT_TRANSLATE_NOOP("engine", "A model cannot run in {stages} stages: give at least 1.")
STAGES_OF_TENSOR = QT_TRANSLATE_NOOP(
    "engine", "Stages are groups of devices in split mode tensor: choose it, or leave them out for {mode}."
)
FEW_DEVICES = QT_TRANSLATE_NOOP(
    "engine", "{stages} stages need as many devices, and there are {devices}: give fewer stages."
)
FEW_LAYERS = QT_TRANSLATE_NOOP(
    "engine", "{stages} stages need as many layers, and {name} has {layers}: give fewer stages."
)
NO_LINKS: Links = MappingProxyType({})


class PlanError(Told):
    """The request makes no sense, for the reason in the one plain sentence that is its text."""


def plan(
    facts: ModelFacts,
    devices: Sequence[Device],
    mode: Mode,
    *,
    shares: Sequence[int] = (),
    context: int | None = None,
    stages: int = 1,
    links: Links = NO_LINKS,
    kv_type: KVType = DEFAULT_KV,
) -> SplitPlan:
    """Divide the model over `devices` in `mode`.

    `shares` are relative, one per device; a share of 0 gives a device no heads, channels or layers. Without
    shares devices share by measured bandwidth where all of them have one, else equally, and are kept below
    their memory's limit where that is possible. `context` is in tokens; None takes the model's own, at most
    DEFAULT_CONTEXT. In mode `tensor` the devices form `stages` consecutive groups, the larger ones first: each shares
    its layers, and they follow one another. `links` is what was measured of how devices talk. `kv_type` is what devices
    with kernels of their own keep keys and values in. A plan that does not fit says so in `misfit`.

    `none` takes the first device on which the model fits; `auto` takes what is predicted to be fastest of all that
    fits, or where bandwidths are not known the first of `none`, `layer` and `tensor` that fits.

    Raises PlanError for no devices, no layers, shares that do not match the devices, a context below one token, a KV
    type that the heads do not allow, or stages that cannot be.
    """
    for complaint in _complaints(facts, devices, mode, shares, context, stages, kv_type):
        raise PlanError(complaint)
    tokens = context or min(facts.context or DEFAULT_CONTEXT, DEFAULT_CONTEXT)
    weights = tuple(shares) or by_speed(devices)
    request = Request(facts, tuple(devices), weights, tokens, links, fixed=bool(shares), stages=stages, kv_type=kv_type)
    draft, reason = auto(request) if mode == "auto" else (MODES[mode](request), "")
    return replace(_finished(request, draft), reason=reason)


def assemble(
    facts: ModelFacts,
    devices: Sequence[Device],
    mode: Mode,
    stages: Sequence[Stage],
    context: int,
    *,
    notes: Sequence[str] = (),
    way_out: str = "",
    links: Links = NO_LINKS,
    kv_type: KVType = DEFAULT_KV,
) -> SplitPlan:
    """A plan from any stages, mixtures included, with its bytes, speed, notes and misfit. `devices` are by rank.

    `way_out` replaces the advice at the end of a misfit.
    """
    bare = SplitPlan(mode, tuple(devices), tuple(stages), context, bytes=(), kv_type=kv_type)
    plain = with_bytes(facts, bare)
    speed = predict(facts, plain, links)
    return replace(
        plain,
        notes=(*notes, *plan_notes(facts, plain)),
        misfit=misfit(facts, plain, way_out),
        tokens_per_second=speed.tokens_per_second if speed else None,
    )


def _finished(request: Request, draft: Draft) -> SplitPlan:
    """The plan with what is to be said of it, and a way out if the user's own shares are what does not fit."""
    way_out, plan = "", draft.plan
    if request.fixed and plan.mode != "none" and lacking(plan):
        way_out = "" if lacking(MODES[plan.mode](request.unfixed).plan) else LEAVE_SHARES
    return assemble(
        request.facts,
        plan.devices,
        plan.mode,
        plan.stages,
        plan.context,
        notes=draft.notes,
        way_out=way_out,
        links=request.links,
        kv_type=request.kv_type,
    )


def _complaints(
    facts: ModelFacts,
    devices: Sequence[Device],
    mode: Mode,
    shares: Sequence[int],
    context: int | None,
    stages: int,
    kv_type: KVType,
) -> Iterator[str]:
    """What makes no sense about a request, the most important first."""
    if not devices:
        yield NO_DEVICE
    if not facts.layers:
        yield NO_LAYERS.format(name=facts.name)
    if context is not None and context < 1:
        yield NO_CONTEXT.format(tokens=context)
    if kv_type not in KV_TYPES:
        yield NO_KV_TYPE.format(type=kv_type, known=either(tuple(KV_TYPES)))
    elif any(device.quantised for device in devices) and (complaint := kv_complaint(facts, kv_type)):
        yield complaint
    if shares and len(shares) != len(devices):
        yield SHARES.format(shares=len(shares), devices=len(devices))
    if shares and (min(shares) < 0 or not sum(shares)):
        yield NO_SHARE
    if stages < 1:
        yield NO_STAGES.format(stages=stages)
    if stages > 1 and mode != "tensor":
        yield STAGES_OF_TENSOR.format(mode=mode)
    if stages > len(devices):
        yield FEW_DEVICES.format(stages=stages, devices=len(devices))
    if stages > len(facts.layers):
        yield FEW_LAYERS.format(stages=stages, name=facts.name, layers=len(facts.layers))
