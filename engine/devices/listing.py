"""Which devices this computer has, and which of them are meant."""

from __future__ import annotations

import platform
import queue
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from engine.child import Child
from engine.errors import Told
from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP

SILENT = QT_TRANSLATE_NOOP("engine", "it did not answer within {seconds} s")
NO_GPUS = QT_TRANSLATE_NOOP("engine", "Looking for GPUs failed ({cause}), so only the CPU is listed.")
NO_DEVICE = QT_TRANSLATE_NOOP("engine", "There is no device {device} on this computer. It has: {known}.")
PROBE_SECONDS = 30.0  # a driver that does not answer must not hold the list of devices for ever


class DeviceError(Told):
    """A device that was asked for is not there; the text is one plain sentence."""


def cpu() -> Device:
    """The processor and the memory that programs can still have."""
    memory = psutil.virtual_memory()
    return Device("cpu", "cpu", _cpu_name(), "ram", memory.total, memory.available, quantised=True)


def gpus(measured: bool = False) -> tuple[tuple[Device, ...], str]:
    """Every GPU that torch can use here, and a sentence about what went wrong, if anything did.

    If `measured`, the bandwidths of their memories are measured first; else they are those that were measured last.
    """
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    child = Child("engine.devices.probe:main", (measured,), "tandem-probe", answers.put, answers.put)
    try:
        answer = answers.get(timeout=PROBE_SECONDS)
    except queue.Empty:
        answer = SILENT.format(seconds=f"{PROBE_SECONDS:.0f}")
    child.kill()
    if isinstance(answer, str):
        return (), NO_GPUS.format(cause=answer)
    return answer, ""


def choose(ids: Sequence[str], every: Sequence[Device]) -> tuple[Device, ...]:
    """The devices behind `ids`, in that order, one of them perhaps several times; without ids every GPU, or the CPU.

    Without ids a GPU inside the processor counts only where there is no other: it would slow the others down.

    Raises DeviceError naming the one that is not there.
    """
    if not ids:
        gpus = tuple(device for device in every if device.kind != "cpu")
        return tuple(device for device in gpus if not device.integrated) or gpus or tuple(every)
    known = {device.id: device for device in every}
    missing = next((name for name in ids if name not in known), None)
    if missing is not None:
        raise DeviceError(NO_DEVICE.format(device=missing, known=tuple(known)))
    return tuple(known[name] for name in ids)


def _cpu_name() -> str:
    if platform.system() == "Linux":
        for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() in ("model name", "Model") and value.strip():
                return value.strip()
    return platform.processor() or platform.machine() or "CPU"
