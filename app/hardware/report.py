"""Everything the hardware page knows, as Markdown for a bug report or a forum."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from app.hardware.figures import figures, filling, host_figures
from app.hardware.lately import Lately
from app.hardware.links import HEADS, chosen_words, link_rows
from app.hardware.model import DeviceList
from app.language import QT_TRANSLATE_NOOP, said, translate
from app.telemetry.reading import Reading
from app.widgets.numbers import memory, unknown
from engine import __version__
from engine.plan.types import Device

NOT_USED = QT_TRANSLATE_NOOP("hardware", "not in use")



def _rank(hardware: DeviceList, device: Device) -> str:
    if device.id not in hardware.ranks:
        return translate("hardware", NOT_USED)
    return translate("hardware", "rank {rank}").format(rank=hardware.ranks.index(device.id))


def report(hardware: DeviceList, reading: Reading | None, lately: Lately, summary: str) -> str:
    return "\n".join(_lines(hardware, reading, lately, summary)).replace("\u00a0", " ") + "\n"


def _lines(hardware: DeviceList, reading: Reading | None, lately: Lately, summary: str) -> Iterator[str]:
    yield f"Tandem {__version__}, {platform.platform()}"
    yield summary
    yield from map(said, hardware.notes)
    cards = hardware.cards()
    for device in cards:
        card = reading.of(device) if reading is not None else None
        rank = _rank(hardware, device)
        yield ""
        yield f"**{device.name}** ({device.id}, {rank})"
        yield "- " + translate("hardware", "UUID {uuid}, slot {slot}").format(
            uuid=device.uuid or unknown(), slot=device.slot or unknown()
        )
        if card is not None and card.driver:
            yield "- " + translate("hardware", "Driver: {driver}").format(driver=card.driver)
        if device.capability:
            yield "- " + translate("hardware", "Compute capability: {number}").format(number=device.capability)
        held = filling(device, card, None)
        told = (
            translate("hardware", "Memory: {total} ({held})")
            if held is not None
            else translate("hardware", "Memory: {total}")
        )
        yield "- " + told.format(total=memory(device.memory_total), held=held.words if held is not None else "")
        yield from (f"- {each.spoken}" for each in figures(device, card, lately))
    known = {card.slot for device in cards if reading is not None and (card := reading.of(device)) is not None}
    for card in reading.cards if reading is not None else ():
        if card.slot not in known:
            yield ""
            yield translate("hardware", "**{name}** (slot {slot}, driver {driver}, not listed by the engine)").format(
                name=card.name, slot=card.slot, driver=card.driver or translate("hardware", "none")
            )
    for device in hardware.cpus():
        yield ""
        yield translate("hardware", "**{name}**, memory {total}").format(
            name=device.name, total=memory(device.memory_total)
        )
    if reading is not None:
        yield from (f"- {each.spoken}" for each in host_figures(reading.host))
    if len(cards) > 1:
        yield ""
        yield f"| {' | '.join(translate('hardware', head) for head in HEADS)} |"
        yield "|" + "---|" * len(HEADS)
        yield from (f"| {' | '.join(row)} |" for row in link_rows(cards, reading, hardware.links))
        yield chosen_words(cards, hardware.links)
