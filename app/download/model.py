"""Downloads from Hugging Face: what is asked for, one at a time, remembered until it is whole or given up.

Nothing here speaks to the network before the user asks for it: what an earlier window left unfinished waits as paused.
"""

from __future__ import annotations

import atexit
import dataclasses
import logging
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from app.download.job import Job, State, job_for
from app.download.messages import Fetch, Fetched, Found, LookUp, Progress, Report, Trouble
from app.download.offers import Asked, HubFile, Offer, Repository, parse_name
from app.download.places import discard
from app.language import said, translate
from app.settings import typed
from app.settings.files import read_json, write_json

ENTRY = "app.download.process:main"
END_S = 2.0  # far more than the threads of a killed process take
TAKE_BACK_MS = 12_000  # a little longer than the bar offers it


@dataclasses.dataclass
class _Kept:
    """A job in the file."""

    repository: str = ""
    commit: str = ""
    folder: str = ""
    files: list[HubFile] = dataclasses.field(default_factory=list)


class _Errand:
    """One process that does one thing. `heard(errand, report)` is called on a reader thread, and not after `end`.

    No QObject: objects of Qt must not be left to Python's collector, which runs on any thread.
    """

    def __init__(
        self, order: LookUp | Fetch, endpoint: str | None, heard: Callable[[_Errand, Report], object]
    ) -> None:
        from engine.link import Child  # and multiprocessing, which a window at its start need not have

        self._heard = heard
        self._over = False
        self._silent = threading.Event()  # the reader thread has ended
        self._child = Child(ENTRY, (order, endpoint), "tandem-download", self._hear, self._lost)
        atexit.register(self.end)  # multiprocessing would wait for it

    def end(self) -> None:
        """What has come in is on disk; the process has nothing to finish."""
        atexit.unregister(self.end)
        self._over = True
        self._child.kill()
        self._child.outbox.close(END_S)
        self._silent.wait(END_S)

    def _hear(self, report: Report) -> None:
        if not self._over:
            self._heard(self, report)

    def _lost(self, cause: str) -> None:
        self._hear(
            Trouble(
                translate(
                    "download", "The download stopped unexpectedly ({cause}). Resume it; nothing is lost."
                ).format(cause=said(cause))
            )
        )
        self._silent.set()


class Downloads(QObject):
    """`changed`: any job; `found(Repository, Asked)` or `not_found(sentence)` answers a look-up; `arrived(Job)`: a
    model is whole; `failed(Job)`: it is not, and why. `endpoint`: another hub than huggingface_hub is set up for.
    """

    changed = Signal()
    found = Signal(object, object)
    not_found = Signal(str)
    arrived = Signal(object)
    failed = Signal(object)
    _heard = Signal(object, object)  # from a reader thread

    def __init__(self, path: Path, endpoint: str | None = None) -> None:
        super().__init__()
        self.endpoint = endpoint
        self._path = path
        self._lookup: tuple[_Errand, Asked] | None = None
        self._fetch: tuple[_Errand, Job] | None = None
        self._given_up: list[Job] = []
        self.jobs = self._kept()
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    @property
    def looking(self) -> bool:
        return self._lookup is not None

    def look_up(self, text: str) -> None:
        """Ask the hub what a repository holds; a newer question takes the place of an older one."""
        self.stop_looking()
        try:
            asked = parse_name(text, urlsplit(self.endpoint or os.environ.get("HF_ENDPOINT", "")).netloc)
        except ValueError as error:
            self.not_found.emit(said(error.args[0]))
            return
        order = LookUp(asked.repository, asked.revision)
        self._lookup = _Errand(order, self.endpoint, self._heard.emit), asked

    def stop_looking(self) -> None:
        if self._lookup is not None:
            self._lookup[0].end()
            self._lookup = None

    def start(self, repository: Repository, offer: Offer, folder: str) -> None:
        """Fetch an offer into the folder of its repository under `folder`, or go on with it."""
        job = job_for(repository.name, repository.commit, offer, folder)
        same = next((old for old in self.jobs if old.same(job)), None)
        if same is not None and same.state in ("running", "waiting"):
            return
        if same is not None:
            self.jobs.remove(same)
        self.jobs.append(job)
        self.resume(job)

    def resume(self, job: Job) -> None:
        self._let(job, "waiting")
        self._next()

    def pause(self, job: Job) -> None:
        self._end_fetch(job)
        self._let(job, "paused")
        self._next()

    def cancel(self, job: Job) -> None:
        """Give it up: what came in is deleted, a little later, so that it can be taken back."""
        self._end_fetch(job)
        self.jobs.remove(job)
        self._given_up.append(job)
        QTimer.singleShot(TAKE_BACK_MS, self, lambda: self._discard(job))
        self._next()
        self._tell()

    def take_back(self, job: Job) -> None:
        """A cancelled one is there again, paused."""
        if job in self._given_up:
            self._given_up.remove(job)
            self.jobs.append(job)
            self._let(job, "paused")

    def _discard(self, job: Job, delete: Callable[[Callable[[], None]], object] | None = None) -> None:
        """`delete` runs what takes its time with many gigabytes; on another thread if it is not given."""
        delete = delete or QThreadPool.globalInstance().start
        if job not in self._given_up:
            return
        self._given_up.remove(job)
        if not any(job.same(other) for other in self.jobs):  # else it was begun again
            delete(partial(_delete, job))
        self._tell()

    def dismiss(self, job: Job) -> None:
        """Take a finished one off the list."""
        self.jobs.remove(job)
        self._tell()

    def close(self) -> None:
        """End what runs; it goes on from there another time."""
        self.stop_looking()
        if self._fetch is not None:
            self._fetch[0].end()
            self._fetch = None
        for job in list(self._given_up):
            self._discard(job, lambda work: work())

    def _next(self) -> None:
        job = next((job for job in self.jobs if job.state == "waiting"), None)
        if self._fetch is not None or job is None:
            return
        job.forget_rate()
        job.phase = "fetching"
        self._let(job, "running")
        self._fetch = _Errand(job.order, self.endpoint, self._heard.emit), job

    def _on_heard(self, errand: _Errand, report: Report) -> None:
        """What an errand said that is over by now belongs to nobody."""
        if self._lookup is not None and self._lookup[0] is errand:
            self._on_found(report, self._lookup[1])
        elif self._fetch is not None and self._fetch[0] is errand:
            self._on_report(report, self._fetch[1])

    def _on_found(self, report: Report, asked: Asked) -> None:
        self.stop_looking()
        if isinstance(report, Found):
            self.found.emit(report.repository, asked)
        elif isinstance(report, Trouble):
            self.not_found.emit(said(report.sentence))

    def _on_report(self, report: Report, job: Job) -> None:
        if isinstance(report, Progress):
            job.note(report.phase, report.done)
            self.changed.emit()
            return
        self._end_fetch(job)
        if isinstance(report, Fetched):
            job.path, job.done = report.path, job.bytes
            self._let(job, "done")
            self.arrived.emit(job)
        elif isinstance(report, Trouble):
            job.sentence, job.details = said(report.sentence), report.details
            logging.getLogger("tandem").warning("download of %s: %s %s", job.name, report.sentence, report.details)
            self._let(job, "failed")
            self.failed.emit(job)
        self._next()

    def _end_fetch(self, job: Job) -> None:
        if self._fetch is not None and self._fetch[1] is job:
            self._fetch[0].end()
            self._fetch = None

    def _let(self, job: Job, state: State) -> None:
        job.state = state
        if state in ("paused", "failed"):
            job.look()
        self._tell()

    def _tell(self) -> None:
        kept = [
            dataclasses.asdict(_Kept(job.repository, job.commit, job.folder, list(job.files)))
            for job in (*self.jobs, *self._given_up)
            if job.state != "done"
        ]
        try:
            write_json(self._path, {"jobs": kept})
        except OSError:  # it is on disk all the same, and can be asked for again
            logging.getLogger("tandem").exception("saving %s", self._path)
        self.changed.emit()

    def _kept(self) -> list[Job]:
        found = read_json(self._path).get("jobs")
        kept = [typed.record(_Kept, each) for each in found] if isinstance(found, list) else []
        jobs = [Job(each.repository, each.commit, tuple(each.files), each.folder) for each in kept if _usable(each)]
        for job in jobs:
            job.look()
        return jobs


def _delete(job: Job) -> None:
    try:
        discard(job.folder, job.files)
    except OSError:
        logging.getLogger("tandem").exception("discarding %s", job.folder)


def _usable(kept: _Kept) -> bool:
    return bool(kept.repository and kept.commit and kept.folder and kept.files)
