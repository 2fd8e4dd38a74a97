"""The page's first line, and the second line of each card."""

from __future__ import annotations

from collections.abc import Sequence

from app.hardware.model import DeviceList, counted, short_slot
from app.telemetry.reading import CardReading
from app.widgets.numbers import NBSP, figure, memory
from engine.plan.types import Device

KINDS = {"cpu": "processor", "cuda": "graphics card", "xpu": "graphics card", "mps": "Apple GPU"}


def summary(hardware: DeviceList, unlisted: Sequence[CardReading] = ()) -> str:
    """ "2 cards do the work, 1 does not count. Together 48 GB and 1,944 GB/s." """
    devices = hardware.devices()
    if not devices:
        return "Looking for devices"
    if not hardware.cards():
        ranks = "" if len(devices) > 1 else " Tensor and layer mode need two ranks; everything else works."
        seen = "No graphics card can be used" if unlisted else "No graphics card"
        return f"{seen}: the processor does the work.{ranks}"
    if len(devices) == 1 and len(hardware.cards()) == 1:
        one = "One card" if not devices[0].trial_only else "One CPU rank"
        return f"{one}: tensor and layer mode need two. Everything else works."
    words = f"{counted(devices)} {'does' if len(devices) == 1 else 'do'} the work"
    words += _aside(len([each for each in hardware.idle() if not each.integrated]), "not take part")
    words += _aside(len(unlisted) + len([each for each in hardware.idle() if each.integrated]), "not count")
    return f"{words}.{_together(devices)}"


def _aside(number: int, what: str) -> str:
    return f", {number} {'does' if number == 1 else 'do'} {what}" if number else ""


def _together(devices: Sequence[Device]) -> str:
    """Memory and, once all are measured, bandwidth; each device counts once."""
    each = list({device.pool: device for device in devices}.values())
    totals = [device.memory_total for device in each if device.memory_total is not None]
    if len(totals) < len(each):
        return ""
    speeds = [device.bandwidth for device in each if device.bandwidth]
    rate = f" and {figure(sum(speeds) / 1e9)}{NBSP}GB/s" if len(speeds) == len(each) else " of memory"
    return f" Together {memory(sum(totals))}{rate}."


def second_line(device: Device, card: CardReading | None) -> str:
    """ "slot 01:00 · drives the display · cuda:0 · GPU-8f31..."."""
    parts = [
        f"slot {short_slot(device.slot)}" if device.slot else KINDS[device.kind],
        "integrated" if device.integrated else "",
        "drives the display" if card is not None and card.display else "",
        device.id,
        device.uuid or "",
    ]
    return " · ".join(part for part in parts if part)
