"""Reads a model file's header off the window's thread."""

from __future__ import annotations

import traceback
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from engine.sentence import QT_TRANSLATE_NOOP

UNREAD = QT_TRANSLATE_NOOP("library", "{name} could not be read ({kind}). Pick another file.")


class _Job(QRunnable):
    def __init__(self, path: str, reader: FactsReader) -> None:
        super().__init__()
        self._path, self._reader = path, reader

    def run(self) -> None:
        try:
            from engine.errors import words_of
            from engine.gguf.facts import read_facts
            from engine.gguf.header import GGUFError

            try:
                self._reader.done.emit(self._path, read_facts(self._path))
            except GGUFError as error:
                self._reader.failed.emit(self._path, words_of(error), "")
        except Exception as error:  # a fault of ours, which must not end as a window that waits for ever
            sentence = UNREAD.format(name=Path(self._path).name, kind=type(error).__name__)
            self._reader.failed.emit(self._path, sentence, traceback.format_exc())


class FactsReader(QObject):
    """`done(path, ModelFacts)` or `failed(path, sentence, details)`, the sentence in the engine's words."""

    done = Signal(str, object)
    failed = Signal(str, object, str)

    def read(self, path: str) -> None:
        QThreadPool.globalInstance().start(_Job(path, self))
