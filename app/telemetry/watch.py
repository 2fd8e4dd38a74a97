"""Whether any of some widgets is to be seen: shown, in a window that is neither minimised nor hidden behind others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.telemetry.reader import Telemetry

# A widget stays visible to Qt while its window is minimised; the window's own events tell.
TELLING = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange, QEvent.Type.Expose)


class Watch(QObject):
    def __init__(self, telemetry: Telemetry, *widgets: QWidget) -> None:
        super().__init__(widgets[0].window())
        self._telemetry, self._widgets = telemetry, list[QWidget]()
        self._heard: set[QObject] = set()
        # Asked when the events have been handled: within one, Qt may say either.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        widgets[0].window().installEventFilter(self)
        self.add(*widgets)

    def add(self, *widgets: QWidget) -> None:
        """These count too from now on."""
        for widget in widgets:
            self._widgets.append(widget)
            widget.installEventFilter(self)
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TELLING:
            self._soon.start()
        return False

    def _tell(self) -> None:
        window = self._widgets[0].window()
        handle = window.windowHandle()
        if handle is not None and handle not in self._heard:  # made when the window is first shown
            self._heard.add(handle)
            handle.installEventFilter(self)
        exposed = handle is not None and handle.isExposed()
        shown = exposed and not window.isMinimized()
        self._telemetry.want(shown and any(isValid(each) and each.isVisible() for each in self._widgets))
