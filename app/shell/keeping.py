"""What a window remembers by itself while it is used, so that even a killed one comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer

from app.language import translate
from app.widgets.throttle import Throttle

if TYPE_CHECKING:
    from app.shell.window import Window

SAVE_MS = 1000


class Keeping(QObject):
    """Geometry, page, draft, the place in the conversation, and all choices: written within a second of a change.

    `trouble` is told the sentence of a file that cannot be written.
    """

    def __init__(self, window: Window, trouble: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._trouble = window, trouble
        self._active = False  # between `begin` and `end`: what a window is before and after is not to be kept
        self._soon = Throttle(self.save, SAVE_MS, self)
        self._follow()

    def _follow(self) -> None:
        window, models = self._window, self._window.models
        window.installEventFilter(self)
        for signal in (
            models.library.picked, models.catalog.changed, models.choice.changed, models.hardware.changed,
            window.chat_page.composer.field.textChanged, models.chat.reset,
        ):  # fmt: skip
            signal.connect(self.soon)
        window.chat_page.transcript.verticalScrollBar().valueChanged.connect(self.soon)

    def soon(self, *_: object) -> None:
        """Something has changed that is to be kept."""
        if self._active:
            self._soon()

    def begin(self) -> None:
        """Bring the window to where it was; the conversation when it has been laid out."""
        window = self._window
        settings = window.models.settings
        if settings.window:
            window.restoreGeometry(QByteArray.fromHex(settings.window.encode()))
        if len(settings.scroll) == 2:
            index, offset = settings.scroll
            QTimer.singleShot(0, self, lambda: window.chat_page.transcript.show_place(index, offset))
        self._active = True

    def save(self) -> None:
        """Raises nothing: what cannot be written is said, and stays in memory."""
        window = self._window
        settings, models = window.models.settings, window.models
        settings.window = bytes(window.saveGeometry().toHex().data()).decode()
        settings.draft = window.chat_page.composer.draft
        place = window.chat_page.transcript.place()
        settings.scroll = [] if place is None else list(place)
        try:
            models.file.save()
        except OSError as error:
            folder = models.paths.config
            self._trouble(
                translate(
                    "shell", "The settings cannot be saved in {folder}: {reason}. Check its rights and free space."
                ).format(folder=folder, reason=error.strerror)
            )

    def end(self) -> None:
        """The window closes: once more, and then no more."""
        self.save()
        self._active = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange):
            self.soon()
        return False
