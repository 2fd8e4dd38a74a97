"""The page's first line, and the second line of each card."""

from __future__ import annotations

from collections.abc import Sequence

from app.hardware.model import DeviceList, counted, short_slot
from app.language import QT_TRANSLATE_NOOP, translate
from app.telemetry.reading import CardReading
from app.widgets.numbers import count, figure, memory
from engine.plan.types import Device

KINDS = {
    "cpu": QT_TRANSLATE_NOOP("hardware", "processor"),
    "cuda": QT_TRANSLATE_NOOP("hardware", "graphics card"),
    "xpu": QT_TRANSLATE_NOOP("hardware", "graphics card"),
    "mps": QT_TRANSLATE_NOOP("hardware", "Apple GPU"),
}


def summary(hardware: DeviceList, unlisted: Sequence[CardReading] = ()) -> str:
    """ "2 cards do the work, 1 does not count. Together 48 GB and 1,944 GB/s." """
    devices = hardware.devices()
    if not devices:
        return translate("hardware", "Looking for devices")
    if not hardware.cards():
        return _without_cards(bool(unlisted), len(devices) == 1)
    if len(devices) == 1 and len(hardware.cards()) == 1:
        if devices[0].trial_only:
            return translate("hardware", "One CPU rank: tensor and layer mode need two. Everything else works.")
        return translate("hardware", "One card: tensor and layer mode need two. Everything else works.")
    many = len(devices)
    parts = [translate("hardware", "{devices} do the work", "", many, n=count(many)).format(devices=counted(devices))]
    if spare := len([each for each in hardware.idle() if not each.integrated]):
        parts.append(translate("hardware", "{n} do not take part", "", spare, n=count(spare)))
    if out := len(unlisted) + len([each for each in hardware.idle() if each.integrated]):
        parts.append(translate("hardware", "{n} do not count", "", out, n=count(out)))
    return f"{', '.join(parts)}. {_together(devices)}".rstrip()


def _without_cards(unlisted: bool, alone: bool) -> str:
    parts = [
        translate("hardware", "No graphics card can be used: the processor does the work.")
        if unlisted else translate("hardware", "No graphics card: the processor does the work.")
    ]  # fmt: skip
    if alone:
        parts.append(translate("hardware", "Tensor and layer mode need two ranks; everything else works."))
    return " ".join(parts)


def _together(devices: Sequence[Device]) -> str:
    """Memory and, once all are measured, bandwidth; each device counts once."""
    each = list({device.pool: device for device in devices}.values())
    totals = [device.memory_total for device in each if device.memory_total is not None]
    if len(totals) < len(each):
        return ""
    speeds = [device.bandwidth for device in each if device.bandwidth]
    if len(speeds) < len(each):
        return translate("hardware", "Together {memory} of memory.").format(memory=memory(sum(totals)))
    return translate("hardware", "Together {memory} and {bandwidth}\xa0GB/s.").format(
        memory=memory(sum(totals)), bandwidth=figure(sum(speeds) / 1e9)
    )


def second_line(device: Device, card: CardReading | None) -> str:
    """ "slot 01:00 · drives the display · cuda:0 · GPU-8f31..."."""
    parts = [
        translate("hardware", "slot {slot}").format(slot=short_slot(device.slot))
        if device.slot
        else translate("hardware", KINDS[device.kind]),
        translate("hardware", "integrated") if device.integrated else "",
        translate("hardware", "drives the display") if card is not None and card.display else "",
        device.id,
        device.uuid or "",
    ]
    return " · ".join(part for part in parts if part)
