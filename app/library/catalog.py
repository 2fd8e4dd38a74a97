"""The watched folders and the models in them, kept up to date by a scan on a thread of its own.

Watched are the folders that the user chose and the caches of other programs, unless the user does not want those.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from app.library.caches import found_caches
from app.library.entry import Entry
from app.library.index import load_index, save_index
from app.library.scan import candidates, distinct, entry_of, folder_entry, model_files
from app.settings.model import Settings

BATCH_S = 0.2  # new rows come in such steps


class _Scan(QRunnable):
    """One look through all folders. It sends what the index knows first, then what it finds."""

    def __init__(self, run: int, folders: Iterable[str], index: Path, catalog: Catalog) -> None:
        super().__init__()
        self._run, self._folders, self._index, self._catalog = run, list(folders), index, catalog
        self.stopped = threading.Event()

    def run(self) -> None:
        try:
            self._scan()
        except Exception:  # a fault of ours, which must not end as a scan that never ends
            logging.getLogger("tandem").exception("scanning %s", self._folders)
            if not self.stopped.is_set():
                self._catalog.ended.emit(self._run, None)

    def _scan(self) -> None:
        from engine.gguf.header import KnownLists

        stop, send = self.stopped.is_set, self._catalog
        known = load_index(self._index)
        send.found.emit(self._run, [entry for entry in known.values() if under(entry.path, self._folders)])
        troubles: list[Entry] = []
        files: list[str] = []
        seen: set[str] = set()
        for folder in self._folders:
            unreadable: list[str] = []
            files += model_files(folder, stop, seen, unreadable)
            if (trouble := folder_entry(folder, unreadable)) is not None:
                troubles.append(trouble)
        models = distinct(candidates(files))
        lists = KnownLists()
        entries: list[Entry] = []
        fresh: list[Entry] = []
        send.progressed.emit(self._run, 0, len(models))
        sent = monotonic()
        for number, candidate in enumerate(models):
            if stop():
                return
            entry = entry_of(candidate, known, lists)
            entries.append(entry)
            if entry is not known.get(candidate.path):
                fresh.append(entry)
            if monotonic() - sent > BATCH_S:
                send.progressed.emit(self._run, number + 1, len(models))
                send.found.emit(self._run, fresh)
                fresh, sent = [], monotonic()
        if stop():
            return
        if entries != list(known.values()):
            self._save(entries)
        send.ended.emit(self._run, [*troubles, *entries])

    def _save(self, entries: list[Entry]) -> None:
        try:
            save_index(self._index, entries)
        except OSError:  # the next start takes longer, that is all
            logging.getLogger("tandem").exception("saving %s", self._index)


class Catalog(QObject):
    """`changed`: rows or folders; `scanning`: a scan began, moved on or ended.

    `found`, `progressed` and `ended` come from the scan's thread, with the number of the scan.
    """

    changed = Signal()
    scanning = Signal()
    found = Signal(int, list)
    progressed = Signal(int, int, int)
    ended = Signal(int, object)

    def __init__(self, settings: Settings, index: Path) -> None:
        super().__init__()
        self._settings, self._index = settings, index
        self.caches = found_caches()  # folder -> whose it is
        self._rows: dict[str, Entry] = {}
        self._run = 0
        self._scan: _Scan | None = None
        self._pool = QThreadPool(self)  # one of its own: a picked file must not wait for a long scan
        self._pool.setMaxThreadCount(1)
        self.progress: tuple[int, int] | None = None  # files read, of how many; None: no scan is under way
        self.found.connect(self._on_found)
        self.progressed.connect(self._on_progressed)
        self.ended.connect(self._on_ended)

    @property
    def folders(self) -> list[str]:
        """All that are watched, the user's own first."""
        own, unwatched = self._settings.folders, self._settings.unwatched
        return own + [folder for folder in self.caches if folder not in own and folder not in unwatched]

    @property
    def listed(self) -> list[str]:
        """Those, and the caches that the user does not want watched."""
        return self.folders + [folder for folder in self.caches if folder not in self.folders]

    @property
    def entries(self) -> list[Entry]:
        """What stands in the way of whole folders first; without what the user took off the list."""
        hidden = set(self._settings.hidden)
        return [entry for path, entry in self._rows.items() if path not in hidden]

    def models(self) -> list[Entry]:
        """Those that can be picked."""
        return [entry for entry in self.entries if entry.kind == "model"]

    def entry(self, path: str) -> Entry | None:
        return self._rows.get(path)

    def count(self, folder: str) -> int:
        """How many files and sets lie under a folder."""
        return sum(entry.kind != "folder" and under(entry.path, [folder]) for entry in self.entries)

    @property
    def hidden(self) -> list[str]:
        """What the user took off the list and is still there."""
        return [path for path in self._settings.hidden if path in self._rows]

    def watch(self, folder: str) -> None:
        folder = str(Path(folder).expanduser().absolute())
        if folder in self._settings.unwatched:
            self._settings.unwatched.remove(folder)
        if folder not in self.folders:
            self._settings.folders.append(folder)
        self.changed.emit()
        self.rescan()

    def unwatch(self, folder: str) -> None:
        """Forget a folder and what lies in it alone; the files stay."""
        if folder in self._settings.folders:
            self._settings.folders.remove(folder)
        if folder in self.caches and folder not in self._settings.unwatched:
            self._settings.unwatched.append(folder)
        self._rows = {path: entry for path, entry in self._rows.items() if under(path, self.folders)}
        self.changed.emit()
        self.rescan()

    def hide(self, path: str) -> None:
        """Take a model off the list; the file stays."""
        if path not in self._settings.hidden:
            self._settings.hidden.append(path)
            self.changed.emit()

    def unhide(self, paths: Iterable[str]) -> None:
        back = set(paths)
        self._settings.hidden[:] = [path for path in self._settings.hidden if path not in back]
        self.changed.emit()

    def rescan(self) -> None:
        """Begin a scan, in place of one that may be under way."""
        self.cancel()
        before, self.caches = self.caches, found_caches()
        if before != self.caches:
            self.changed.emit()
        self._run += 1
        self.progress = (0, 0)
        self._scan = _Scan(self._run, self.folders, self._index, self)
        self._pool.start(self._scan)
        self.scanning.emit()

    def look_again(self) -> None:
        """Begin a scan unless one is under way: files come and go without a word."""
        if self._scan is None and self.folders:
            self.rescan()

    def cancel(self) -> None:
        """Returns at once; the thread ends after the file that it reads."""
        if self._scan is not None:
            self._scan.stopped.set()
            self._scan = None
            self.progress = None
            self.scanning.emit()

    def close(self, wait_ms: int) -> None:
        """Stop, and wait for the thread."""
        self.cancel()
        self._pool.waitForDone(wait_ms)

    def _on_found(self, run: int, entries: list[Entry]) -> None:
        if self._scan is not None and run == self._run and entries:
            self._rows |= {entry.path: entry for entry in entries}
            self.changed.emit()

    def _on_progressed(self, run: int, done: int, total: int) -> None:
        if self._scan is not None and run == self._run:
            self.progress = (done, total)
            self.scanning.emit()

    def _on_ended(self, run: int, entries: list[Entry] | None) -> None:
        if self._scan is None or run != self._run:
            return
        self._scan, self.progress = None, None
        if entries is not None and entries != list(self._rows.values()):
            self._rows = {entry.path: entry for entry in entries}
            self.changed.emit()
        self.scanning.emit()


def under(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these folders or lies in one."""
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
