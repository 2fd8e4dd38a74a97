"""Processor and memory, by psutil."""

from __future__ import annotations

import psutil

from app.telemetry.reading import HostReading

SENSORS = "coretemp", "k10temp", "zenpower", "cpu_thermal"


def read() -> HostReading:
    """Load since the last call; the first one has none to tell."""
    memory = psutil.virtual_memory()
    return HostReading(psutil.cpu_percent(interval=None), _clock(), _celsius(), memory.total, memory.available)


def prepare() -> None:
    """From here on load is counted."""
    psutil.cpu_percent(interval=None)


def _clock() -> float | None:
    try:
        clock = psutil.cpu_freq()
    except (OSError, NotImplementedError):  # some kernels have the files and do not answer
        return None
    return clock.current or None if clock is not None else None


def _celsius() -> float | None:
    """The hottest part of the processor."""
    if not hasattr(psutil, "sensors_temperatures"):  # only where the system has them
        return None
    try:
        sensors = psutil.sensors_temperatures()
    except OSError:
        return None
    return max((each.current for name in SENSORS for each in sensors.get(name, [])), default=None)
