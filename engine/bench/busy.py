"""Which other programs use the processor and the cards while a benchmark runs: they make its figures too low."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psutil

from engine.bench.nvidia import PROCESS, other_programs
from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP, Sentence, Size

LOOK_SECONDS = 0.3  # what the system counts in ticks of 10 ms is good to 3% of a core over this time
LEAST = 0.2  # of a core: what an idle desktop does stays below


class Tense(NamedTuple):
    one: Sentence
    several: Sentence
    on_card: Sentence
    end: Sentence


NOW = Tense(
    QT_TRANSLATE_NOOP("engine", "Another program is busy: {name} uses {amount}."),
    QT_TRANSLATE_NOOP("engine", "Other programs are busy: together they use {amount}, {name} the most of it."),
    QT_TRANSLATE_NOOP("engine", "Another program is busy on {card}: {name} uses {percent}% of it."),
    QT_TRANSLATE_NOOP("engine", "{told} The figures will be low."),
)
AFTERWARDS = Tense(
    QT_TRANSLATE_NOOP("engine", "Another program was busy: {name} used {amount}."),
    QT_TRANSLATE_NOOP("engine", "Other programs were busy: together they used {amount}, {name} the most of it."),
    QT_TRANSLATE_NOOP("engine", "Another program was busy on {card}: {name} used {percent}% of it."),
    QT_TRANSLATE_NOOP("engine", "{told} The figures may be low."),
)
PART = QT_TRANSLATE_NOOP("engine", "{percent}% of a core")
CORES = QT_TRANSLATE_NOOP("engine", "{number} cores")


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
        cores = self.cores(own)
        told = [sentence(cores, tense)] if sum(cores.values()) >= LEAST else []
        for name, card, percent in other_programs(self._devices, own, self._wall):
            told.append(tense.on_card.format(card=card, name=name, percent=percent))
        return tuple(tense.end.format(told=each) for each in told)

    def cores(self, own: set[int]) -> Mapping[str, float]:
        """Processor cores used since the beginning, by the name of the program."""
        elapsed = time.monotonic() - self._began
        used: defaultdict[str, float] = defaultdict(float)
        for process, (name, seconds) in _processor_seconds().items():
            if process.pid not in own:
                used[name] += max(0.0, seconds - self._before.get(process, (name, 0.0))[1]) / elapsed
        return used


def sentence(cores: Mapping[str, float], tense: Tense) -> Sentence:
    """Who uses how many cores; the busiest program is named."""
    name, most = max(cores.items(), key=lambda item: item[1])
    total = sum(cores.values())
    if most >= total / 2:
        return tense.one.format(name=name, amount=_amount(most))
    return tense.several.format(name=name, amount=_amount(total))


def _amount(cores: float) -> Sentence:
    return PART.format(percent=round(100 * cores)) if cores < 1.5 else CORES.format(number=Size(f"{cores:.1f}"))


def _processor_seconds() -> dict[psutil.Process, tuple[str, float]]:
    """Name and processor time of every process that may be looked at."""
    found = {}
    for process in psutil.process_iter(["name", "cpu_times"]):
        times = process.info["cpu_times"]
        if times and process.pid:  # Windows counts the idle time as that of a process 0
            name = process.info["name"] or PROCESS.format(number=str(process.pid))
            found[process] = (name, times.user + times.system)
    return found


def own_processes() -> set[int]:
    """Ids of this process, its parent and all its children."""
    this = psutil.Process()
    return {this.pid, os.getppid(), *(child.pid for child in this.children(recursive=True))}
