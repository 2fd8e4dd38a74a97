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
        self.latest: Reading | None = None
        self._wanted = self._begun = False
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)
        self._loop = _Loop(make_source, seconds, self._read.emit)

    @property
    def reading(self) -> bool:
        """Whether the thread looks, or sleeps."""
        return self._loop.running

    def begin(self) -> None:
        """The window is on screen: from now on reading costs nobody a wait."""
        self._begun = True
        self._tell()

    def want(self, wanted: bool) -> None:
        """Whether anything shows what is read."""
        self._wanted = wanted
        self._tell()

    def close(self) -> None:
        """Ends the thread; waits for a driver that answers slowly, but not for ever."""
        self._loop.close(CLOSE_SECONDS)

    def _tell(self) -> None:
        self._loop.run(self._wanted and self._begun)

    def _on_read(self, reading: Reading) -> None:
        if not self._loop.over:
            self.latest = reading
            self.arrived.emit(reading)


class _Loop:
    """What the thread knows: nothing of Qt, so that a driver that is still busy after the end can do no harm there."""

    def __init__(
        self, make_source: Callable[[], Source], seconds: float, deliver: Callable[[Reading], None]
    ) -> None:
        self._make_source, self._seconds = make_source, seconds
        self._deliver: Callable[[Reading], None] | None = deliver
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self.running = self.over = False

    def run(self, wanted: bool) -> None:
        with self._condition:
            self.running = wanted and not self.over
            self._condition.notify()
        if self.running and self._thread is None:
            self._thread = threading.Thread(target=self._main, name="telemetry", daemon=True)
            self._thread.start()

    def close(self, seconds: float) -> None:
        with self._condition:
            self.over, self.running, self._deliver = True, False, None
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(seconds)

    # On the thread

    def _main(self) -> None:
        source = self._make_source()
        while self._wait_until_wanted():
            try:
                source.open()
                while self.running:
                    self._look(source)
            except Exception:  # a driver in trouble must not end the window
                logging.getLogger("tandem").exception("reading telemetry")
                with self._condition:
                    self._condition.wait_for(lambda: self.over, 10 * self._seconds)
            finally:
                source.close()

    def _look(self, source: Source) -> None:
        began = time.thread_time()
        reading = source.read()
        pause = max((time.thread_time() - began) / MOST, self._seconds)
        with self._condition:
            if self._deliver is not None:
                self._deliver(reading)
            self._condition.wait_for(lambda: not self.running, min(pause, LONGEST))

    def _wait_until_wanted(self) -> bool:
        """False when it is over."""
        with self._condition:
            self._condition.wait_for(lambda: self.over or self.running)
        return not self.over
