"""Builds the window and runs Qt's loop. What costs time waits until the window is on screen."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.settings.paths import find_paths
from app.shell.crash_log import open_log, report_errors
from app.shell.engine_client import EngineClient
from app.shell.event_log import log_start
from app.shell.models import Models
from app.shell.stderr_log import follow_stderr
from app.shell.window import Window
from app.widgets import metrics
from app.widgets.theme import Theme, ThemeChoice

STARTER = "starter"
AFTER_PAINT_MS = 30
SWITCH_S = 0.0005  # a tenth of what Python lets a thread that reads files keep the window waiting


def run(model: str | None, profile: str | None) -> int:
    """Show the window until it is closed. Returns the exit status."""
    sys.setswitchinterval(SWITCH_S)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Tandem")
    app.setDesktopFileName("tandem")
    try:
        paths = find_paths(profile)
        open_log(paths)
        follow_stderr()
        log_start()
    except OSError as error:
        sentence = f"{error.filename} cannot be written: {error.strerror}. Choose another folder with --profile."
        QMessageBox.critical(None, "Tandem", sentence)  # there is no terminal after a double click
        return 1
    metrics.load_fonts()
    models = Models(EngineClient(), paths)
    theme = Theme(app, _theme_choice(models.settings.theme))
    window = Window(models, theme, app)
    report_errors(window.show_trouble, paths)
    window.show()
    # Ctrl+C in a terminal closes the window in the usual way; Python runs its handlers only between Qt's events.
    signal.signal(signal.SIGINT, lambda number, frame: window.close())
    awake = QTimer()
    awake.start(500)
    awake.timeout.connect(lambda: None)
    QTimer.singleShot(AFTER_PAINT_MS, lambda: _after_paint(window, model))
    return app.exec()


def _theme_choice(name: str) -> ThemeChoice:
    choices: dict[str, ThemeChoice] = {"light": "light", "dark": "dark"}
    return choices.get(name, "system")


def _after_paint(window: Window, model: str | None) -> None:
    window.models.client.start()
    window.live_panel.plot.fill_later()
    settings = window.models.settings
    if window.models.catalog.folders:
        window.models.catalog.rescan()
    if model == STARTER:
        window.run.try_starter()
    elif model is not None:
        window.run.open_and_load(str(Path(model).expanduser().absolute()))
    elif settings.model and Path(settings.model).is_file():
        window.run.pick(settings.model)
