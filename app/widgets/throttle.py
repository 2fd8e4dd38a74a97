"""At most one call per interval: tokens and telemetry come faster than a screen can show them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle(QObject):
    """Calls `action` at once, then again at the end of each interval in which it was asked for."""

    def __init__(self, action: Callable[[], None], milliseconds: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._waiting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self._elapsed)

    def __call__(self) -> None:
        if self._timer.isActive():
            self._waiting = True
            return
        self._timer.start()
        self._action()

    def flush(self) -> None:
        """Do now what is waiting."""
        self._timer.stop()
        if self._waiting:
            self._waiting = False
            self._action()

    def _elapsed(self) -> None:
        if self._waiting:
            self._waiting = False
            self._timer.start()
            self._action()
