"""The engine as the window sees it: events on Qt's thread, one life after another."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from engine.protocol import Command, Event, ListDevices, Ready


class EngineLink(Protocol):
    """One life of the engine process; see `engine.link.Engine`."""

    def start(self) -> None: ...
    def send(self, command: Command) -> None: ...
    def close(self) -> None: ...


MakeLink = Callable[[Callable[[Event], None], Callable[[str], None]], EngineLink]


def real_link(on_event: Callable[[Event], None], on_end: Callable[[str], None]) -> EngineLink:
    from engine.link import Engine

    return Engine(on_event, on_end)


class EngineClient(QObject):
    """`arrived` carries every event of the present life; `ended` one sentence, in the engine's words, when a life ended
    unexpectedly.
    """

    arrived = Signal(object)
    ended = Signal(object)
    _read = Signal(int, object)  # from the reader thread
    _died = Signal(int, object)

    def __init__(self, make_link: MakeLink = real_link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_link = make_link
        self._link: EngineLink | None = None
        self._life = 0
        self._requests = itertools.count(1)
        self.ready = False
        self._read.connect(self._on_event, Qt.ConnectionType.QueuedConnection)
        self._died.connect(self._on_died, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        return self._link is not None

    def next_request(self) -> int:
        return next(self._requests)

    def start(self) -> None:
        """Begin a life: spawns the engine process and returns at once."""
        self._life += 1
        life = self._life
        self._link = self._make_link(
            lambda event: self._read.emit(life, event), lambda sentence: self._died.emit(life, sentence)
        )
        self._link.start()

    def send(self, command: Command) -> None:
        """Never blocks. Starts a new life first if the last one ended."""
        if self._link is None:
            self.start()
        assert self._link is not None
        self._link.send(command)

    def close(self) -> None:
        """End the engine and its workers; waits for it, at most about two seconds."""
        link, self._link = self._link, None
        self._life += 1  # what is still under way belongs to nobody
        if link is not None:
            link.close()

    def _on_event(self, life: int, event: Event) -> None:
        if life != self._life:
            return
        if isinstance(event, Ready):
            self.ready = True
            self.send(ListDevices())
        self.arrived.emit(event)

    def _on_died(self, life: int, sentence: str) -> None:
        if life == self._life:
            self._link, self.ready = None, False
            self.ended.emit(sentence)
