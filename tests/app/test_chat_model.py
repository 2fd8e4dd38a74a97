"""The conversation keeps every word that arrived, whatever happens to the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.chat import store
from app.chat.message import statistics_line
from app.chat.model import INTERRUPTED, Chat, Turn
from app.shell.engine_client import EngineClient
from engine.protocol import Cancel, Failed, Generate, Message, Sampling
from tests.app.fake_engine import STATISTICS, FakeEngine


@pytest.fixture
def chat(client: EngineClient) -> Chat:
    made = Chat(client)
    client.arrived.connect(made.on_event)
    return made


def ask(chat: Chat, text: str, system: str = "") -> None:
    chat.ask(text, system, Sampling(), None, "tensor")


def answer(chat: Chat, engine: FakeEngine, qtbot: QtBot, *pieces: str) -> None:
    with qtbot.waitSignal(chat.closed):
        engine.say_text(*pieces)
        engine.say_finished()


def test_a_reply_grows_and_ends(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    ask(chat, "Hello")
    assert chat.busy
    assert chat.turns[-1].open
    answer(chat, engine, qtbot, "Hel", "lo ", "you")
    assert chat.turns[-1] == Turn("assistant", "Hello you", "end", "tensor", STATISTICS)
    assert not chat.busy
    assert chat.context_used == (28, 4096)


def test_the_engine_is_asked_with_the_whole_conversation(
    chat: Chat, engine: FakeEngine, qtbot: QtBot
) -> None:
    ask(chat, "One", system="Be brief")
    answer(chat, engine, qtbot, "First")
    ask(chat, "Two", system="Be brief")
    assert engine.newest(Generate).messages == (
        Message("system", "Be brief"), Message("user", "One"), Message("assistant", "First"), Message("user", "Two"),
    )  # fmt: skip


def test_a_question_without_any_answer_is_not_sent_again(chat: Chat, engine: FakeEngine) -> None:
    ask(chat, "Lost")
    chat.interrupt()
    ask(chat, "Again")
    assert engine.newest(Generate).messages == (Message("user", "Again"),)
    assert [turn.text for turn in chat.turns] == ["Lost", "", "Again", ""]


def test_a_lost_model_keeps_the_partial_reply(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    ask(chat, "Hello")
    with qtbot.waitSignal(chat.grew):
        engine.say_text("Half a ")
    chat.interrupt()
    assert (chat.turns[-1].text, chat.turns[-1].stop) == ("Half a ", INTERRUPTED)
    assert "cut off" in statistics_line(chat.turns[-1])
    engine.say_text("late word")
    qtbot.wait(20)
    assert chat.turns[-1].text == "Half a "


def test_stop_asks_the_engine_and_keeps_what_came(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    ask(chat, "Hello")
    engine.say_text("Some")
    chat.stop()
    assert engine.newest(Cancel).request == engine.newest(Generate).request
    with qtbot.waitSignal(chat.closed):
        engine.say_finished("cancelled")
    assert chat.turns[-1].stop == "cancelled"
    assert statistics_line(chat.turns[-1]).endswith("stopped by you")


def test_a_failure_is_told_once_with_its_sentence(chat: Chat, engine: FakeEngine, qtbot: QtBot) -> None:
    ask(chat, "Hello")
    with qtbot.waitSignal(chat.failed) as told:
        engine.say(Failed(engine.newest(Generate).request, "generate", "The template is broken.", "line 3"))
    assert told.args == ["The template is broken.", "line 3"]
    assert not chat.busy


def test_the_conversation_survives_on_disk(tmp_path: Path) -> None:
    turns = [Turn("user", "Grüße, 你好"), Turn("assistant", "**Hi**", "length", "tensor", STATISTICS),
             Turn("user", "And?"), Turn("assistant", "half", "", "tensor")]  # fmt: skip
    store.save(tmp_path / "chat.json", turns)
    found = store.load(tmp_path / "chat.json")
    assert found[:3] == turns[:3]
    assert found[3].stop == INTERRUPTED


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"version": 1, "turns": [{"role": "user"}]}', '{"version": 99}']
)
def test_a_file_that_makes_no_sense_is_an_empty_chat(tmp_path: Path, content: str) -> None:
    (tmp_path / "chat.json").write_text(content)
    assert store.load(tmp_path / "chat.json") == []
