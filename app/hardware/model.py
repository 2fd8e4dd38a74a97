"""The devices of this computer, and which of them hold a rank, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.language import translate
from app.widgets.numbers import count
from engine.plan.links import Links
from engine.plan.types import Device
from engine.protocol import Devices, Event

MOST_CPU_RANKS = 8
MAKERS = re.compile(r"^(NVIDIA GeForce|NVIDIA|AMD Radeon|AMD|Intel(\(R\))?) ")  # people say "RTX 4090"


class DeviceList(QObject):
    """`ranks` is what a load uses: device ids by rank; one id may stand there twice.

    `listed` and `chosen` come before `changed`: the engine said what there is, the user chose.
    """

    changed = Signal()
    chosen = Signal()
    listed = Signal()

    def __init__(self, wanted: Sequence[str] = ()) -> None:
        super().__init__()
        self._wanted = list(wanted)  # by rank, UUIDs or ids, of devices that may not be there (now); empty: every card
        self.known: dict[str, Device] = {}
        self.notes: tuple[str, ...] = ()
        self.links: Links = {}  # what was measured, for plans
        self.ranks: list[str] = []

    def on_event(self, event: Event) -> None:
        if isinstance(event, Devices):
            self.known = {device.id: device for device in event.devices}
            self.notes = event.notes
            self.links = event.links
            self._take_wanted()
            self.listed.emit()
            self.changed.emit()

    def set_free(self, device_id: str, memory_free: int) -> None:
        """Other programs have taken memory of a device since it was listed, or given it back."""
        self.known[device_id] = replace(self.known[device_id], memory_free=memory_free)
        self.changed.emit()

    def want(self, wanted: Sequence[str]) -> None:
        """What is remembered of the model that was picked; as far as it is there, it holds the ranks from now on."""
        before, self._wanted = self.ranks, list(wanted)
        self._take_wanted()
        if self.ranks != before:
            self.changed.emit()

    def _take_wanted(self) -> None:
        by_key = {device.id: device.id for device in self.known.values()}
        by_key |= {device.uuid: device.id for device in self.known.values() if device.uuid}
        self.ranks = [by_key[key] for key in self._wanted if key in by_key] or self._default()

    def _default(self) -> list[str]:
        """Every GPU with memory of its own, else any GPU, or one CPU rank."""
        cards = self.cards()
        own = [device for device in cards if not device.integrated]
        return [device.id for device in own or cards or self.cpus()[:1]]

    def cards(self) -> list[Device]:
        return [device for device in self.known.values() if not device.trial_only]

    def cpus(self) -> list[Device]:
        return [device for device in self.known.values() if device.trial_only]

    def devices(self) -> list[Device]:
        """By rank."""
        return [self.known[name] for name in self.ranks]

    def idle(self) -> list[Device]:
        """GPUs that could take part and do not."""
        return [device for device in self.cards() if device.id not in self.ranks]

    @property
    def may_add_cpu(self) -> bool:
        cpus = {device.id for device in self.cpus()}
        return bool(cpus) and sum(name in cpus for name in self.ranks) < MOST_CPU_RANKS

    def add(self, device_id: str) -> None:
        self._set([*self.ranks, device_id])

    def add_cpu(self) -> None:
        if self.may_add_cpu:
            self.add(self.cpus()[0].id)

    def remove(self, rank: int) -> None:
        """The last rank stays: a model needs one."""
        if len(self.ranks) > 1:
            self._set([name for place, name in enumerate(self.ranks) if place != rank])

    def move(self, rank: int, step: int) -> None:
        target = rank + step
        if 0 <= target < len(self.ranks):
            order = list(self.ranks)
            order[rank], order[target] = order[target], order[rank]
            self._set(order)

    def _set(self, ranks: list[str]) -> None:
        if ranks != self.ranks:
            self.ranks = ranks
            self._wanted = [key_of(self.known[name]) for name in ranks]
            self.chosen.emit()
            self.changed.emit()


def key_of(device: Device) -> str:
    """What a device is remembered by: numbers change when a card is added, UUIDs do not."""
    return device.uuid or device.id


def rank_names(devices: Sequence[Device]) -> list[str]:
    """A name per rank that tells equal devices apart: "CPU rank 2", "RTX 4090, slot 01:00"."""
    names = []
    for rank, device in enumerate(devices):
        if device.trial_only:
            names.append(translate("hardware", "CPU rank {rank}").format(rank=rank))
        else:
            told = translate("hardware", "{card}, slot {slot}") if device.slot else "{card}"
            names.append(told.format(card=card_name(device), slot=short_slot(device.slot or "")))
    return names


def card_name(device: Device) -> str:
    """ "RTX 4090", without its maker."""
    return MAKERS.sub("", device.name)


def short_slot(slot: str) -> str:
    """ "0000:01:00.0" -> "01:00"."""
    parts = slot.split(":")
    return ":".join([*parts[-2:-1], parts[-1].split(".")[0]])


def counted(devices: Sequence[Device]) -> str:
    """ "2 cards", "3 CPU ranks", "1 card and 1 CPU rank"."""
    cards = sum(not device.trial_only for device in devices)
    cpus = len(devices) - cards
    some = translate("hardware", "{n}\xa0cards", "", cards, n=count(cards))
    ranks = translate("hardware", "{n}\xa0CPU ranks", "", cpus, n=count(cpus))
    if cards and cpus:
        return translate("hardware", "{cards} and {ranks}").format(cards=some, ranks=ranks)
    return some if cards else ranks if cpus else translate("hardware", "no device")
