"""What nobody has asked for yet is not made, and whoever asks for it finds it as if it had always been there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.download.job import Job
from app.download.offers import HubFile
from app.hardware.rows import TrialRow
from app.shell.engine_client import EngineClient
from app.shell.first_paint import FirstPaint
from app.shell.models import Models
from app.shell.window import Window
from app.widgets.page import Page
from app.widgets.theme import Theme
from tests.app.conftest import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = {"library": Qt.Key.Key_2, "hardware": Qt.Key.Key_3, "compare": Qt.Key.Key_4, "settings": Qt.Key.Key_Comma}
NOT_AT_FIRST = {
    "torch", "numpy", "pyqtgraph", "pygments", "markdown_it", "ziamath", "huggingface_hub", "psutil", "pynvml", "gguf",
    "importlib.metadata", "app.library.page", "app.hardware.view", "app.compare.view", "app.settings.page",
    "app.split.popover", "app.shell.palette", "app.chat.sampling", "app.chat.trash_view",
}  # fmt: skip
FIRST_SIGHT = """
import json, sys, tempfile
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
from app.shell import start
from app.shell.window import Window

def paint(window, event):
    QMainWindow.paintEvent(window, event)
    QTimer.singleShot(0, lambda: (print(json.dumps(sorted(sys.modules)), flush=True), __import__("os")._exit(0)))

Window.paintEvent = paint
start.run(None, sys.argv[1])
"""


def made_pages(desk: Desk) -> set[str]:
    pages = {f"app.{key}.": key for key in ("chat", *KEYS)}
    return {next(key for start, key in pages.items() if type(page).__module__.startswith(start))
            for page in desk.window.findChildren(Page)}  # fmt: skip


def test_the_first_sight_loads_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIRST_SIGHT, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "app.chat.view" in loaded
    assert loaded & NOT_AT_FIRST == set()


@pytest.mark.parametrize("page", KEYS)
def test_a_page_is_made_when_it_is_first_visited(desk: Desk, qtbot: QtBot, page: str) -> None:
    assert made_pages(desk) == {"chat"}
    qtbot.keyClick(desk.window, KEYS[page], CTRL)
    assert made_pages(desk) == {"chat", page}
    shown = desk.window.pages.currentWidget()
    qtbot.waitUntil(shown.isVisible)
    assert desk.window.rail.items[page].isChecked()
    qtbot.keyClick(desk.window, Qt.Key.Key_1, CTRL)
    qtbot.keyClick(desk.window, KEYS[page], CTRL)
    assert desk.window.pages.currentWidget() is shown
    assert len(desk.window.findChildren(Page)) == 2


@pytest.mark.parametrize("page", KEYS)
def test_a_killed_window_comes_back_on_its_page(
    desk: Desk, qtbot: QtBot, qapp: QApplication, theme: Theme, client: EngineClient, page: str
) -> None:
    """Killed: nothing is written but what was while it was used."""
    desk.window.chat_page.composer.field.setPlainText("A draft")
    desk.window.show_page(page)
    qtbot.waitUntil(lambda: f'"page": "{page}"' in desk.models.paths.settings.read_text(), timeout=3000)
    again = Window(Models(client, desk.models.paths), theme, qapp)
    qtbot.addWidget(again)
    again.show()
    assert type(again.pages.currentWidget()) is type(desk.window.pages.currentWidget())
    assert again.rail.items[page].isChecked()
    assert len(again.findChildren(Page)) == 2
    assert again.chat_page.composer.draft == "A draft"
    again.close()


def test_the_report_on_the_hardware_needs_no_visit_to_its_page(desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(desk.window, Qt.Key.Key_H, CTRL | SHIFT)
    assert "A processor" in QGuiApplication.clipboard().text()
    assert desk.window.pages.currentWidget() is desk.window.chat_page


def test_a_page_that_is_made_late_shows_what_has_happened_before(loaded: Desk) -> None:
    window = loaded.window
    assert made_pages(loaded) == {"chat"}
    window.show_page("hardware")
    assert len(window.hardware_page.findChildren(TrialRow)) == 3
    assert "Tiny" in window.hardware_page.kept.text()
    window.show_page("compare")
    assert window.compare_page.head.button.isEnabled()


def test_a_download_is_a_model_of_the_library_before_that_page_was_ever_open(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "Models" / "maker" / "model"
    folder.mkdir(parents=True)
    file = HubFile("model-Q4_0.gguf", 5, "0" * 64)
    desk.models.downloads.arrived.emit(Job("maker/model", "c", (file,), str(folder), path=str(folder / file.name)))
    assert desk.models.catalog.folders == [str(tmp_path / "Models")]
    assert made_pages(desk) == {"chat"}


def test_what_can_wait_comes_after_the_first_paint(qtbot: QtBot) -> None:
    order = list[str]()

    class Seen(QWidget):
        def paintEvent(self, event: object) -> None:
            order.append("painted")

    window = Seen()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: order.append("the rest"), lambda: order.append("and this"))
    window.show()
    qtbot.waitUntil(lambda: "and this" in order)
    assert order[0] == "painted"
    assert [each for each in order if each != "painted"] == ["the rest", "and this"]
