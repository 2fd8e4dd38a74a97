"""Everything that can be asked, as one reading."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from time import monotonic
from typing import Any

from app.language import QT_TRANSLATE_NOOP, translate
from app.telemetry import amd, host, sysfs
from app.telemetry.intel import IntelCards
from app.telemetry.nvidia import NvidiaCards
from app.telemetry.ours import Ours
from app.telemetry.reading import CardReading, PairReading, Reading
from app.telemetry.sysfs import Controller

NO_DRIVER = {
    "nouveau": QT_TRANSLATE_NOOP("telemetry", "It runs on the nouveau driver. Install NVIDIA's own driver to use it."),
    "vfio-pci": QT_TRANSLATE_NOOP("telemetry", "It is set aside for virtual machines."),
    "": QT_TRANSLATE_NOOP("telemetry", "No driver is loaded for it."),
}


class Sources:
    """Opened, read and closed on one thread."""

    def __init__(self, root: Path = sysfs.SYS, nvml: Any = None) -> None:
        self._root = root
        ours = Ours()
        self._ours, self._nvidia, self._intel = ours, NvidiaCards(ours, nvml), IntelCards()
        self._controllers: list[Controller] = []
        self._names: dict[str, str] = {}
        self._pairs: tuple[PairReading, ...] = ()
        self._note = ""
        self._asked = False  # NVIDIA's driver, which wakes a laptop's card

    def open(self) -> None:
        host.prepare()
        self._controllers = sysfs.controllers(self._root)
        for each in self._controllers:
            if each.slot not in self._names:
                self._names[each.slot] = sysfs.product_name(each.path, self._root) or translate(
                    "telemetry", "{maker} graphics"
                ).format(maker=each.maker)
        self._ask_nvidia()

    def _ask_nvidia(self) -> None:
        nvidia = [each.path for each in self._controllers if each.maker == "NVIDIA"]
        if nvidia and all(sysfs.asleep(path) for path in nvidia):
            return  # not woken for this; asked again once something else has
        self._asked = True
        self._note = self._nvidia.open()
        told = {pair.slots: pair for pair in self._nvidia.pairs()}
        cards = [each for each in self._controllers if not each.integrated_at_root]
        for one, other in combinations(cards, 2):
            if path := sysfs.path_between(one, other):
                told.setdefault((one.slot, other.slot), PairReading((one.slot, other.slot), path))
        self._pairs = tuple(told.values())

    def close(self) -> None:
        self._nvidia.close()
        self._asked = False

    def read(self) -> Reading:
        if not self._asked:
            self._ask_nvidia()
        by_slot = {card.slot: card for card in self._nvidia.read()}
        for each in self._controllers:
            known = by_slot.get(each.slot)
            by_slot[each.slot] = self._other(each) if known is None else _with_slot(known, each)
        notes = (self._note,) if self._note else ()
        return Reading(monotonic(), host.read(), tuple(by_slot.values()), self._pairs, notes)

    def _other(self, found: Controller) -> CardReading:
        name = self._names[found.slot]
        if sysfs.asleep(found.path):
            return CardReading(
                found.slot, found.maker, name, driver=found.driver, asleep=True, integrated=found.integrated_at_root
            )
        if found.driver == "amdgpu":
            return amd.read(found, name, self._ours, self._root)
        if found.driver in ("xe", "i915"):
            return self._intel.read(found, name)
        now, slot, card = sysfs.links(found.path)
        return CardReading(
            found.slot, found.maker, name, driver=found.driver, integrated=found.integrated_at_root,
            trouble=translate("telemetry", NO_DRIVER.get(found.driver, "")),
            link_now=now, link_slot=slot, link_card=card,
        )  # fmt: skip


def _with_slot(card: CardReading, found: Controller) -> CardReading:
    """The kernel knows how many lanes the slot is wired with, the driver only what the card has."""
    _, slot, _ = sysfs.links(found.path)
    if slot is None:
        return card
    return replace(card, link_slot=slot if card.link_slot is None else card.link_slot.within(slot))
