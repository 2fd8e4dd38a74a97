"""Why mode auto chose a plan, in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.speed import all_reduces
from engine.plan.types import Device, Mode, SplitPlan
from engine.plan.words import device_name
from engine.sentence import QT_TRANSLATE_NOOP, Sentence

ALIKE = 1.05  # cards of one kind measure a little differently
ONE_DEVICE = QT_TRANSLATE_NOOP("engine", "There is one device, so there is nothing to divide.")
SAFE = QT_TRANSLATE_NOOP(
    "engine",
    "The model fits on {device}, and until speeds are measured on this computer one device is the safe choice.",
)
LAYERS = QT_TRANSLATE_NOOP(
    "engine", "The model fits on no device alone, so its layers are divided over {number} devices."
)
EVERY_LAYER = QT_TRANSLATE_NOOP(
    "engine",
    "The model fits neither on one device nor with whole layers on each, so every layer is divided over {number} "
    "devices.",
)
ONLY_WHOLE = QT_TRANSLATE_NOOP(
    "engine", "The model fits in no other way than whole on {device} (predicted {speed} tokens per second)."
)
ONLY_MODE = QT_TRANSLATE_NOOP(
    "engine", "The model fits in no other way than in mode {mode} (predicted {speed} tokens per second)."
)
FASTER = QT_TRANSLATE_NOOP(
    "engine",
    "{way} faster for this model: {cause} (predicted {speed} against {other} tokens per second {how}).",
)
# What is faster, with its verb: alone; behind "The model fits on no ... alone, and".
ONE_CARD = QT_TRANSLATE_NOOP("engine", "One card is")
ONE_OF_ALL = QT_TRANSLATE_NOOP("engine", "One device is")
THIS_ONE = QT_TRANSLATE_NOOP("engine", "{device} alone is")
WHOLE_LAYERS = (
    QT_TRANSLATE_NOOP("engine", "Whole layers on each of {devices} are"),
    QT_TRANSLATE_NOOP("engine", "The model fits on no card alone, and whole layers on each of {devices} are"),
    QT_TRANSLATE_NOOP("engine", "The model fits on no device alone, and whole layers on each of {devices} are"),
)
SHARING = (
    QT_TRANSLATE_NOOP("engine", "Sharing every layer between {devices} is"),
    QT_TRANSLATE_NOOP("engine", "The model fits on no card alone, and sharing every layer between {devices} is"),
    QT_TRANSLATE_NOOP("engine", "The model fits on no device alone, and sharing every layer between {devices} is"),
)
IN_GROUPS = (
    QT_TRANSLATE_NOOP("engine", "Sharing layers between {devices} in {groups} groups is"),
    QT_TRANSLATE_NOOP(
        "engine", "The model fits on no card alone, and sharing layers between {devices} in {groups} groups is"
    ),
    QT_TRANSLATE_NOOP(
        "engine", "The model fits on no device alone, and sharing layers between {devices} in {groups} groups is"
    ),
)
CARDS = QT_TRANSLATE_NOOP("engine", "{number} cards"), QT_TRANSLATE_NOOP("engine", "{number} of {all} cards")
DEVICES = QT_TRANSLATE_NOOP("engine", "{number} devices"), QT_TRANSLATE_NOOP("engine", "{number} of {all} devices")
# How the other way goes
EVERY_SHARED = QT_TRANSLATE_NOOP("engine", "with every layer shared")
GROUPS_SHARED = QT_TRANSLATE_NOOP("engine", "with layers shared in groups")
ON_ONE_CARD = QT_TRANSLATE_NOOP("engine", "on one card")
ON_ONE_DEVICE = QT_TRANSLATE_NOOP("engine", "on one device")
WHOLE_ON_EACH = QT_TRANSLATE_NOOP("engine", "with whole layers on each")
# What makes the difference
AT_ONCE = QT_TRANSLATE_NOOP("engine", "reading at the same time saves more than {number} all-reduces cost")
HALVED = QT_TRANSLATE_NOOP("engine", "{number} all-reduces would cost more than the halved reading saves")
DIVIDED = QT_TRANSLATE_NOOP("engine", "{number} all-reduces would cost more than the divided reading saves")
IN_A_ROW = QT_TRANSLATE_NOOP("engine", "layers in a row are read one after another")
FASTER_MEMORY = QT_TRANSLATE_NOOP("engine", "more of it is read from faster memory")
LEAST_TOGETHER = QT_TRANSLATE_NOOP("engine", "reading and all-reduces take least time together")


def why_simplest(plan: SplitPlan, devices: Sequence[Device]) -> str:
    """Where speeds are not known."""
    if len(devices) == 1:
        return ONE_DEVICE
    if plan.mode == "none":
        return SAFE.format(device=device_name(plan.devices[0]))
    return (LAYERS if plan.mode == "layer" else EVERY_LAYER).format(number=plan.world_size)


def why_fastest(best: SplitPlan, fitting: Sequence[SplitPlan], devices: Sequence[Device]) -> str:
    """`fitting` are all plans that fit, with their predicted speeds; `best` is one of them."""
    if len(devices) == 1:
        return ONE_DEVICE
    cards = not any(device.trial_only for device in devices)
    alone = any(plan.mode == "none" for plan in fitting)
    rival = _rival(best, fitting)
    if rival is None:
        if best.mode == "none":
            return ONLY_WHOLE.format(device=device_name(best.devices[0]), speed=_figure(best))
        return ONLY_MODE.format(mode=best.mode, speed=_figure(best))
    way = _way(best, devices, cards, 0 if alone else 1 if cards else 2)
    return FASTER.format(
        way=way, cause=_cause(best, rival), speed=_figure(best), other=_figure(rival), how=_how(rival, cards)
    )


def _rival(best: SplitPlan, fitting: Sequence[SplitPlan]) -> SplitPlan | None:
    """What a user would ask about: the fastest plan of the mode that differs most, of those that fit."""
    asked: tuple[Mode, ...] = ("tensor", "layer", "none") if best.mode == "none" else ("none", "layer", "tensor")
    for mode in (*(mode for mode in asked if mode != best.mode), best.mode):
        others = [plan for plan in fitting if plan.mode == mode and plan is not best]
        several = [plan for plan in others if (plan.world_size > 1) == (mode != "none")]
        if several:
            return max(several, key=lambda plan: plan.tokens_per_second or 0)
    return None


def _way(plan: SplitPlan, devices: Sequence[Device], cards: bool, start: int) -> Sentence:
    if plan.mode == "none":
        if len({device.name for device in devices}) > 1:
            return THIS_ONE.format(device=device_name(plan.devices[0]))
        return ONE_CARD if cards else ONE_OF_ALL
    whole, some = CARDS if cards else DEVICES
    used = whole.format(number=plan.world_size)
    if plan.world_size < len(devices):
        used = some.format(number=plan.world_size, all=len(devices))
    told = WHOLE_LAYERS if plan.mode == "layer" else SHARING if len(plan.stages) == 1 else IN_GROUPS
    return told[start].format(devices=used, groups=len(plan.stages))


def _how(plan: SplitPlan, cards: bool) -> Sentence:
    if plan.mode == "tensor":
        return EVERY_SHARED if len(plan.stages) == 1 else GROUPS_SHARED
    if plan.mode == "none":
        return ON_ONE_CARD if cards else ON_ONE_DEVICE
    return WHOLE_ON_EACH


def _cause(best: SplitPlan, rival: SplitPlan) -> Sentence:
    ours, theirs = all_reduces(best), all_reduces(rival)
    if ours > theirs:
        return AT_ONCE.format(number=ours)
    if ours < theirs:
        speeds = [device.bandwidth or 0 for device in rival.devices]
        halved = len(speeds) == 2 and max(speeds) < ALIKE * min(speeds)
        return (HALVED if halved else DIVIDED).format(number=theirs)
    if best.mode == "none" and rival.mode == "layer":
        return IN_A_ROW
    return LEAST_TOGETHER if ours else FASTER_MEMORY


def _figure(plan: SplitPlan) -> int:
    return round(plan.tokens_per_second or 0)
