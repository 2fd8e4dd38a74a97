"""Prompts that wait: seen, changed, taken out, and never lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.chat.attachment import Attachment
from app.chat.chat_list import Entry
from app.chat.model import Chat
from app.chat.store import Store
from app.settings.paths import find_paths
from app.shell.models import Models
from app.shell.window import Window
from app.widgets.theme import Theme
from engine.protocol import Generate
from tests.app.conftest import Desk
from tests.app.fake_engine import FakeEngine
from tests.app.test_chat_page import answer, keep, texts

LEFT = Qt.MouseButton.LeftButton


def type_in(desk: Desk, qtbot: QtBot, text: str) -> None:
    field = desk.window.chat_page.composer.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def chips(desk: Desk) -> list[str]:
    bar = desk.window.chat_page.queue_bar
    return [chip.words.text() for chip in bar.chips] if bar.isVisible() else []


def asked(desk: Desk) -> list[str]:
    """The last message of every question that the engine got."""
    return [command.messages[-1].content for command in desk.engine.sent if isinstance(command, Generate)]


def test_prompts_wait_for_the_reply_and_go_one_after_another(loaded: Desk, qtbot: QtBot) -> None:
    for text in ("One", "Two", "Three"):
        type_in(loaded, qtbot, text)
    assert chips(loaded) == ["Two", "Three"]
    assert loaded.window.chat_page.composer.field.toPlainText() == ""
    assert asked(loaded) == ["One"]
    loaded.engine.say_text("First")
    loaded.engine.say_finished()
    qtbot.waitUntil(lambda: asked(loaded) == ["One", "Two"])
    assert chips(loaded) == ["Three"]
    loaded.engine.say_text("Second")
    loaded.engine.say_finished()
    qtbot.waitUntil(lambda: asked(loaded) == ["One", "Two", "Three"])
    assert not loaded.window.chat_page.queue_bar.isVisible()
    answer(loaded, qtbot, "Third")
    assert texts(loaded) == ["One", "First", "Two", "Second", "Three", "Third"]


def test_a_prompt_that_was_written_while_a_model_loads_is_sent_then(
    desk: Desk, qtbot: QtBot, tiny_model: str
) -> None:
    desk.window.run.open_and_load(tiny_model)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")
    type_in(desk, qtbot, "Early")
    assert chips(desk) == ["Early"]
    assert "waiting for a model" in desk.window.chat_page.queue_bar.words.text()
    assert asked(desk) == []
    desk.engine.finish_load(desk.models)
    qtbot.waitUntil(lambda: asked(desk) == ["Early"])
    assert chips(desk) == []


def test_chips_are_edited_and_removed_by_keys_and_undone(loaded: Desk, qtbot: QtBot) -> None:
    page = loaded.window.chat_page
    for text in ("One", "Two", "Three"):
        type_in(loaded, qtbot, text)
    page.composer.field.setPlainText("a draft")
    chip = page.queue_bar.chips[0]
    assert chip.words.accessibleName() == "Edit queued prompt: Two"
    chip.words.setFocus()
    qtbot.keyClick(chip.words, Qt.Key.Key_Space)
    assert page.composer.field.toPlainText() == "Two"
    type_in(loaded, qtbot, "Two and a half")
    assert chips(loaded) == ["Two and a half", "Three"]
    assert page.composer.field.toPlainText() == "a draft"
    cross = page.queue_bar.chips[1].cross
    assert cross.accessibleName() == "Remove queued prompt: Three"
    qtbot.mouseClick(cross, LEFT)
    assert chips(loaded) == ["Two and a half"]
    qtbot.mouseClick(page.undo_bar.button, LEFT)
    assert chips(loaded) == ["Two and a half", "Three"]
    assert [entry.text for entry in loaded.models.chat.queue.waiting()] == ["Two and a half", "Three"]


def test_a_prompt_that_is_being_edited_is_not_sent(loaded: Desk, qtbot: QtBot) -> None:
    page = loaded.window.chat_page
    type_in(loaded, qtbot, "One")
    type_in(loaded, qtbot, "Two")
    qtbot.mouseClick(page.queue_bar.chips[0].words, LEFT)
    answer(loaded, qtbot, "First")
    assert asked(loaded) == ["One"]
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Escape)
    assert chips(loaded) == ["Two"]
    assert page.queue_bar.button.isVisible()
    qtbot.mouseClick(page.queue_bar.button, LEFT)
    assert asked(loaded) == ["One", "Two"]


def test_stop_keeps_the_queue_until_the_user_says_go(loaded: Desk, qtbot: QtBot) -> None:
    page = loaded.window.chat_page
    type_in(loaded, qtbot, "One")
    type_in(loaded, qtbot, "Two")
    qtbot.mouseClick(page.composer.button, LEFT)
    loaded.engine.say_finished("cancelled")
    qtbot.waitUntil(lambda: not loaded.models.chat.busy)
    assert chips(loaded) == ["Two"]
    assert "waiting for you" in page.queue_bar.words.text()
    assert asked(loaded) == ["One"]
    qtbot.mouseClick(page.queue_bar.button, LEFT)
    assert asked(loaded) == ["One", "Two"]


def test_a_dead_engine_costs_no_prompt(loaded: Desk, qtbot: QtBot) -> None:
    type_in(loaded, qtbot, "One")
    type_in(loaded, qtbot, "Two")
    loaded.engine.die("The engine stopped unexpectedly.")
    qtbot.waitUntil(lambda: not loaded.models.chat.busy)
    assert chips(loaded) == ["Two"]
    assert "waiting for a model" in loaded.window.chat_page.queue_bar.words.text()
    assert not loaded.window.chat_page.queue_bar.button.isVisible()


def test_the_queue_is_there_after_a_restart_files_included(
    loaded: Desk, qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    page = loaded.window.chat_page
    type_in(loaded, qtbot, "One")
    type_in(loaded, qtbot, "Two")
    page.composer.add_file(Attachment("a.txt", "text"))
    type_in(loaded, qtbot, "Three")
    loaded.models.chat.keeper.flush()
    profile = loaded.models.paths.data
    loaded.window.keeping.save()
    loaded.window.conversation.save()
    models = Models(loaded.models.client, find_paths(str(profile)))  # as after a kill: nothing was closed
    window = Window(models, theme, qapp)
    qtbot.addWidget(window)
    window.show()
    bar = window.chat_page.queue_bar
    assert [chip.words.text() for chip in bar.chips] == ["Two", "Three + a.txt"]
    assert models.chat.queue.paused
    entry = models.chat.queue.of(models.chat.conversation.id)[1]
    assert entry.files == (Attachment("a.txt", "text"),)
    models.chat.queue.remove(entry.id)
    models.chat.keeper.flush()
    assert [each.text for each in Store(models.store.path).queued()] == ["Two"]
    window.close()


def test_a_prompt_for_another_chat_is_asked_there(loaded: Desk, qtbot: QtBot) -> None:
    type_in(loaded, qtbot, "Long one")
    first = loaded.models.chat.conversation.id
    other = keep(loaded, "Other")
    loaded.models.chat.open_kept(other.id)
    type_in(loaded, qtbot, "Something else")
    assert chips(loaded) == ["Something else"]
    loaded.models.chat.open_kept(first)
    assert chips(loaded) == []
    loaded.engine.say_text("Done")
    loaded.engine.say_finished()
    qtbot.waitUntil(lambda: len(asked(loaded)) == 2)
    assert texts(loaded) == ["Long one", "Done"]
    answer(loaded, qtbot, "There")
    loaded.models.chat.open_kept(other.id)
    assert texts(loaded) == ["Other", "About Other", "Something else", "There"]


def test_what_waits_in_a_new_chat_is_in_the_list(loaded: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    type_in(loaded, qtbot, "Long one")
    loaded.window.conversation.new_chat()
    type_in(loaded, qtbot, "In the new one")
    rows = [row for row in loaded.window.chat_page.chats.rows if isinstance(row, Entry)]
    assert [row.second for row in rows] == ["1\u00a0prompt queued", "writing"]
    loaded.models.chat.keeper.flush()
    chat = Chat(loaded.models.client, Store(loaded.models.store.path))
    assert [row.title for row in chat.store.summaries()] == ["In the new one", "Long one"]
    (entry,) = chat.queue.of(chat.store.summaries()[0].id)
    assert entry.text == "In the new one"
    assert FakeEngine.last().newest(Generate).messages[-1].content == "Long one"
