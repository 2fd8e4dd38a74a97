"""What a screen reader finds in the conversation: every message, on screen or not."""

from __future__ import annotations

import gc

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from app.chat.turn import Turn
from tests.app.conftest import Desk
from tests.app.fake_engine import STATISTICS
from tests.app.test_chat_page import answer, keep

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


def conversation(desk: Desk) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(desk.window.chat_page.transcript)
    assert found is not None
    return found


def test_every_message_is_read_off_screen_too(desk: Desk) -> None:
    turns = [Turn("user" if place % 2 == 0 else "assistant", f"Message {place}") for place in range(300)]
    turns[1].statistics, turns[1].thinking, turns[1].thinking_s = STATISTICS, "Hm", 4.2
    keep(desk, "Long", 0, *turns)
    desk.models.chat.open_kept(desk.models.store.summaries()[0].id)
    view = desk.window.chat_page.transcript
    view.viewport().repaint()
    whole = conversation(desk)
    assert whole.text(NAME) == "Conversation"
    assert whole.role() == QAccessible.Role.List
    assert whole.childCount() == 300
    names = [whole.child(place).text(NAME) for place in range(300)]
    assert names == [f"{'Reply' if place % 2 else 'You'}: Message {place}" for place in range(300)]
    reply = whole.child(1)
    assert reply.text(DESCRIPTION).replace("\u00a0", " ").startswith("Thought for 4.2 s. 36.2 tok/s")
    assert reply.state().offscreen
    last = whole.child(299)
    assert not last.state().offscreen
    assert whole.indexOfChild(last) == 299
    assert last.parent().text(NAME) == "Conversation"
    center = last.rect().center()
    assert whole.childAt(center.x(), center.y()).text(NAME) == "Reply: Message 299"
    outside = view.mapToGlobal(QPoint(-50, -50))
    assert whole.childAt(outside.x(), outside.y()) is None
    assert whole.child(300) is None


def test_it_follows_the_chat_and_a_message_that_is_gone_is_no_more(loaded: Desk, qtbot: QtBot) -> None:
    keep(loaded, "Short")
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    whole = conversation(loaded)
    second = whole.child(1)
    loaded.models.chat.ask("More", loaded.window.conversation._asking())
    answer(loaded, qtbot, "Yes")
    assert whole.childCount() == 4
    assert whole.child(3).text(NAME) == "Reply: Yes"
    loaded.models.chat.begin()
    assert whole.childCount() == 0
    assert not second.isValid()
    assert second.text(NAME) == ""
    assert second.rect().isEmpty()


def test_the_message_with_the_keyboard_has_the_focus(desk: Desk, qtbot: QtBot) -> None:
    keep(desk, "Short")
    desk.models.chat.open_kept(desk.models.store.summaries()[0].id)
    transcript = desk.window.chat_page.transcript
    assert conversation(desk).focusChild() is None
    transcript.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(transcript, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert conversation(desk).focusChild().text(NAME) == "You: Short"


def test_a_thousand_questions_of_a_screen_reader_are_survived(desk: Desk, qtbot: QtBot) -> None:
    for title in ("One", "Two"):
        keep(desk, title)
    keys = [row.id for row in desk.models.store.summaries()]
    for step in range(1000):
        desk.models.chat.open_kept(keys[step // 100 % 2])
        whole = conversation(desk)
        for place in range(whole.childCount()):
            message = whole.child(place)
            assert message.isValid()
            assert message.text(NAME)
            assert message.parent().role() == QAccessible.Role.List
            for each in (whole, message):  # through Qt, as a bridge to a screen reader asks
                assert each.textInterface() is None
                assert each.actionInterface() is None
                assert each.valueInterface() is None
        if step % 250 == 0:
            gc.collect()
