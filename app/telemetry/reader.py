"""The one reader of telemetry: a thread that looks once a second while somebody watches, and sleeps otherwise."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from app.telemetry.reading import Reading

SECONDS = 1.0
MOST = 0.005  # of a core: a driver that answers slowly is asked less often
LONGEST = 5.0  # seconds
CLOSE_SECONDS = 2.0


class Source(Protocol):
    """Used on the reader's thread alone; see `sources.Sources`."""

    def open(self) -> None: ...
    def read(self) -> Reading: ...
    def close(self) -> None: ...


def real_source() -> Source:
    from app.telemetry.sources import Sources

    return Sources()


class Telemetry(QObject):
    """`arrived(reading)` comes on Qt's thread. Nothing is read before `begin`, nor while nobody is `wanted`."""

    arrived = Signal(object)
    _read = Signal(object)  # from the thread

    def __init__(self, make_source: Callable[[], Source] = real_source, seconds: float = SECONDS) -> None:
        super().__init__()
        self._make_source, self._seconds = make_source, seconds
        self.latest: Reading | None = None
        self._wanted = self._begun = self._over = False
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)

    @property
    def reading(self) -> bool:
        """Whether the thread looks, or sleeps."""
        return self._wanted and self._begun and not self._over

    def begin(self) -> None:
        """The window is on screen: from now on reading costs nobody a wait."""
        self._begun = True
        self.want(self._wanted)

    def want(self, wanted: bool) -> None:
        """Whether anything shows what is read."""
        with self._condition:
            self._wanted = wanted
            self._condition.notify()
        if self.reading and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="telemetry", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Ends the thread; waits for a driver that answers slowly, but not for ever."""
        with self._condition:
            self._over = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _on_read(self, reading: Reading) -> None:
        if not self._over:
            self.latest = reading
            self.arrived.emit(reading)

    # On the thread

    def _run(self) -> None:
        source = self._make_source()
        while self._wait_until_wanted():
            try:
                source.open()
                while self.reading:
                    began = time.thread_time()
                    self._read.emit(source.read())
                    pause = max((time.thread_time() - began) / MOST, self._seconds)
                    with self._condition:
                        self._condition.wait_for(lambda: not self.reading, min(pause, LONGEST))
            except Exception:  # a driver in trouble must not end the window
                logging.getLogger("tandem").exception("reading telemetry")
                with self._condition:
                    self._condition.wait_for(lambda: self._over, 10 * self._seconds)
            finally:
                source.close()

    def _wait_until_wanted(self) -> bool:
        """False when it is over."""
        with self._condition:
            self._condition.wait_for(lambda: self._over or self.reading)
        return not self._over
