"""A disk that takes nothing any more: the chat goes on, says so once, and closing asks."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.chat.conversation import in_a_row
from app.chat.keep_control import DROP, RETRY, SAVE, STAY, KeepController
from app.chat.store import Store
from app.chat.turn import Turn
from app.chat.word_index import WordIndex
from app.widgets.banner import Banner
from tests.app.conftest import Desk
from tests.app.test_chat_page import answer, keep, listed, texts

LEFT = Qt.MouseButton.LeftButton

READ_ONLY = """
import os, sys
from pathlib import Path
from app.chat.conversation import in_a_row
from app.chat.store import Store
from app.chat.turn import Turn

if os.getuid() == 0:
    os.setuid(65534)  # nobody: the rights of root know no read-only folder
store = Store(Path(sys.argv[1]))
made = in_a_row([Turn("user", "New")])
store.write(made, made.tree.path())
print(store.trouble)
print([row.title for row in store.summaries()], [row.title for row in store.summaries("old words")])
"""


@pytest.fixture(autouse=True)
def _nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that fails must not wait for an answer."""
    monkeypatch.setattr(KeepController, "ask", lambda self: DROP)


def fill_disk(desk: Desk) -> None:
    """SQLite then says the same as on a full disk: it may not add a page."""
    pages = desk.models.store._base.execute("PRAGMA page_count").fetchone()[0]
    desk.models.store._base.execute(f"PRAGMA max_page_count = {pages}")


def free_disk(desk: Desk) -> None:
    desk.models.store._base.execute("PRAGMA max_page_count = 1000000")


def banner(desk: Desk) -> Banner:
    return next(each for each in desk.window.banners._shown if each.notice.kind == "unsaved")


def write_long(desk: Desk, qtbot: QtBot) -> str:
    words = "It goes on and on. " * 4000
    desk.models.chat.ask("Tell me", desk.window.conversation._asking())
    desk.engine.say_text(words)
    qtbot.waitUntil(lambda: bool(desk.models.chat.turns[-1].text))
    desk.models.chat.keeper.flush()
    return words


def test_with_a_full_disk_the_reply_goes_on_and_retry_saves_it(loaded: Desk, qtbot: QtBot) -> None:
    answered = keep(loaded, "Before")
    fill_disk(loaded)
    words = write_long(loaded, qtbot)
    qtbot.waitUntil(lambda: any(notice.kind == "unsaved" for notice in loaded.window.banners.notices()))
    assert "is full" in banner(loaded).notice.sentence
    assert str(loaded.models.store.path) in banner(loaded).notice.sentence
    shown = banner(loaded)
    answer(loaded, qtbot, "The end.")
    assert loaded.models.chat.turns[-1].text == words + "The end."
    assert banner(loaded) is shown  # told once: what one is about to press does not move
    assert listed(loaded)[1:] == ["Tell me", "Before"]
    here = loaded.models.chat.conversation.id
    loaded.models.chat.open_kept(answered.id)
    loaded.models.chat.open_kept(here)
    assert texts(loaded)[-1] == words + "The end."  # from memory, as the disk has not got it
    qtbot.mouseClick(shown.action, LEFT)
    assert banner(loaded).notice.sentence == shown.notice.sentence  # told again: it is still full
    free_disk(loaded)
    qtbot.mouseClick(banner(loaded).action, LEFT)
    assert not any(notice.kind == "unsaved" for notice in loaded.window.banners.notices())
    found = Store(loaded.models.store.path).read(here)
    assert found is not None
    assert found.tree.path()[-1].text == words + "The end."


def test_a_file_that_was_opened_read_only_is_written_once_it_may_be(loaded: Desk, qtbot: QtBot) -> None:
    keep(loaded, "Before")
    store = loaded.models.store
    store._base.close()
    store._base = sqlite3.connect(f"{store.path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    store._index = WordIndex(store._base)
    words = write_long(loaded, qtbot)
    qtbot.waitUntil(lambda: loaded.models.chat.keeper.unsaved == [])
    found = Store(store.path).read(loaded.models.chat.conversation.id)
    assert found is not None
    assert found.tree.path()[-1].text == words


def test_what_the_disk_refuses_is_saved_elsewhere(
    loaded: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(loaded, "Before")
    fill_disk(loaded)
    words = write_long(loaded, qtbot)
    answer(loaded, qtbot, "")
    chosen = tmp_path / "elsewhere.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    qtbot.mouseClick(banner(loaded).other, LEFT)
    entry = json.loads(chosen.read_text())["chats"][0]
    assert [message["text"] for message in entry["messages"]] == ["Tell me", words]
    assert loaded.window.conversation.keep.may_close()  # without a question: it is kept
    free_disk(loaded)


def test_closing_asks_before_it_drops_anything(loaded: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_control = loaded.window.conversation.keep
    assert keep_control.may_close()
    keep(loaded, "Before")
    fill_disk(loaded)
    write_long(loaded, qtbot)
    answers = [RETRY, STAY]
    monkeypatch.setattr(keep_control, "ask", lambda: answers.pop(0))
    loaded.window.close()
    assert answers == []
    assert loaded.window.isVisible()
    answers = [DROP]
    assert keep_control.may_close()
    assert not loaded.engine.closed
    free_disk(loaded)
    answers = [RETRY]
    assert keep_control.may_close()
    assert answers == [RETRY]  # written by the look itself: nobody was asked


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_pressed_by_mistake_drops_nothing(
    loaded: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    monkeypatch.undo()  # the real question
    fill_disk(loaded)
    write_long(loaded, qtbot)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "Tell me" in box.text()
        assert str(loaded.models.store.path) in box.informativeText()
        qtbot.keyClick(box, key)

    QTimer.singleShot(100, press)
    assert not loaded.window.conversation.keep.may_close()
    free_disk(loaded)


def test_a_read_only_folder_gives_one_sentence_and_shows_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    store = Store(folder / "chats.sqlite")
    made = in_a_row([Turn("user", "Old words")])
    store.write(made, made.tree.path())
    store.close()
    for each in (folder / "chats.sqlite", folder):
        each.chmod(0o555 if each.is_dir() else 0o444)
    everybodys = Path(tempfile.gettempdir()).resolve()
    for above in (tmp_path, *tmp_path.parents):
        if everybodys in above.parents:
            above.chmod(0o755)  # pytest's own folders are for one user alone
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(folder / "chats.sqlite")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    sentence, lists = done.stdout.splitlines()
    assert sentence.startswith(f"The chats cannot be kept in {folder / 'chats.sqlite'}: ")
    assert lists == "['New', 'Old words'] ['Old words']"


def test_chats_in_memory_only_are_asked_about_too(
    loaded: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded.models.store.trouble = "The chats cannot be kept."  # as where the folder is read-only
    keep_control = loaded.window.conversation.keep
    loaded.models.chat.ask("Hello", loaded.window.conversation._asking())
    answer(loaded, qtbot, "Hi")
    answers = [SAVE]
    monkeypatch.setattr(keep_control, "ask", lambda: answers.pop(0))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.md"), ""))
    assert keep_control.may_close()
    assert answers == []
    assert "## Reply\n\nHi" in (tmp_path / "x.md").read_text()
