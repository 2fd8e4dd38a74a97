"""One window per user and profile: a second start hands its file over to the first, which comes to the front.

A lock file says who is first. It names its process, so that one left behind by a killed window counts for nothing; the
same holds for the socket, which whoever has the lock makes anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from app.settings.paths import Paths

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 3000  # for a first window that is there; also while it is only just starting
TRY_MS = 50
WAYLAND_TOKEN = "XDG_ACTIVATION_TOKEN"  # with it a Wayland desktop lets the first window come to the front
TAKEN = b"taken\n"


class Instance(QObject):
    """`asked(path)`: another start hands over a file, or "" and only wants the window."""

    asked = Signal(str)

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self._lock = QLockFile(str(paths.config / "tandem.lock"))
        self._lock.setStaleLockTime(0)  # by its process alone, however long the window is open
        self._name = _name(paths)
        self._sockets: list[QLocalSocket] = []
        self._server: QLocalServer | None = None

    def begin(self) -> bool:
        """Whether this is the first window. Where the lock cannot be kept at all, every window is."""
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self) -> None:
        """The first window, once it is painted, hears others; they wait for it so long."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)

    def hand_over(self, path: str) -> bool:
        """Ask the first window to open a file, or to come to the front. Whether it answered."""
        from PySide6.QtNetwork import QLocalSocket

        ends = time.monotonic() + ANSWER_MS / 1000
        while time.monotonic() < ends:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(TRY_MS):
                message = {"path": path, "token": os.environ.get(WAYLAND_TOKEN, "")}
                socket.write(json.dumps(message).encode() + b"\n")
                socket.flush()
                return socket.waitForReadyRead(ANSWER_MS) and socket.readAll().data() == TAKEN
            time.sleep(TRY_MS / 1000)
        return False

    def end(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        assert self._server is not None
        while (socket := self._server.nextPendingConnection()) is not None:
            self._sockets.append(socket)
            socket.readyRead.connect(partial(self._read, socket))
            socket.disconnected.connect(partial(self._sockets.remove, socket))

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            message = json.loads(bytes(socket.readLine().data()))
            path, token = str(message["path"]), str(message["token"])
        except (ValueError, TypeError, KeyError):
            socket.abort()  # not one of ours
            return
        socket.write(TAKEN)
        socket.flush()
        if token:
            os.environ[WAYLAND_TOKEN] = token
        self.asked.emit(path)


def _name(paths: Paths) -> str:
    """Short, as sockets want it, and one per user and folder of settings."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    where = hashlib.sha256(str(paths.config).encode()).hexdigest()[:12]
    return f"tandem-{user}-{where}"
