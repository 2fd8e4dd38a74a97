"""A queue that survives its peer: a one-way pipe with a thread at each end.

A plain `multiprocessing.Queue` hangs its reader for ever when the writer is killed in mid-message. A pipe whose far
end only the peer holds gives end-of-file within milliseconds, however the peer died.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

# The first byte of a message: a fixed record, or a pickled object. Both ends are our own processes.
_RECORD, _OBJECT = b"\0", b"\1"


class Outbox:
    """Sends from any thread without ever blocking the caller; messages to a dead peer are dropped."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pending: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="outbox", daemon=True)
        self._thread.start()

    def send(self, message: Any) -> None:
        """Queue a message. `bytes` are a record and travel as they are, anything else is pickled."""
        self._pending.put((message,))

    def close(self, timeout: float | None = None) -> None:
        """Deliver what is queued, then close: the peer reads end-of-file."""
        self._pending.put(None)
        self._thread.join(timeout)

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            while (item := self._pending.get()) is not None:
                message = item[0]
                record = isinstance(message, bytes)
                self._connection.send_bytes(_RECORD + message if record else _OBJECT + pickle.dumps(message))
        self._connection.close()


class Inbox:
    """Calls `on_message` on its own thread for every message, then `on_end` once when the peer is gone."""

    def __init__(
        self, connection: Connection, on_message: Callable[[Any], None], on_end: Callable[[], None]
    ) -> None:
        self._connection = connection
        self._on_message = on_message
        self._on_end = on_end
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                message = self._connection.recv_bytes()
                self._on_message(message[1:] if message[:1] == _RECORD else pickle.loads(message[1:]))
        self._on_end()
        self._connection.close()
