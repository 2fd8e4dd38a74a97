"""The real window with the real engine and the real starter model."""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.model import ModelDefaults
from app.settings.paths import find_paths
from app.shell.engine_client import EngineClient
from app.shell.models import Models
from app.shell.window import Window
from app.widgets import metrics
from app.widgets.theme import Theme
from engine.protocol import Sampling
from tests.collecting import collector  # noqa: F401
from tests.end_to_end.display import Display
from tests.qt_rules import no_window_left, pytest_runtest_teardown  # noqa: F401

PATIENCE_MS = 180_000  # loading takes seconds; a busy machine takes minutes

collect_ignore = [] if sys.platform == "linux" else ["test_process.py"]  # it drives X11

if sys.platform == "linux" and not {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
    _display = Display()
    atexit.register(_display.close)
    os.environ["DISPLAY"] = _display.name


@dataclass
class Desk:
    """A window in this process, its engine in another."""

    window: Window
    models: Models
    qtbot: QtBot

    def until(self, what: Callable[[], bool], milliseconds: int = PATIENCE_MS) -> None:
        self.qtbot.waitUntil(what, timeout=milliseconds)

    def load(self, model: Path, mode: str, ranks: int) -> None:
        """Choose the split on the window's own controls, and load."""
        self.until(lambda: bool(self.models.hardware.ranks))
        self.models.hardware._set(["cpu"])
        self.window.show_page("hardware")
        for _ in range(ranks - 1):
            self.qtbot.mouseClick(self.window.hardware_page.add_cpu, Qt.MouseButton.LeftButton)
        self.window.show_page("chat")
        self.window.run.pick(str(model))
        self.until(lambda: self.models.choice.plan is not None)
        while self.window.run_bar.segments.current != mode:
            self.qtbot.keyClick(self.window.run_bar.segments, Qt.Key.Key_Right)
        self.until(self.window.run_bar.button.isEnabled)
        self.qtbot.mouseClick(self.window.run_bar.button, Qt.MouseButton.LeftButton)
        self.until_loaded()

    @property
    def defaults(self) -> ModelDefaults:
        """What is remembered of the picked model."""
        return self.models.settings.of(self.models.library.path)

    def until_loaded(self) -> None:
        self.until(lambda: self.models.loading.state == "loaded" or bool(self.window.banners.notices()))
        assert self.sentences() == []

    def ask(self, words: str) -> None:
        field = self.window.chat_page.composer.field
        self.qtbot.keyClicks(field, words)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        assert self.models.chat.busy

    def sentences(self) -> list[str]:
        return [notice.sentence for notice in self.window.banners.notices()]

    def engine(self) -> psutil.Process:
        (found,) = [child for child in psutil.Process().children() if self._is_spawned(child)]
        return found

    def workers(self) -> list[psutil.Process]:
        return [child for child in self.engine().children() if self._is_spawned(child)]

    @staticmethod
    def _is_spawned(process: psutil.Process) -> bool:
        try:
            return "spawn_main" in " ".join(process.cmdline())
        except psutil.Error:  # it ended in between
            return False


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    metrics.load_fonts()
    models = Models(EngineClient(), find_paths(str(tmp_path / "profile")))
    begin = models.settings.of("")  # what every model starts from
    begin.sampling, begin.max_tokens = Sampling(temperature=0.0), 24
    window = Window(models, Theme(qapp, "light"), qapp)
    qtbot.addWidget(window)
    window.show()
    models.client.start()
    made = Desk(window, models, qtbot)
    yield made
    window.close()
    assert gone([child for child in psutil.Process().children(recursive=True) if Desk._is_spawned(child)])


def gone(processes: list[psutil.Process], seconds: float = 10) -> bool:
    """Whether all of these end within some seconds; a zombie has ended."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes):
            return True
        time.sleep(0.1)
    return False
