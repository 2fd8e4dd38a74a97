"""A front end's end of the engine: starts the engine process, sends commands, delivers events, notices its death."""

from __future__ import annotations

import atexit
from collections.abc import Callable

from engine.child import Child
from engine.protocol import Command, Event, Quit
from engine.sentence import QT_TRANSLATE_NOOP

STOPPED = QT_TRANSLATE_NOOP(
    "engine", "The engine stopped unexpectedly ({cause}), so no model is loaded any more. Load it again."
)

__all__ = ["Child", "Engine"]  # a front end may have children of its own


class Engine:
    """One life of the engine process. A dead engine is replaced by a new object, never restarted.

    `on_event` and `on_end` are called on a reader thread. `on_end` gets one plain sentence, and is called only when
    the process ended without having been asked to.
    """

    def __init__(self, on_event: Callable[[Event], None], on_end: Callable[[str], None]) -> None:
        self._on_event = on_event
        self._on_end = on_end
        self._closing = False
        self._child: Child | None = None

    def start(self) -> None:
        """Spawn the process and return at once; `Ready` arrives when it is up."""
        self._child = Child("engine.supervisor:main", (), "tandem-engine", self._on_event, self._ended)
        # multiprocessing joins its children at exit, and would wait for ever for an engine nobody closed.
        atexit.register(self.close)

    @property
    def pid(self) -> int | None:
        return self._child.process.pid if self._child else None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.process.is_alive()

    def send(self, command: Command) -> None:
        """Never blocks; a command to a dead engine is dropped."""
        if self._child:
            self._child.outbox.send(command)

    def close(self, timeout: float = 2.0) -> None:
        """Ask the engine to end, wait up to `timeout` seconds, then kill it. Its workers end with it."""
        self._closing = True
        atexit.unregister(self.close)
        if not self._child:
            return
        self.send(Quit())
        self._child.outbox.close(timeout=0.2)
        self._child.process.join(timeout)
        if self._child.process.is_alive():
            self._child.kill()

    def _ended(self, cause: str) -> None:
        if self._closing:
            return
        atexit.unregister(self.close)
        self._on_end(STOPPED.format(cause=cause))
