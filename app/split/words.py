"""A plan's sentences with cards called as the window calls them: "RTX 4090, slot 01:00", never by a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.hardware.model import card_name, rank_names, short_slot
from engine.plan.types import Device, SplitPlan
from engine.plan.words import device_name, joined

RANKS = re.compile(r"\branks? (\d+(?:, \d+)*(?: and \d+)?)")


def with_card_names(plan: SplitPlan, devices: Sequence[Device]) -> SplitPlan:
    """`devices` are all that the plan could have used. CPU ranks keep their numbers: they are all one processor."""
    names = {device_name(device): name for device, name in zip(devices, rank_names(devices), strict=True)
             if not device.trial_only}  # fmt: skip
    held = [_short(device, name) for device, name in zip(plan.devices, rank_names(plan.devices), strict=True)]
    cards = not any(device.trial_only for device in plan.devices)

    def said(text: str) -> str:
        for theirs, ours in names.items():
            text = text.replace(theirs, ours)
        return RANKS.sub(in_words, text) if cards else text

    def in_words(found: re.Match[str]) -> str:
        return joined([held[int(rank)] for rank in re.findall(r"\d+", found[1])])

    return replace(plan, notes=tuple(map(said, plan.notes)), reason=said(plan.reason), misfit=said(plan.misfit))


def _short(device: Device, name: str) -> str:
    """ "RTX 4090 (01:00)": a list of names has commas of its own."""
    return f"{card_name(device)} ({short_slot(device.slot)})" if device.slot and not device.trial_only else name
