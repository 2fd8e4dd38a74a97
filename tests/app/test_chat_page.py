"""The chat page as a user meets it: list, branches, thinking, progress, by mouse and by keyboard."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from app.chat.chat_list import Entry, Head, group_of
from app.chat.conversation import Conversation, in_a_row
from app.chat.spot import Spot
from app.chat.store import Store
from app.chat.turn import Turn
from app.chat.words import progress_line, prompt_part, thinking_line
from engine.protocol import Generate, PromptProgress, Text
from tests.app.conftest import Desk
from tests.app.fake_engine import STATISTICS

LEFT = Qt.MouseButton.LeftButton


def keep(desk: Desk, title: str, days_ago: int = 0, *turns: Turn) -> Conversation:
    """A conversation in the store, and so in the list."""
    said = turns or (Turn("user", title), Turn("assistant", f"About {title}", "end", "tensor", STATISTICS))
    made = in_a_row(said)
    made.title, made.changed = title, made.changed - 86_400 * days_ago
    desk.models.store.write(made, said)
    desk.models.chat.listed.emit()
    return made


def listed(desk: Desk) -> list[str]:
    return [row.words if isinstance(row, Head) else row.title for row in desk.window.chat_page.chats.rows]


def point(desk: Desk, title: str) -> QPoint:
    """Where the list shows a conversation."""
    page = desk.window.chat_page
    row = next(i for i, one in enumerate(page.chats.rows) if isinstance(one, Entry) and one.title == title)
    return page.column.list.visualRect(page.chats.index(row)).center()


def click_row(desk: Desk, qtbot: QtBot, title: str) -> None:
    qtbot.mouseClick(desk.window.chat_page.column.list.viewport(), LEFT, pos=point(desk, title))


def spot(desk: Desk, index: int, kind: str) -> Spot:
    return next(one for one in desk.window.chat_page.transcript.layout_of(index).spots() if one.kind == kind)


def press(desk: Desk, qtbot: QtBot, index: int, kind: str) -> None:
    """Click on what the transcript has painted."""
    transcript = desk.window.chat_page.transcript
    transcript.viewport().repaint()
    at = spot(desk, index, kind).rect.center()
    at += QPoint(transcript.column.left(), transcript.top_in_view(index))
    assert transcript.viewport().rect().contains(at)
    qtbot.mouseClick(transcript.viewport(), LEFT, pos=at)


def answer(desk: Desk, qtbot: QtBot, words: str) -> None:
    desk.engine.say_text(words)
    desk.engine.say_finished()
    qtbot.waitUntil(lambda: not desk.models.chat.busy)


def ask(desk: Desk, qtbot: QtBot, question: str, reply: str) -> None:
    field = desk.window.chat_page.composer.field
    field.setPlainText(question)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    answer(desk, qtbot, reply)


def texts(desk: Desk) -> list[str]:
    return [turn.text for turn in desk.models.chat.turns]


# The list


@pytest.mark.parametrize(
    ("days", "group"), [(-1, "Today"), (0, "Today"), (1, "Yesterday"), (2, "This week"), (6, "This week"), (7, "Older")]
)
def test_chats_are_grouped_by_day(days: int, group: str) -> None:
    today = date(2026, 3, 29)  # a day of 23 hours in many places
    noon = datetime(2026, 3, 29, 12) - timedelta(days=days)
    assert group_of(noon.timestamp(), today) == group


def test_the_list_shows_opens_and_follows_the_chats(loaded: Desk, qtbot: QtBot) -> None:
    keep(loaded, "Old", 40)
    keep(loaded, "Recent")
    assert listed(loaded) == ["Today", "Recent", "Older", "Old"]
    click_row(loaded, qtbot, "Old")
    assert texts(loaded) == ["Old", "About Old"]
    assert loaded.window.chat_page.head.title.text() == "Old"
    ask(loaded, qtbot, "Next", "Yes")
    assert listed(loaded) == ["Today", "Old", "Recent"]
    entry = loaded.window.chat_page.chats.rows[1]
    assert isinstance(entry, Entry)
    assert entry.second == "tensor · 36.2\u00a0tok/s"


def test_a_new_chat_leaves_the_old_one_in_the_list(loaded: Desk, qtbot: QtBot) -> None:
    ask(loaded, qtbot, "  What is\nthe sky?  ", "Blue")
    assert listed(loaded) == ["Today", "What is the sky?"]
    qtbot.mouseClick(loaded.window.chat_page.column.new_button, LEFT)
    assert texts(loaded) == []
    assert listed(loaded) == ["Today", "What is the sky?"]
    click_row(loaded, qtbot, "What is the sky?")
    assert texts(loaded)[1] == "Blue"


def test_a_deletion_can_be_undone_by_button_and_by_key(desk: Desk, qtbot: QtBot) -> None:
    for title in ("One", "Two", "Three"):
        keep(desk, title)
    page = desk.window.chat_page
    click_row(desk, qtbot, "Two")
    qtbot.keyClick(page.column.list, Qt.Key.Key_Delete)
    assert listed(desk) == ["Today", "Three", "One"]
    assert texts(desk) == []
    qtbot.mouseClick(page.undo_bar.button, LEFT)
    assert listed(desk) == ["Today", "Three", "Two", "One"]
    assert texts(desk) == ["Two", "About Two"]
    for title in ("One", "Three"):
        page.column.list.setCurrentIndex(page.chats.index(listed(desk).index(title)))
        qtbot.keyClick(page.column.list, Qt.Key.Key_Delete)
    assert page.undo_bar.words.text() == "2 chats are deleted."
    page.undo_bar._keys.activated.emit()
    assert listed(desk) == ["Today", "Three", "Two", "One"]
    assert not page.undo_bar.isVisible()


def test_the_key_undoes_a_deletion_from_the_message_field_after_what_was_typed(desk: Desk, qtbot: QtBot) -> None:
    keep(desk, "One")
    page = desk.window.chat_page
    page.column.list.setCurrentIndex(page.chats.index(listed(desk).index("One")))
    qtbot.keyClick(page.column.list, Qt.Key.Key_Delete)
    assert listed(desk) == []
    field = page.composer.field
    field.setFocus()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.toPlainText(), listed(desk)) == ("", [])
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert listed(desk) == ["Today", "One"]


def test_a_title_that_is_cut_is_whole_in_its_tooltip(desk: Desk, qtbot: QtBot) -> None:
    long = "A very long title that has no room in the column of chats"
    for title in ("Short", long):
        keep(desk, title)
    view = desk.window.chat_page.column.list
    told = []
    for title in (long, "Short"):
        at = point(desk, title)
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
        told.append(QToolTip.text())
        QToolTip.hideText()
    assert told[0] == long
    assert told[1] != "Short"


def test_a_chat_is_renamed_in_its_row(desk: Desk, qtbot: QtBot) -> None:
    keep(desk, "Clumsy title")
    view = desk.window.chat_page.column.list
    click_row(desk, qtbot, "Clumsy title")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Clumsy title"
    editor.setText("Better")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(desk) == ["Today", "Better"])
    assert desk.window.chat_page.head.title.text() == "Better"


def test_search_looks_into_the_words_and_is_cleared(desk: Desk, qtbot: QtBot) -> None:
    keep(desk, "Birds", 0, Turn("user", "Birds"), Turn("assistant", "A wren sings."))
    keep(desk, "Fish")
    column = desk.window.chat_page.column
    qtbot.keyClicks(column.search, "WREN")
    qtbot.waitUntil(lambda: listed(desk) == ["Today", "Birds"])
    column.search.setText("nowhere")
    qtbot.waitUntil(column.nothing.isVisible)
    assert column.nothing.text() == "Nothing found for “nowhere”."
    qtbot.mouseClick(column.clear, LEFT)
    qtbot.waitUntil(lambda: listed(desk) == ["Today", "Fish", "Birds"])
    column.search.setText("wren")
    qtbot.keyClick(column.search, Qt.Key.Key_Escape)
    assert column.search.text() == ""
    qtbot.keyClick(column.search, Qt.Key.Key_Down)
    assert desk.window.focusWidget() is column.list


def test_a_narrow_window_folds_the_list_and_ctrl_b_brings_it_back(desk: Desk, qtbot: QtBot) -> None:
    column, toggle = desk.window.chat_page.column, desk.window.conversation.toggle_list
    assert column.isVisible()
    desk.window.resize(980, 700)
    qtbot.waitUntil(lambda: not column.isVisible())
    assert desk.window.chat_page.head.new_button.isVisible()
    toggle()
    assert column.isVisible()
    desk.window.resize(1280, 700)
    desk.window.resize(980, 700)
    qtbot.waitUntil(lambda: not column.isVisible())
    desk.window.resize(1280, 700)
    qtbot.waitUntil(column.isVisible)
    toggle()
    assert not desk.models.settings.chat_list
    assert not column.isVisible()


# Branches


def test_regenerate_and_the_arrows_by_mouse(loaded: Desk, qtbot: QtBot) -> None:
    ask(loaded, qtbot, "One", "First")
    press(loaded, qtbot, 1, "regenerate")
    answer(loaded, qtbot, "Second")
    assert texts(loaded) == ["One", "Second"]
    assert not spot(loaded, 1, "previous").why_not
    assert spot(loaded, 1, "next").why_not
    press(loaded, qtbot, 1, "previous")
    assert texts(loaded) == ["One", "First"]
    assert spot(loaded, 1, "previous").why_not
    press(loaded, qtbot, 1, "previous")  # there is none: nothing happens
    assert texts(loaded) == ["One", "First"]


def test_an_edited_question_is_a_sibling_and_the_draft_comes_back(loaded: Desk, qtbot: QtBot) -> None:
    composer = loaded.window.chat_page.composer
    ask(loaded, qtbot, "Wrong", "Reply")
    qtbot.keyClicks(composer.field, "a draft")
    press(loaded, qtbot, 0, "edit")
    assert composer.field.toPlainText() == "Wrong"
    qtbot.keyClick(composer.field, Qt.Key.Key_Escape)
    assert composer.field.toPlainText() == "a draft"
    press(loaded, qtbot, 0, "edit")
    composer.field.setPlainText("Right")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert composer.field.toPlainText() == "a draft"
    answer(loaded, qtbot, "Better reply")
    assert texts(loaded) == ["Right", "Better reply"]
    press(loaded, qtbot, 0, "edit")
    press(loaded, qtbot, 0, "previous")  # what was being edited is out of sight
    assert texts(loaded) == ["Wrong", "Reply"]
    assert composer.field.toPlainText() == "a draft"


def test_nothing_is_written_again_without_a_model(desk: Desk, qtbot: QtBot) -> None:
    click = keep(desk, "Old")
    click_row(desk, qtbot, "Old")
    press(desk, qtbot, 1, "regenerate")
    assert not any(isinstance(command, Generate) for command in desk.engine.sent)
    assert "load" in spot(desk, 0, "edit").why_not
    assert texts(desk) == [turn.text for turn in click.tree.path()]


def test_the_branch_and_the_chat_that_were_read_are_there_after_a_restart(loaded: Desk, qtbot: QtBot) -> None:
    ask(loaded, qtbot, "One", "First")
    press(loaded, qtbot, 1, "regenerate")
    answer(loaded, qtbot, "Second")
    press(loaded, qtbot, 1, "previous")
    keep(loaded, "Another")
    loaded.window.chat_page.composer.field.setPlainText("half a ques")
    loaded.window.close()
    saved = loaded.models.paths.settings.read_text()
    assert loaded.models.settings.chat in saved
    assert "half a ques" in saved
    found = Store(loaded.models.paths.chats).read(loaded.models.settings.chat)
    assert found is not None
    assert [turn.text for turn in found.tree.path()] == ["One", "First"]


# Thinking and progress


def test_thinking_is_folded_counts_and_unfolds_by_click_and_by_enter(loaded: Desk, qtbot: QtBot) -> None:
    page, chat = loaded.window.chat_page, loaded.models.chat
    page.composer.sent.emit("Think")
    request = loaded.engine.newest(Generate).request
    loaded.engine.say(Text(request, "First this. ", (1,), 0.1, thinking=True))
    qtbot.waitUntil(lambda: bool(chat.turns) and chat.turns[-1].thinking == "First this. ")
    assert thinking_line(chat.turns[-1]).startswith("Thinking… 0.")
    loaded.engine.say(Text(request, "Then that.", (2,), 0.2, thinking=True))
    answer(loaded, qtbot, "Done.")
    turn, transcript = chat.turns[-1], page.transcript
    turn.thinking_s = 4.25
    assert spot(loaded, 1, "thinking").words == "Thought for 4.2\u00a0s"
    folded = transcript.heights[1]
    assert [block.document.toPlainText() for block in transcript.layout_of(1).blocks] == ["Done."]
    press(loaded, qtbot, 1, "thinking")
    shown = [block.document.toPlainText() for block in transcript.layout_of(1).blocks]
    assert shown == ["First this. Then that.", "Done."]
    assert transcript.heights[1] > folded
    page.composer.setFocus()
    transcript.setFocus(Qt.FocusReason.TabFocusReason)
    assert transcript.cursor_spot.spot is not None
    assert transcript.cursor_spot.spot.kind == "thinking"
    qtbot.keyClick(transcript, Qt.Key.Key_Return)
    assert transcript.heights[1] == folded


def test_everything_in_the_conversation_is_reached_by_keys(loaded: Desk, qtbot: QtBot) -> None:
    ask(loaded, qtbot, "One", "```\ncode\n```")
    ask(loaded, qtbot, "Two", "Second")
    transcript = loaded.window.chat_page.transcript
    transcript.setFocus(Qt.FocusReason.TabFocusReason)
    control = Qt.KeyboardModifier.ControlModifier
    for _ in range(5):
        qtbot.keyClick(transcript, Qt.Key.Key_Up, control)
    walked = []
    for _ in range(12):
        here = transcript.cursor_spot
        assert here.spot is not None
        walked.append((here.message, here.spot.kind))
        qtbot.keyClick(transcript, Qt.Key.Key_Right)
    assert walked[:9] == [
        (0, "copy message"), (0, "edit"), (1, "copy code"), (1, "copy message"), (1, "regenerate"),
        (2, "copy message"), (2, "edit"), (3, "copy message"), (3, "regenerate"),
    ]  # fmt: skip
    assert walked[9:] == [walked[8]] * 3  # it stays at the end
    for _ in range(6):
        qtbot.keyClick(transcript, Qt.Key.Key_Left)
    qtbot.keyClick(transcript, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "code"


def test_the_prompt_is_read_with_a_percentage_and_a_bar_if_it_lasts(loaded: Desk, qtbot: QtBot) -> None:
    loaded.window.chat_page.composer.sent.emit("Long prompt")
    turn = loaded.models.chat.turns[-1]
    assert progress_line(turn) == "Waiting for the engine"
    loaded.engine.say(PromptProgress(loaded.engine.newest(Generate).request, 420, 1000, 0))
    qtbot.waitUntil(lambda: turn.prompt_done == 420)
    assert progress_line(turn) == "Reading the prompt: 42%"
    turn.asked_at += 1000  # as if it had just been asked
    assert prompt_part(turn) is None
    turn.asked_at -= 2000
    assert prompt_part(turn) == pytest.approx(0.42)
    answer(loaded, qtbot, "Done")
    assert prompt_part(turn) is None
