"""Intel's graphics by the files of the xe and i915 drivers, which say nothing of load and memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from app.telemetry import sysfs
from app.telemetry.reading import CardReading
from app.telemetry.sysfs import Controller, number

CLOCKS = "tile0/gt0/freq0/act_freq", "drm/card*/gt/gt0/rps_act_freq_mhz", "drm/card*/gt_act_freq_mhz"  # xe, then i915
TEMPERATURES = "temp2_input", "temp1_input"  # xe numbers the package 2
LIMITS = "power1_max", "power1_rated_max"


class IntelCards:
    """Remembers each card's counter of energy: power is what it grew by since the last reading."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._energy: dict[str, tuple[float, int]] = {}  # when, microjoules

    def read(self, found: Controller, name: str) -> CardReading:
        path = found.path
        sensors = sysfs.hwmon(path)
        integrated = found.integrated_at_root
        now, slot, card = (None, None, None) if integrated else sysfs.links(path)
        clock = _first(*(each for pattern in CLOCKS for each in path.glob(pattern)))
        celsius = _first(*(sensors / file for file in TEMPERATURES))
        limit = _first(*(sensors / file for file in LIMITS))
        return CardReading(
            found.slot,
            "Intel",
            name,
            driver=found.driver,
            integrated=integrated,
            display=sysfs.drives_display(path),
            watts=self._watts(found.slot, number(sensors / "energy1_input")),
            watts_limit=limit / 1e6 if limit else None,
            celsius=celsius / 1e3 if celsius is not None else None,
            clock=clock,
            link_now=now,
            link_slot=slot,
            link_card=card,
        )

    def _watts(self, slot: str, energy: int | None) -> float | None:
        if energy is None:
            return None
        when, before = self._clock(), self._energy.get(slot)
        self._energy[slot] = (when, energy)
        if before is None or when <= before[0] or energy < before[1]:
            return None
        return (energy - before[1]) / 1e6 / (when - before[0])


def _first(*files: Path) -> int | None:
    return next((value for file in files if (value := number(file)) is not None), None)
