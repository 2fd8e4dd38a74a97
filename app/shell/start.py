"""Builds the window and runs Qt's loop. What costs time waits until the window is on screen."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QStyle, QWidget

from app.language import QT_TRANSLATE_NOOP, SYSTEM, speak, translate
from app.settings.paths import find_paths
from app.shell.ahead import Ahead
from app.shell.collector import Collector
from app.shell.crash_log import ErrorReports, open_log
from app.shell.engine_client import EngineClient
from app.shell.event_log import log_start
from app.shell.file_open import FileOpen
from app.shell.first_paint import FirstPaint
from app.shell.instance import Instance
from app.shell.models import Models
from app.shell.stderr_log import follow_stderr
from app.widgets import metrics
from app.widgets.theme import Theme, ThemeChoice

if TYPE_CHECKING:
    from app.shell.window import Window

STARTER = "starter"
CRASHED = QT_TRANSLATE_NOOP(
    "shell", "Tandem ended unexpectedly the last time. Chats and settings are kept; the details say where it was."
)
NO_ANSWER = QT_TRANSLATE_NOOP(
    "shell", "Tandem is running already and does not answer. Close its window first, or end its process."
)
SWITCH_S = 0.0005  # a tenth of what Python lets a thread that reads files keep the window waiting


def run(model: str | None, profile: str | None) -> int:
    """Show the window until it is closed. Returns the exit status."""
    sys.setswitchinterval(SWITCH_S)
    gc.disable()  # until the window is on screen, for what is made for it stays; then see `Collector`
    if "DBUS_SESSION_BUS_ADDRESS" in os.environ:  # GNOME's own theme would load GTK into the window: 70 MB, 0.1 s
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "xdgdesktopportal")
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Tandem")
    app.setDesktopFileName("tandem")
    speak(app, SYSTEM)  # until the settings are read
    try:
        paths = find_paths(profile)
        instance = Instance(paths)
        if not instance.begin():
            if instance.hand_over(_absolute(model)):
                return 0
            if not instance.begin():  # else it has just ended
                QMessageBox.critical(None, "Tandem", translate("shell", NO_ANSWER))
                return 1
        crashed = open_log(paths)
        follow_stderr()
    except OSError as error:
        sentence = translate(
            "shell", "{path} cannot be written: {reason}. Choose another folder with --profile."
        ).format(path=error.filename, reason=error.strerror)
        QMessageBox.critical(None, "Tandem", sentence)  # there is no terminal after a double click
        return 1
    metrics.load_fonts()
    models = Models(EngineClient(), paths)
    speak(app, models.settings.language)
    metrics.set_scale(models.settings.font_percent)  # before what is built by it is even imported
    theme = Theme(app, _theme_choice(models.settings.theme))
    reports = ErrorReports(paths)
    try:
        from app.shell.window import Window

        window = Window(models, theme, app)
    except Exception as error:
        QMessageBox.critical(None, "Tandem", reports.of_start(error))
        return 1
    reports.made.connect(window.show_crash)
    reports.install()
    opened = FileOpen(app)
    opened.asked.connect(window.receive)
    instance.asked.connect(lambda path: window.come_forward())
    instance.asked.connect(window.receive)
    window.closing.connect(instance.end)  # a start from now on gets a window of its own
    if not models.settings.window:
        fit_screen(window)
    FirstPaint(window, lambda: _after_paint(window, app, model), instance.listen)
    window.show()
    if crashed:
        window.show_trouble(translate("shell", CRASHED), crashed)
    # Ctrl+C in a terminal closes the window in the usual way; Python runs its handlers only between Qt's events.
    signal.signal(signal.SIGINT, lambda number, frame: window.close())
    awake = QTimer()
    awake.start(500)
    awake.timeout.connect(lambda: None)
    return app.exec()


def fit_screen(window: QWidget) -> None:
    """A first window with its title no larger than the screen's room; later ones come back as they were."""
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    window.resize(window.size().boundedTo(window.screen().availableSize() - QSize(0, title)))


def _absolute(model: str | None) -> str:
    """Where the other window's working folder does not matter."""
    return "" if model in (None, STARTER) else str(Path(str(model)).expanduser().absolute())


def _theme_choice(name: str) -> ThemeChoice:
    choices: dict[str, ThemeChoice] = {"light": "light", "dark": "dark"}
    return choices.get(name, "system")


def _after_paint(window: Window, app: QApplication, model: str | None) -> None:
    gc.freeze()
    Collector(window)
    log_start()
    window.models.client.start()
    window.live_panel.plot.fill_later()
    Ahead(window, app)
    window.models.telemetry.begin()
    settings = window.models.settings
    if window.models.catalog.folders:
        window.models.catalog.rescan()
    if model == STARTER:
        window.run.try_starter()
    elif model is not None:
        window.run.open_and_load(_absolute(model))
    elif settings.reopen and settings.model and os.path.isfile(settings.model):
        window.run.pick(settings.model)
