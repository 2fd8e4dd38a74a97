"""The conversation keeps every word that arrived, whatever happens to the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.chat.asking import Asking
from app.chat.conversation import in_a_row
from app.chat.keeper import Keeper
from app.chat.model import Chat
from app.chat.store import Store
from app.chat.turn import INTERRUPTED, Turn
from app.chat.words import statistics_line
from app.shell.engine_client import EngineClient
from engine.protocol import Cancel, Failed, Generate, Message, Text
from tests.app.fake_engine import STATISTICS, FakeEngine

TENSOR = Asking(mode="tensor")


@pytest.fixture
def chat(client: EngineClient, tmp_path: Path) -> Chat:
    made = Chat(client, Store(tmp_path / "chats.sqlite"))
    client.arrived.connect(made.on_event)
    return made


def answer(chat: Chat, engine: FakeEngine, qtbot: QtBot, *pieces: str) -> None:
    with qtbot.waitSignal(chat.busy_changed):
        engine.say_text(*pieces)
        engine.say_finished()


def texts(chat: Chat) -> list[str]:
    return [turn.text for turn in chat.turns]


def test_a_reply_grows_and_ends(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("Hello", TENSOR)
    assert chat.busy
    assert chat.turns[-1].open
    answer(chat, engine, qtbot, "Hel", "lo ", "you")
    turn = chat.turns[-1]
    assert (turn.role, turn.text, turn.stop, turn.mode) == ("assistant", "Hello you", "end", "tensor")
    assert turn.statistics == STATISTICS
    assert not chat.busy
    assert chat.context_used == (28, 4096)


def test_the_engine_is_asked_with_the_whole_conversation(
    chat: Chat, engine: FakeEngine, qtbot: QtBot
) -> None:
    chat.ask("One", Asking("Be brief"))
    answer(chat, engine, qtbot, "First")
    chat.ask("Two", Asking("Be brief"))
    assert engine.newest(Generate).messages == (
        Message("system", "Be brief"), Message("user", "One"), Message("assistant", "First"), Message("user", "Two"),
    )  # fmt: skip


def test_thinking_is_kept_apart_timed_and_sent_back(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("One", TENSOR)
    request = engine.newest(Generate).request
    with qtbot.waitSignal(chat.grew):
        engine.say(Text(request, "Hm. ", (1,), 0.1, thinking=True))
    assert chat.turns[-1].thinks
    answer(chat, engine, qtbot, "Yes.")
    turn = chat.turns[-1]
    assert (turn.thinking, turn.text, turn.thinks) == ("Hm. ", "Yes.", False)
    assert turn.thinking_s is not None
    assert turn.thinking_s < 60
    chat.ask("Two", TENSOR)
    assert engine.newest(Generate).messages[1] == Message("assistant", "Yes.", "Hm. ")


def test_a_question_without_any_answer_is_not_sent_again(chat: Chat, engine: FakeEngine) -> None:
    chat.ask("Lost", TENSOR)
    chat.interrupt()
    chat.ask("Again", TENSOR)
    assert engine.newest(Generate).messages == (Message("user", "Again"),)
    assert texts(chat) == ["Lost", "", "Again", ""]


def test_a_lost_model_keeps_the_partial_reply(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("Hello", TENSOR)
    with qtbot.waitSignal(chat.grew):
        engine.say_text("Half a ")
    chat.interrupt()
    assert (chat.turns[-1].text, chat.turns[-1].stop) == ("Half a ", INTERRUPTED)
    assert "cut off" in statistics_line(chat.turns[-1])
    assert (chat.conversation.mode, chat.conversation.tg_ts) == ("tensor", None)  # the list would say "no reply yet"
    engine.say_text("late word")
    qtbot.wait(20)
    assert chat.turns[-1].text == "Half a "


def test_stop_asks_the_engine_and_keeps_what_came(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("Hello", TENSOR)
    engine.say_text("Some")
    chat.stop()
    assert engine.newest(Cancel).request == engine.newest(Generate).request
    with qtbot.waitSignal(chat.closed):
        engine.say_finished("cancelled")
    assert chat.turns[-1].stop == "cancelled"
    assert statistics_line(chat.turns[-1]).startswith("stopped by you")


def test_a_failure_is_told_once_with_its_sentence(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("Hello", TENSOR)
    with qtbot.waitSignal(chat.failed) as told:
        engine.say(Failed(engine.newest(Generate).request, "generate", "The template is broken.", "line 3"))
    assert told.args == ["The template is broken.", "line 3"]
    assert not chat.busy
    assert statistics_line(chat.turns[-1]) == "cut off before its end · tensor"  # not that the model is gone


def test_why_a_reply_ended_comes_before_all_that_a_narrow_window_can_do_without() -> None:
    line = statistics_line(Turn("assistant", "Words", "length", "none", replace(STATISTICS, cached_tokens=466)))
    assert line.startswith("stopped at the length limit · ")
    assert line.endswith("none · 466 reused")


def test_another_reply_and_another_question_stand_beside_the_old_ones(
    chat: Chat, engine: FakeEngine, qtbot: QtBot
) -> None:
    chat.ask("One", TENSOR)
    answer(chat, engine, qtbot, "First")
    chat.ask("Two", TENSOR)
    answer(chat, engine, qtbot, "Second")
    chat.regenerate(1, TENSOR)
    assert engine.newest(Generate).messages == (Message("user", "One"),)
    answer(chat, engine, qtbot, "Other first")
    assert texts(chat) == ["One", "Other first"]
    assert chat.siblings(1) == (1, 2)
    chat.show_sibling(1, -1)
    assert texts(chat) == ["One", "First", "Two", "Second"]
    chat.edit(2, "Two again", TENSOR)
    assert [message.content for message in engine.newest(Generate).messages] == ["One", "First", "Two again"]
    answer(chat, engine, qtbot, "Third")
    assert chat.siblings(2) == (1, 2)
    chat.show_sibling(2, -1)
    assert texts(chat) == ["One", "First", "Two", "Second"]
    kept = chat.store.read(chat.conversation.id)
    assert kept is not None
    assert {turn.text for turn in kept.tree.turns.values()} == {
        "One", "First", "Two", "Second", "Other first", "Two again", "Third",
    }  # fmt: skip


def test_a_reply_goes_on_while_another_chat_is_open(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("Long story", TENSOR)
    first = chat.conversation.id
    chat.begin()
    assert chat.turns == []
    engine.say_text("Once ")
    qtbot.waitUntil(lambda: chat.writing is not None and chat.writing[1].text == "Once ")
    chat.open_kept(first)
    assert texts(chat) == ["Long story", "Once "]
    answer(chat, engine, qtbot, "upon a time")
    assert texts(chat) == ["Long story", "Once upon a time"]


def test_a_deleted_chat_comes_back_whole(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    chat.ask("Keep me", TENSOR)
    engine.say_text("Half")
    qtbot.waitUntil(lambda: chat.turns[-1].text == "Half")
    key = chat.conversation.id
    chat.delete(key)
    assert (chat.turns, chat.busy, chat.store.summaries()) == ([], False, [])
    chat.bring_back(key)
    assert texts(chat) == ["Keep me", "Half"]
    assert [summary.title for summary in chat.store.summaries()] == ["Keep me"]


def test_a_reply_is_on_disk_while_it_streams(
    chat: Chat, engine: FakeEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    chat.keeper._soon._timer.setInterval(20)  # ms, in place of a second
    chat.ask("Hello", TENSOR)
    engine.say_text("Half a ", "reply")
    other = Store(tmp_path / "chats.sqlite")

    def kept() -> list[tuple[str, str]]:
        found = other.read(chat.conversation.id)
        return [(turn.text, turn.stop) for turn in found.tree.path()] if found is not None else []

    qtbot.waitUntil(lambda: kept() == [("Hello", "end"), ("Half a reply", INTERRUPTED)])
    assert chat.busy


def test_what_the_disk_refused_is_written_when_it_can(qtbot: QtBot, tmp_path: Path) -> None:
    store = Store(tmp_path / "chats.sqlite")
    keeper, made = Keeper(store), in_a_row([Turn("user", "Do not lose me")])
    store._base.execute("PRAGMA query_only = ON")
    with qtbot.waitSignal(keeper.failed) as told:
        keeper.note(made, *made.tree.path())
    assert "cannot be saved" in told.args[0]
    store._base.execute("PRAGMA query_only = OFF")
    qtbot.waitSignal(keeper.saved).wait()  # by itself
    kept = Store(tmp_path / "chats.sqlite").read(made.id)
    assert kept is not None
    assert kept.tree.path()[0].text == "Do not lose me"
