"""Pages nobody has visited are made while the window is at rest, and not while somebody works."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.shell.ahead import Ahead
from app.widgets.page import Page
from tests.app.conftest import Desk

NAMED = """
import sys
from importlib import import_module
from app.shell import ahead
for name in ahead.MODULES:
    import_module(name)
"""


def pages(desk: Desk) -> int:
    return len(desk.window.findChildren(Page))


def test_every_page_is_made_and_the_open_one_stays(desk: Desk, qapp: QApplication, qtbot: QtBot) -> None:
    ahead = Ahead(desk.window, qapp)
    assert pages(desk) == 1
    qtbot.waitUntil(lambda: ahead.done, timeout=10_000)
    assert pages(desk) == 5
    assert desk.window.pages.currentWidget() is desk.window.chat_page


def test_no_page_is_made_while_somebody_types(desk: Desk, qapp: QApplication, qtbot: QtBot) -> None:
    field = desk.window.chat_page.composer.field
    Ahead(desk.window, qapp)
    for _ in range(30):
        qtbot.keyClick(field, Qt.Key.Key_A)
        qtbot.wait(50)
    assert pages(desk) == 1
    qtbot.waitUntil(lambda: pages(desk) == 5, timeout=10_000)


def test_no_page_is_made_while_a_reply_is_written(loaded: Desk, qapp: QApplication, qtbot: QtBot) -> None:
    loaded.window.chat_page.composer.sent.emit("Hello")
    Ahead(loaded.window, qapp)
    qtbot.wait(1500)
    assert pages(loaded) == 1
    loaded.engine.say_text("Hi")
    loaded.engine.say_finished()
    qtbot.waitUntil(lambda: pages(loaded) == 5, timeout=10_000)


def test_all_it_names_can_be_imported() -> None:
    subprocess.run([sys.executable, "-c", NAMED], check=True, timeout=60)
