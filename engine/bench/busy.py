"""Which other programs use the processor and the cards while a benchmark runs: they make its figures too low."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psutil

from engine.bench.nvidia import other_programs
from engine.plan.types import Device

LOOK_SECONDS = 0.3  # what the system counts in ticks of 10 ms is good to 3% of a core over this time
LEAST = 0.2  # of a core: what an idle desktop does stays below


class Tense(NamedTuple):
    is_: str
    are: str
    uses: str
    use: str
    will: str


NOW = Tense("is", "are", "uses", "use", "will")
AFTERWARDS = Tense("was", "were", "used", "used", "may")


def wording(note: str) -> str:
    """The note without its figures, by which it is known that the same has been said before."""
    return re.sub(r"\d+(\.\d+)?(% of a core|% of it| cores)?", "", note)


def busy_now(devices: Sequence[Device]) -> tuple[str, ...]:
    """Look for LOOK_SECONDS, and say what others use."""
    watch = Watch(devices)
    time.sleep(LOOK_SECONDS)
    return watch.notes(NOW)


class Watch:
    """From now on, counts what others use; this process, its children and its parent, the front end, are no others."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self._devices = devices
        self._began = time.monotonic()
        self._wall = time.time()
        self._before = _processor_seconds()

    def notes(self, tense: Tense = AFTERWARDS) -> tuple[str, ...]:
        """A plain sentence for the processor and one for each card; none where the others were idle, or after too
        short a time to know.
        """
        if time.monotonic() - self._began < LOOK_SECONDS:
            return ()
        own = own_processes()
        end = f"The figures {tense.will} be low."
        cores = self.cores(own)
        notes = [f"{sentence(cores, tense)} {end}"] if sum(cores.values()) >= LEAST else []
        for name, card, percent in other_programs(self._devices, own, self._wall):
            notes.append(f"Another program {tense.is_} busy on {card}: {name} {tense.uses} {percent}% of it. {end}")
        return tuple(notes)

    def cores(self, own: set[int]) -> Mapping[str, float]:
        """Processor cores used since the beginning, by the name of the program."""
        elapsed = time.monotonic() - self._began
        used: defaultdict[str, float] = defaultdict(float)
        for process, (name, seconds) in _processor_seconds().items():
            if process.pid not in own:
                used[name] += max(0.0, seconds - self._before.get(process, (name, 0.0))[1]) / elapsed
        return used


def sentence(cores: Mapping[str, float], tense: Tense) -> str:
    """Who uses how many cores; the busiest program is named."""
    name, most = max(cores.items(), key=lambda item: item[1])
    total = sum(cores.values())
    if most >= total / 2:
        return f"Another program {tense.is_} busy: {name} {tense.uses} {_amount(most)}."
    return f"Other programs {tense.are} busy: together they {tense.use} {_amount(total)}, {name} the most of it."


def _amount(cores: float) -> str:
    return f"{100 * cores:.0f}% of a core" if cores < 1.5 else f"{cores:.1f} cores"


def _processor_seconds() -> dict[psutil.Process, tuple[str, float]]:
    """Name and processor time of every process that may be looked at."""
    found = {}
    for process in psutil.process_iter(["name", "cpu_times"]):
        times = process.info["cpu_times"]
        if times and process.pid:  # Windows counts the idle time as that of a process 0
            found[process] = (process.info["name"] or f"process {process.pid}", times.user + times.system)
    return found


def own_processes() -> set[int]:
    """Ids of this process, its parent and all its children."""
    this = psutil.Process()
    return {this.pid, os.getppid(), *(child.pid for child in this.children(recursive=True))}
