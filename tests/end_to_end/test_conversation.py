"""From a file to an answer, in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.chat.words import statistics_line
from tests.end_to_end.conftest import Desk

QUESTION = "What is the capital of Germany?"


@pytest.mark.parametrize("ranks", [2, 3, 4])
def test_a_typed_question_is_answered_in_tensor_mode(desk: Desk, starter_model: Path, ranks: int) -> None:
    desk.load(starter_model, "tensor", ranks)
    assert len(desk.workers()) == ranks
    assert desk.window.windowTitle() == "Tandem - SmolLM2-135M-Instruct"
    desk.until(lambda: desk.window.run_bar.sentence.text() == f"Loaded on {ranks}\u00a0CPU ranks", 2000)
    pieces: list[int] = []
    desk.models.chat.grew.connect(pieces.append)
    desk.ask(QUESTION)
    desk.until(lambda: not desk.models.chat.busy)
    turn = desk.models.chat.turns[-1]
    assert "Berlin" in turn.text
    assert len(pieces) > 3  # it came as a stream
    assert turn.statistics is not None
    assert turn.statistics.context == 8192
    assert statistics_line(turn).count("tok/s") == 2
    assert len(desk.window.live_panel.cards.lines) == ranks
    assert any(desk.models.live.ring)


def test_the_second_turn_reuses_the_first_and_stop_stops(desk: Desk, starter_model: Path) -> None:
    desk.load(starter_model, "layer", 2)
    desk.ask(QUESTION)
    desk.until(lambda: not desk.models.chat.busy)
    desk.defaults.max_tokens = 0
    desk.ask("Write a very long story about it.")
    desk.until(lambda: desk.models.chat.turns[-1].text.count(" ") > 3)
    desk.qtbot.mouseClick(desk.window.chat_page.composer.button, Qt.MouseButton.LeftButton)
    desk.until(lambda: not desk.models.chat.busy, 5000)
    turn = desk.models.chat.turns[-1]
    assert turn.stop == "cancelled"
    assert turn.statistics is not None
    assert turn.statistics.cached_tokens > 20
    assert desk.window.chat_page.composer.button.text() == "Send"


def test_another_mode_is_a_reload_away_and_the_chat_stays(desk: Desk, starter_model: Path) -> None:
    desk.load(starter_model, "none", 1)
    desk.ask(QUESTION)
    desk.until(lambda: not desk.models.chat.busy)
    first = desk.models.chat.turns[-1].text
    desk.models.hardware.add_cpu()
    desk.qtbot.keyClick(desk.window.run_bar.segments, Qt.Key.Key_Right)
    desk.qtbot.keyClick(desk.window.run_bar.segments, Qt.Key.Key_Right)
    desk.until(lambda: desk.window.run_bar.button.text() == "Reload in tensor")
    desk.window.run_bar.button.click()
    desk.until_loaded()
    assert desk.models.loading.plan is not None
    assert desk.models.loading.plan.mode == "tensor"
    assert desk.models.chat.turns[-1].text == first
    desk.ask("What is the capital of Japan?")
    desk.until(lambda: not desk.models.chat.busy)
    assert "Tokyo" in desk.models.chat.turns[-1].text
    desk.window.chat_page.transcript.regenerate.emit(1)
    desk.until(lambda: not desk.models.chat.busy)
    assert desk.models.chat.siblings(1) == (1, 2)
    assert "Berlin" in desk.models.chat.turns[1].text
    assert desk.models.chat.turns[1].mode == "tensor"
    desk.models.chat.show_sibling(1, -1)
    assert desk.models.chat.turns[1].text == first
    assert "Tokyo" in desk.models.chat.turns[-1].text


def test_queued_prompts_are_answered_in_turn_and_a_cut_reply_goes_on(desk: Desk, starter_model: Path) -> None:
    desk.load(starter_model, "none", 1)
    chat = desk.models.chat
    desk.ask(QUESTION)
    assert chat.busy
    desk.ask("What is the capital of Japan?")
    assert len(desk.window.chat_page.queue_bar.chips) == 1
    desk.until(lambda: len(chat.turns) == 4 and not chat.busy)
    assert "Berlin" in chat.turns[1].text
    assert "Tokyo" in chat.turns[3].text
    assert not desk.window.chat_page.queue_bar.isVisible()
    desk.defaults.max_tokens = 6
    desk.ask("Write a very long story about it.")
    desk.until(lambda: not chat.busy)
    begun = chat.turns[-1].text
    assert chat.turns[-1].stop == "length"
    desk.window.chat_page.transcript.resume.emit()
    desk.until(lambda: not chat.busy)
    turn = chat.turns[-1]
    assert turn.text.startswith(begun)
    assert len(turn.text) > len(begun)
    assert turn.statistics is not None
    assert turn.statistics.generated_tokens == 12
    assert turn.statistics.cached_tokens > 20
