"""Reads a model file's header off the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


class _Job(QRunnable):
    def __init__(self, path: str, reader: FactsReader) -> None:
        super().__init__()
        self._path, self._reader = path, reader

    def run(self) -> None:
        from engine.gguf.facts import read_facts
        from engine.gguf.header import GGUFError

        try:
            facts = read_facts(self._path)
        except GGUFError as error:
            self._reader.failed.emit(self._path, str(error))
        except OSError as error:
            reason = error.strerror or str(error)
            self._reader.failed.emit(
                self._path, f"{self._path} cannot be opened: {reason}. Pick another file."
            )
        else:
            self._reader.done.emit(self._path, facts)


class FactsReader(QObject):
    """`done(path, ModelFacts)` or `failed(path, sentence)`."""

    done = Signal(str, object)
    failed = Signal(str, str)

    def read(self, path: str) -> None:
        QThreadPool.globalInstance().start(_Job(path, self))
