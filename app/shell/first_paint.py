"""Says when the window is on screen, so that what costs time can wait for that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

AFTER_MS = 30
AT_LATEST_MS = 2000  # a window that begins minimised is not painted


class FirstPaint(QObject):
    """Calls all of `actions` once, shortly after `window` has been painted."""

    def __init__(self, window: QWidget, *actions: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._act)
        window.installEventFilter(self)
        self._timer.start(AT_LATEST_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(AFTER_MS)
        return False

    def _act(self) -> None:
        for action in self._actions:
            action()
