"""A reply that was cut goes on; the context gauge says what no longer fits."""

from __future__ import annotations

import dataclasses

from pytestqt.qtbot import QtBot

from app.chat.store import Store
from app.chat.turn import Turn
from engine.protocol import Generate, Text
from tests.app.conftest import Desk
from tests.app.fake_engine import STATISTICS
from tests.app.test_chat_page import answer, ask, keep, press, texts


def test_a_cut_reply_is_continued_where_it_stopped(loaded: Desk, qtbot: QtBot) -> None:
    ask(loaded, qtbot, "First", "Whole")
    loaded.window.chat_page.composer.sent.emit("Count")
    loaded.engine.say_text("One, ")
    loaded.models.chat.stop()
    loaded.engine.say_finished("cancelled")
    qtbot.waitUntil(lambda: not loaded.models.chat.busy)
    assert not [one for one in loaded.window.chat_page.transcript.layout_of(1).spots() if one.kind == "continue"]
    press(loaded, qtbot, 3, "continue")
    asked = loaded.engine.newest(Generate).messages
    assert [(message.role, message.content) for message in asked[-2:]] == [("user", "Count"), ("assistant", "One, ")]
    assert not [one for one in loaded.window.chat_page.transcript.layout_of(3).spots() if one.kind == "continue"]
    answer(loaded, qtbot, "two.")
    turn = loaded.models.chat.turns[-1]
    assert (turn.text, turn.stop) == ("One, two.", "end")
    assert turn.statistics is not None
    assert turn.statistics.generated_tokens == 2 * STATISTICS.generated_tokens
    assert loaded.models.chat.siblings(3) == (0, 1)
    kept = Store(loaded.models.store.path).read(loaded.models.chat.conversation.id)
    assert kept is not None
    assert [turn.text for turn in kept.tree.path()] == ["First", "Whole", "Count", "One, two."]
    assert not [one for one in loaded.window.chat_page.transcript.layout_of(3).spots() if one.kind == "continue"]


def test_a_reply_cut_in_mid_thought_thinks_on(loaded: Desk, qtbot: QtBot) -> None:
    loaded.window.chat_page.composer.sent.emit("Why?")
    loaded.engine.say(Text(loaded.engine.newest(Generate).request, "Because", (1,), 0.1, thinking=True))
    qtbot.waitUntil(lambda: bool(loaded.models.chat.turns[-1].thinking))
    loaded.engine.die("The engine stopped unexpectedly.")
    turn = loaded.models.chat.turns[-1]
    qtbot.waitUntil(lambda: not turn.open)
    before = turn.thinking_s
    loaded.models.chat._client.start()
    loaded.models.chat.resume(loaded.window.conversation._asking())
    assert turn.thinks
    request = loaded.engine.last().newest(Generate)
    assert request.messages[-1].thinking == "Because"
    loaded.engine.last().say(Text(request.request, " of it", (1,), 0.1, thinking=True))
    loaded.engine.last().say(Text(request.request, "So", (1,), 0.1))
    qtbot.waitUntil(lambda: turn.text == "So")
    assert turn.thinking == "Because of it"
    assert turn.thinking_s is not None
    assert before is not None
    assert turn.thinking_s >= before


def test_the_gauge_names_what_is_left_out_first(loaded: Desk, qtbot: QtBot) -> None:
    gauge, context = loaded.window.chat_page.gauge, loaded.window.conversation._asking().context
    assert context == 4096
    used = dataclasses.replace(STATISTICS, prompt_tokens=3700, context_used=3750, context=context)
    words = "word " * 1200
    pairs = [(Turn("user", f"Question {n} {words}"), Turn("assistant", words)) for n in range(2)]
    pairs[-1][1].statistics = used
    keep(loaded, "Long", 0, *(turn for pair in pairs for turn in pair))
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    assert "will be left out, from “Question 0" in gauge.words.text()
    asking = loaded.window.conversation._asking()
    loaded.models.chat.ask(f"Question 2 {words}", asking)
    sent = [message.content[:10] for message in loaded.engine.newest(Generate).messages]
    assert sent[0] != "Question 0"
    assert sent[-1] == "Question 2"
    assert "Question 0" in texts(loaded)[0]  # it is still there to read


def test_the_gauge_names_it_from_ninety_percent_on(desk: Desk) -> None:
    gauge = desk.window.chat_page.gauge
    gauge.show_used((29000, 32768), "Hello")
    assert gauge.words.text() == "29,000 of 32,768 tokens"
    gauge.show_used((29500, 32768), "Hello")
    assert gauge.words.text() == "29,500 of 32,768 tokens: “Hello” is left out first"


def test_the_gauge_warns_from_ninety_percent_on(desk: Desk) -> None:
    gauge = desk.window.chat_page.gauge
    gauge.show_used((8412, 32768))
    assert gauge.words.text() == "8,412 of 32,768 tokens"
    gauge.show_used((29500, 32768))
    assert gauge.words.text().startswith("29,500 of 32,768 tokens: the context is nearly full")
