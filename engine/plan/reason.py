"""Why mode auto chose a plan, in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.speed import all_reduces
from engine.plan.types import Device, Mode, SplitPlan
from engine.plan.words import device_name

ALIKE = 1.05  # cards of one kind measure a little differently
ONE_DEVICE = "There is one device, so there is nothing to divide."


def why_simplest(plan: SplitPlan, devices: Sequence[Device]) -> str:
    """Where speeds are not known."""
    if len(devices) == 1:
        return ONE_DEVICE
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


def why_fastest(best: SplitPlan, fitting: Sequence[SplitPlan], devices: Sequence[Device]) -> str:
    """`fitting` are all plans that fit, with their predicted speeds; `best` is one of them."""
    if len(devices) == 1:
        return ONE_DEVICE
    noun = "card" if not any(device.trial_only for device in devices) else "device"
    alone = any(plan.mode == "none" for plan in fitting)
    what = _what(best, devices, noun)
    rival = _rival(best, fitting)
    if rival is None:
        way = f"whole on {device_name(best.devices[0])}" if best.mode == "none" else f"in mode {best.mode}"
        return f"The model fits in no other way than {way} (predicted {_figure(best)} tokens per second)."
    start = what if alone else f"The model fits on no {noun} alone, and {what[0].lower()}{what[1:]}"
    figures = f"predicted {_figure(best)} against {_figure(rival)} tokens per second {_how(rival, noun)}"
    return f"{start} faster for this model: {_cause(best, rival)} ({figures})."


def _rival(best: SplitPlan, fitting: Sequence[SplitPlan]) -> SplitPlan | None:
    """What a user would ask about: the fastest plan of the mode that differs most, of those that fit."""
    asked: tuple[Mode, ...] = ("tensor", "layer", "none") if best.mode == "none" else ("none", "layer", "tensor")
    for mode in (*(mode for mode in asked if mode != best.mode), best.mode):
        others = [plan for plan in fitting if plan.mode == mode and plan is not best]
        several = [plan for plan in others if (plan.world_size > 1) == (mode != "none")]
        if several:
            return max(several, key=lambda plan: plan.tokens_per_second or 0)
    return None


def _what(plan: SplitPlan, devices: Sequence[Device], noun: str) -> str:
    count = str(plan.world_size) if plan.world_size == len(devices) else f"{plan.world_size} of {len(devices)}"
    if plan.mode == "none":
        alike = len({device.name for device in devices}) == 1
        return f"One {noun} is" if alike else f"{device_name(plan.devices[0])} alone is"
    if plan.mode == "layer":
        return f"Whole layers on each of {count} {noun}s are"
    if len(plan.stages) == 1:
        return f"Sharing every layer between {count} {noun}s is"
    return f"Sharing layers between {count} {noun}s in {len(plan.stages)} groups is"


def _how(plan: SplitPlan, noun: str) -> str:
    if plan.mode == "tensor":
        return "with every layer shared" if len(plan.stages) == 1 else "with layers shared in groups"
    return f"on one {noun}" if plan.mode == "none" else "with whole layers on each"


def _cause(best: SplitPlan, rival: SplitPlan) -> str:
    ours, theirs = all_reduces(best), all_reduces(rival)
    if ours > theirs:
        return f"reading at the same time saves more than {ours} all-reduces cost"
    if ours < theirs:
        speeds = [device.bandwidth or 0 for device in rival.devices]
        halved = len(speeds) == 2 and max(speeds) < ALIKE * min(speeds)
        return f"{theirs} all-reduces would cost more than the {'halved' if halved else 'divided'} reading saves"
    if best.mode == "none" and rival.mode == "layer":
        return "layers in a row are read one after another"
    return "more of it is read from faster memory" if not ours else "reading and all-reduces take least time together"


def _figure(plan: SplitPlan) -> str:
    return f"{plan.tokens_per_second:,.0f}"
