"""Keeps the free memory that plans count on true: other programs come and go while the window is open."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject

from app.hardware.model import DeviceList
from app.split.loading import Loading
from app.telemetry.reader import Telemetry
from app.telemetry.reading import CardReading, Reading
from engine.plan.types import Device

STEP = 512 << 20  # bytes: less changes no plan, and every change plans anew
STEADY = 3  # readings in a row


class FreeMemory(QObject):
    """What the engine listed, less what others have taken since, plus what they have given back.

    The engine and the driver count a card's memory differently, so only the difference between two readings is used.
    """

    def __init__(self, hardware: DeviceList, loading: Loading, telemetry: Telemetry) -> None:
        super().__init__(hardware)
        self._hardware, self._loading = hardware, loading
        self._listed: dict[str, Device] = {}  # as the engine listed them, by id
        self._then: dict[str, int] = {}  # others' bytes when it did
        self._lately: dict[str, deque[int]] = {}
        hardware.listed.connect(self._on_listed)
        telemetry.arrived.connect(self._on_reading)

    def _on_listed(self) -> None:
        self._listed, self._then, self._lately = dict(self._hardware.known), {}, {}

    def _on_reading(self, reading: Reading) -> None:
        for device in self._listed.values():
            card = reading.of(device)
            others = self._others(card) if card is not None else None
            if others is None or device.memory_free is None or device.memory_total is None:
                continue
            lately = self._lately.setdefault(device.id, deque(maxlen=STEADY))
            lately.append(others)
            then = self._then.setdefault(device.id, others)
            free = [min(max(device.memory_free + then - each, 0), device.memory_total) for each in lately]
            now = self._hardware.known[device.id].memory_free
            if now is not None and len(free) == STEADY and all(abs(each - now) >= STEP for each in free):
                self._hardware.set_free(device.id, free[-1])

    def _others(self, card: CardReading) -> int | None:
        """None where it is not known, which it is not while a model of ours is there and nobody tells what it holds."""
        if card.memory_used is None:
            return None
        if card.memory_ours is not None:
            return card.memory_used - card.memory_ours
        return card.memory_used if self._loading.state == "none" else None
