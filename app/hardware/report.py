"""Everything the hardware page knows, as Markdown for a bug report or a forum."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from app.hardware.figures import figures, filling, host_figures
from app.hardware.lately import Lately
from app.hardware.links import HEADS, chosen_words, link_rows
from app.hardware.model import DeviceList
from app.telemetry.reading import Reading
from app.widgets.numbers import memory
from engine import __version__

NOT_USED = "not in use"


def report(hardware: DeviceList, reading: Reading | None, lately: Lately, summary: str) -> str:
    return "\n".join(_lines(hardware, reading, lately, summary)).replace("\u00a0", " ") + "\n"


def _lines(hardware: DeviceList, reading: Reading | None, lately: Lately, summary: str) -> Iterator[str]:
    yield f"Tandem {__version__}, {platform.platform()}"
    yield summary
    yield from hardware.notes
    cards = hardware.cards()
    for device in cards:
        card = reading.of(device) if reading is not None else None
        rank = f"rank {hardware.ranks.index(device.id)}" if device.id in hardware.ranks else NOT_USED
        yield ""
        yield f"**{device.name}** ({device.id}, {rank})"
        yield f"- UUID {device.uuid or 'not reported'}, slot {device.slot or 'not reported'}"
        if card is not None and card.driver:
            yield f"- Driver: {card.driver}"
        if device.capability:
            yield f"- Compute capability: {device.capability}"
        held = filling(device, card, None)
        yield f"- Memory: {memory(device.memory_total)}{f' ({held.words})' if held is not None else ''}"
        yield from (f"- {each.spoken}" for each in figures(device, card, lately))
    known = {card.slot for device in cards if reading is not None and (card := reading.of(device)) is not None}
    for card in reading.cards if reading is not None else ():
        if card.slot not in known:
            yield ""
            yield f"**{card.name}** (slot {card.slot}, driver {card.driver or 'none'}, not listed by the engine)"
    for device in hardware.cpus():
        yield ""
        yield f"**{device.name}**, memory {memory(device.memory_total)}"
    if reading is not None:
        yield from (f"- {each.spoken}" for each in host_figures(reading.host))
    if len(cards) > 1:
        yield ""
        yield f"| {' | '.join(HEADS)} |"
        yield "|" + "---|" * len(HEADS)
        yield from (f"| {' | '.join(row)} |" for row in link_rows(cards, reading, hardware.links))
        yield chosen_words(cards, hardware.links)
