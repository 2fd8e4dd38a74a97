"""Whether each model of the library would fit on the chosen devices, worked out off the window's thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from app.hardware.model import DeviceList
from app.library.catalog import Catalog
from app.library.entry import Entry, sketched
from app.settings.model import Settings
from app.widgets import numbers
from app.widgets.throttle import Throttle
from engine.plan.kv_types import DEFAULT_KV, KV_TYPES, KVType, kv_complaint
from engine.plan.types import Device

SHORTEST = 512  # tokens; a model that fits only with less is said to lack memory
REFRESH_MS = 300


@dataclass(frozen=True)
class Fit:
    """`role` is the palette's and the icon's name; `order` sorts: the better it fits, the smaller."""

    words: str
    role: str
    order: float


@dataclass(frozen=True)
class Question:
    entry: Entry
    devices: tuple[Device, ...]
    context: int | None
    kv_type: KVType = DEFAULT_KV


# What is said of rows that no plan is made for.
REFUSED = {
    "unsupported": Fit("Not supported: {problem}", "error", 1e18),
    "incomplete": Fit("A part is missing", "warn", 2e18),
    "damaged": Fit("Cannot be opened", "error", 3e18),
    "folder": Fit("Folder not read", "warn", -1),
}
UNKNOWN = Fit("", "muted", 5e17)  # not worked out yet


def answer(question: Question) -> Fit:
    """Plans the model in the mode that Auto would take."""
    from engine.plan.build import plan
    from engine.plan.memory import context_that_fits, kv_type_that_fits, lacking

    facts = sketched(question.entry)
    kind = DEFAULT_KV if kv_complaint(facts, question.kv_type) else question.kv_type
    made = plan(facts, question.devices, "auto", context=question.context, kv_type=kind)
    if made.fits:
        return Fit("Fits", "ok", 0)
    shorter = context_that_fits(facts, made)
    if shorter is not None and shorter >= SHORTEST:
        return Fit(f"Fits if context {numbers.count(shorter)}", "warn", made.context / shorter)
    if smaller := kv_type_that_fits(facts, made):
        return Fit(f"Fits if KV {smaller}", "warn", made.context / SHORTEST)
    lack = sum(lacking(made).values())
    return Fit(f"Lacks {numbers.memory(lack)}", "error", float(lack))


class _Answers(QRunnable):
    def __init__(self, questions: Sequence[Question], fits: Fits) -> None:
        super().__init__()
        self._questions, self._fits = questions, fits
        self.stopped = threading.Event()

    def run(self) -> None:
        for question in self._questions:
            if self.stopped.is_set():
                return
            try:
                self._fits.answered.emit(question, answer(question))
            except Exception:  # one model's trouble must not cost the others their answer
                logging.getLogger("tandem").exception("planning %s", question.entry.path)


class Fits(QObject):
    """Answers are kept until the file, the devices or the context that is remembered for it change."""

    changed = Signal()
    answered = Signal(object, object)  # from the pool's thread

    def __init__(self, catalog: Catalog, hardware: DeviceList, settings: Settings) -> None:
        super().__init__()
        self._catalog, self._hardware, self._settings = catalog, hardware, settings
        self._known: dict[Question, Fit] = {}
        self._asked: dict[str, Question] = {}  # by path
        self._shown: dict[str, Fit] = {}
        self._job: _Answers | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._tell = Throttle(self.changed.emit, REFRESH_MS, self)
        self.answered.connect(self._on_answered)
        for signal in (catalog.changed, hardware.changed):
            signal.connect(self.refresh)
        catalog.scanning.connect(self._on_scanning)

    def of(self, entry: Entry) -> Fit:
        refused = REFUSED.get(entry.kind)
        if refused is not None:
            return Fit(refused.words.format(problem=entry.problem), refused.role, refused.order)
        return self._shown.get(entry.path, UNKNOWN)

    def refresh(self) -> None:
        """Ask for what is not known yet."""
        self.cancel()
        devices = tuple(self._hardware.devices())
        models = self._catalog.models() if devices else []
        self._asked = {entry.path: self._question(entry, devices) for entry in models}
        wanted = self._asked.values()
        self._known = {question: self._known[question] for question in wanted if question in self._known}
        self._shown = {path: self._known[asked] for path, asked in self._asked.items() if asked in self._known}
        missing = [question for question in wanted if question not in self._known]
        if missing and self._catalog.progress is None:  # two threads at work at once would make the window wait
            self._job = _Answers(missing, self)
            self._pool.start(self._job)
        self._tell()

    def cancel(self) -> None:
        if self._job is not None:
            self._job.stopped.set()
            self._job = None

    def close(self, wait_ms: int) -> None:
        self.cancel()
        self._pool.waitForDone(wait_ms)

    def _on_scanning(self) -> None:
        if self._catalog.progress is None:
            self.refresh()

    def _question(self, entry: Entry, devices: tuple[Device, ...]) -> Question:
        remembered = self._settings.models.get(entry.path) or self._settings.models.get("")
        if remembered is None:
            return Question(entry, devices, None)
        kv_type = next((kind for kind in KV_TYPES if kind == remembered.kv_type), DEFAULT_KV)
        return Question(entry, devices, remembered.context or None, kv_type)

    def _on_answered(self, question: Question, fit: Fit) -> None:
        if self._asked.get(question.entry.path) != question:
            return  # another device or context has been chosen since
        self._known[question] = self._shown[question.entry.path] = fit
        self._tell()
