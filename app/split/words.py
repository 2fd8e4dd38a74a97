"""A plan's sentences in the user's language, with cards called as the window calls them: "RTX 4090, slot 01:00", never
by a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.hardware.model import card_name, rank_names, short_slot
from app.language import said
from engine.plan.types import Device, SplitPlan
from engine.plan.words import RANK, RANKS, device_name, joined
from engine.sentence import Sentence

NUMBERED = (RANK.template, RANKS.template)


def with_card_names(plan: SplitPlan, devices: Sequence[Device]) -> SplitPlan:
    """`devices` are all that the plan could have used. CPU ranks keep their numbers: they are all one processor."""
    names = {device_name(device): name for device, name in zip(devices, rank_names(devices), strict=True)
             if not device.trial_only}  # fmt: skip
    held = [_short(device, name) for device, name in zip(plan.devices, rank_names(plan.devices), strict=True)]
    cards = not any(device.trial_only for device in plan.devices)

    def told(text: str) -> str:
        return said(_of(text, names, held if cards else ()) if isinstance(text, Sentence) else text)

    return replace(plan, notes=tuple(map(told, plan.notes)), reason=told(plan.reason), misfit=told(plan.misfit))


def _of(sentence: Sentence, names: Mapping[str, str], held: Sequence[str]) -> Sentence:
    """With names in its places; `held` are those of the ranks, where they have any."""
    return Sentence(
        sentence.context,
        sentence.template,
        {key: _renamed(value, names, held) for key, value in sentence.values.items()} or None,
    )


def _renamed(value: object, names: Mapping[str, str], held: Sequence[str]) -> object:
    if isinstance(value, tuple):
        return tuple(_renamed(each, names, held) for each in value)
    if isinstance(value, Sentence):
        if held and value.template in NUMBERED:
            return joined([held[int(rank)] for rank in re.findall(r"\d+", value)])
        return _of(value, names, held)
    return names.get(value, value) if isinstance(value, str) else value


def _short(device: Device, name: str) -> str:
    """ "RTX 4090 (01:00)": a list of names has commas of its own."""
    return f"{card_name(device)} ({short_slot(device.slot)})" if device.slot and not device.trial_only else name
