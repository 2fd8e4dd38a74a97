"""What other programs do on NVIDIA cards, as the driver tells it: without a CUDA context in this process."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import psutil
import pynvml

from engine.devices.nvml import NVMLError, card, driver
from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP

PROCESS = QT_TRANSLATE_NOOP("engine", "process {number}")  # that does not give its name
BROKERS = "nvidia-cuda-mps-server",  # to which the driver counts what its clients do, ours as well
LEAST_PERCENT = 5  # of a card's time: a desktop that draws its windows stays below


def other_programs(devices: Sequence[Device], own: set[int], since: float) -> list[tuple[str, str, int]]:
    """(program, card, percent of the card's time) of the busiest other program on each of `devices`.

    `own` are the process ids that do not count, `since` is the wall clock's time. Empty without NVIDIA's
    driver, and for drivers that do not count by process.
    """
    cards = {device.uuid: f"{device.name} ({device.id})" for device in devices if device.kind == "cuda"}
    if not cards:
        return []
    found = []
    with contextlib.suppress(NVMLError), driver():
        for uuid, name in cards.items():
            with contextlib.suppress(NVMLError):
                samples = pynvml.nvmlDeviceGetProcessUtilization(card(str(uuid)), int(since * 1e6))
                found += _busiest(samples, own, name)
    return found


def _busiest(samples: Sequence[Any], own: set[int], card: str) -> list[tuple[str, str, int]]:
    others = [(int(sample.smUtil), int(sample.pid)) for sample in samples if int(sample.pid) not in own]
    busy = [(_name(pid), card, percent) for percent, pid in sorted(others, reverse=True) if percent >= LEAST_PERCENT]
    return [each for each in busy if each[0] not in BROKERS][:1]


def _name(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return PROCESS.format(number=str(pid))
