"""Makes the pages that nobody has visited yet while the window is at rest: a first visit is then like any other.

What they import is imported on a thread, where it holds up nobody; widgets are made on the main thread, a step at a
time, once nothing has been pressed for a while and no reply is being written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from app.shell.window import Window

REST_MS = 300  # since a key, the wheel or a button of the mouse
PAGES = ("library", "hardware", "compare", "settings")
MODULES = (
    "app.library.page", "app.hardware.controller", "app.hardware.view", "app.compare.controller", "app.compare.view",
    "app.settings.page", "app.chat.trash_view", "app.split.popover", "app.split.worth", "app.shell.palette",
    "app.chat.sampling", "app.chat.prompt", "app.download.card", "app.chat.math_syntax",
)  # fmt: skip
LANGUAGES = (  # of code in replies: the first use of each takes up to 40 ms; all of them hold 5 MB
    "python", "bash", "json", "javascript", "typescript", "html", "css", "c", "cpp", "java", "csharp", "go", "rust",
    "sql", "yaml",
)  # fmt: skip
PRESSED = (
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel,
    QEvent.Type.InputMethod, QEvent.Type.Resize,
)  # fmt: skip


class Ahead(QObject):
    """Begins at once, and is done when every page is there."""

    _imported = Signal()

    def __init__(self, window: Window, app: QApplication) -> None:
        super().__init__(window)
        self._window, self._app = window, app
        self._waiting: list[Callable[[], object]] = [partial(window.make_page, page) for page in PAGES]
        self._waiting.append(lambda: window.settings_page.shortcuts.fill())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._make_one)
        self._imported.connect(self._begin)
        QThreadPool.globalInstance().start(self._import)

    @property
    def done(self) -> bool:
        return not self._waiting

    def _import(self) -> None:
        """On a thread. What cannot be imported says so where it is needed."""
        try:
            for name in MODULES:
                import_module(name)
            from pygments.lexers import get_lexer_by_name

            from app.settings.licences import versions

            versions()
            for language in LANGUAGES:
                get_lexer_by_name(language)
        finally:
            try:
                self._imported.emit()
            except RuntimeError:  # the window has closed meanwhile
                return

    def _begin(self) -> None:
        self._app.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in PRESSED:
            self._timer.start()
        return False

    def _make_one(self) -> None:
        if not self._window.models.chat.busy:
            self._waiting.pop(0)()
        if self._waiting:
            self._timer.start()
        else:
            self._app.removeEventFilter(self)
