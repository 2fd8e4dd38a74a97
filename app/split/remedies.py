"""What makes a model fit that does not: changes of the choice, each planned before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from app.hardware.model import DeviceList, rank_names
from app.split.model import MODE_NAMES, SplitChoice
from app.widgets.numbers import count
from engine.gguf.facts import ModelFacts
from engine.plan.types import Device, Mode, SplitPlan

OFFERED = 3
FAIR = 512  # tokens; a context below that helps nobody
ROUND = 1024  # tokens; a longer context is rounded down to a whole number of these


@dataclass(frozen=True)
class Remedy:
    """`words` stand on the button; `apply` makes the change, after which the plan fits."""

    words: str
    apply: Callable[[], None]


def remedies(facts: ModelFacts, choice: SplitChoice, hardware: DeviceList) -> list[Remedy]:
    """At most three for the chosen plan, the least change first; none if it fits or nothing helps. The processor is
    the last resort, as it is slow.
    """
    plan = choice.plan
    if plan is None or plan.fits:
        return []
    found: list[Remedy] = []
    for remedy in _candidates(facts, choice, hardware, plan):
        if len(found) < OFFERED and remedy.words not in {known.words for known in found}:
            found.append(remedy)
    return found


def _candidates(facts: ModelFacts, choice: SplitChoice, hardware: DeviceList, plan: SplitPlan) -> Iterator[Remedy]:
    from engine.plan.build import plan as planned
    from engine.plan.memory import kv_type_that_fits

    devices = hardware.devices()
    make = partial(planned, context=choice.context, links=hardware.links, kv_type=choice.kv_type)
    if choice.shares:
        even = make(facts, devices, choice.mode)
        if even.fits:
            yield Remedy(_shares_words(even), lambda: choice.set_shares(()))
    shorter = _shorter(facts, plan)
    if shorter:
        yield Remedy(f"Context {count(shorter)}", lambda: choice.set_context(shorter))
    smaller = kv_type_that_fits(facts, plan)
    if smaller:
        yield Remedy(f"KV {smaller}", partial(choice.set_kv_type, smaller))
    others: list[Mode] = [mode for mode in ("layer", "tensor", "none") if mode not in (choice.mode, plan.mode)]
    for mode in others:
        made = choice.plans.get(mode)
        if made is not None and made.fits:
            yield Remedy(_mode_words(mode, made), partial(choice.set_mode, mode))
    for device in hardware.idle():
        if make(facts, [*devices, device], choice.mode).fits:
            yield Remedy(f"Use {_name(device)} too", partial(hardware.add, device.id))
    for mode in others:
        made = choice.plans.get(mode)
        tokens = _shorter(facts, made) if made is not None and not made.fits else None
        if tokens:
            yield Remedy(f"{MODE_NAMES[mode]}, context {count(tokens)}", partial(_both, choice, mode, tokens))
    if hardware.may_add_cpu and not any(made.fits for made in choice.plans.values()):
        processor = hardware.cpus()[0]
        for mode in (choice.mode, "layer"):
            if make(facts, [*devices, processor], mode).fits:
                yield Remedy("Add the processor (slow)", partial(_add_cpu, choice, hardware, mode))
                break


def _add_cpu(choice: SplitChoice, hardware: DeviceList, mode: Mode) -> None:
    choice.set_mode(mode)
    hardware.add_cpu()


def _both(choice: SplitChoice, mode: Mode, tokens: int) -> None:
    choice.set_mode(mode)
    choice.set_context(tokens)


def _shorter(facts: ModelFacts, plan: SplitPlan) -> int | None:
    from engine.plan.memory import context_that_fits

    most = context_that_fits(facts, plan)
    if most is None or most < FAIR:
        return None
    return most // ROUND * ROUND or most


def _mode_words(mode: Mode, plan: SplitPlan) -> str:
    return f"Only {_name(plan.devices[0])}" if mode == "none" else f"{MODE_NAMES[mode]} mode"


def _shares_words(plan: SplitPlan) -> str:
    """ "Share 70 / 30"; of many ranks the numbers would say nothing."""
    held = [entry.weights for entry in plan.bytes]
    if not 2 <= len(held) <= 3 or not sum(held):
        return "Automatic shares"
    return "Share " + " / ".join(f"{100 * weights / sum(held):.0f}" for weights in held)


def _name(device: Device) -> str:
    """Without the slot, which makes a button too long."""
    return rank_names([device])[0].split(",")[0]
