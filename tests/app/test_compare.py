"""The compare page on an engine that the test plays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.live.cards_view import CardsView
from app.widgets.button import Button
from engine.protocol import (
    Bench,
    BlockStarted,
    Cancel,
    Compare,
    Failed,
    Generate,
    Load,
    ModelLost,
)
from tests.app.bench_rows import line
from tests.app.compare_script import EARLY, EVEN, WON, Script
from tests.app.conftest import Desk
from tests.app.fake_engine import FakeEngine
from tests.app.test_window import press_banner, sentences, type_question


@pytest.fixture
def pair(desk: Desk, tiny_model: str, qtbot: QtBot) -> Desk:
    """The compare page with the tiny model picked, two CPU ranks, None and Tensor on."""
    desk.models.hardware.add_cpu()
    desk.window.run.pick(tiny_model)
    desk.window.show_page("compare")
    qtbot.waitUntil(lambda: desk.models.choice.plan is not None)
    desk.window.compare_page.head.toggles["layer"].click()
    qtbot.waitUntil(desk.window.compare_page.head.button.isEnabled)
    return desk


@pytest.fixture
def script(pair: Desk, qtbot: QtBot) -> Script:
    """A comparison that has been asked for."""
    pair.window.compare_page.head.button.click()
    return Script(pair, qtbot)


def test_the_command_says_what_the_head_shows(script: Script) -> None:
    command, desk = script.command, script.desk
    assert command.modes == ("none", "tensor")
    assert command.loads == 2
    assert isinstance(command.work, Bench)
    assert (command.work.n_prompt, command.work.n_gen, command.work.n_depth) == (512, 128, 0)
    assert command.load.devices == ("cpu", "cpu")
    assert command.history == str(desk.models.paths.data / "bench.jsonl")
    assert desk.window.run_bar.isVisible()


def test_own_sizes_reach_the_engine(pair: Desk) -> None:
    head = pair.window.compare_page.head
    head.choose_kind("own")
    for field, value in zip(head.sizes, (64, 16, 32, 2), strict=True):
        field.setValue(value)
    head.loads.setValue(3)
    head.button.click()
    command = pair.engine.newest(Compare)
    assert command.work == Bench(0, 64, 16, 32, 2)
    assert command.loads == 3


def test_blocks_come_in_and_a_winner_is_named_only_by_the_verdict(script: Script, qtbot: QtBot) -> None:
    page, comparison = script.desk.window.compare_page, script.desk.models.comparison
    script.play([0, 1])
    script.tell(EARLY, last=False)
    script.begin(2)
    qtbot.waitUntil(lambda: page.head.words.text().startswith("block 3 of 4 · tensor"))
    assert page.head.button.text() == "Stop"
    assert page.verdict.title.text() == "Too early to say"
    assert page.verdict.use_button.isHidden()
    script.load(2)
    script.desk.window.show_page("compare")
    cards = page.findChild(CardsView)
    qtbot.waitUntil(lambda: cards.isVisible() and len(cards.lines) == 2)  # what the devices do meanwhile
    script.finish(2)
    script.play([3])
    script.tell(WON, last=True, half=0.9)
    qtbot.waitUntil(lambda: page.verdict.title.text() == "Tensor is 1.62x faster")
    assert comparison.state == "finished"
    assert page.verdict.generation.text() == "In generation: 1.57x to 1.67x the speed of none, 95% interval."
    assert page.verdict.answers.text() == "All modes gave the same 2 tokens."
    assert "A note." in page.verdict.notes.text()
    qtbot.waitUntil(lambda: page.head.words.text() == "Finished: 4\u00a0blocks measured.")
    assert not cards.isVisible()
    assert page.results.bars["tg"].bar_rect(1).width() == pytest.approx(
        page.results.bars["tg"].bar_rect(0).width() * 36.2 / 22.1
    )
    page.verdict.use_button.click()
    assert script.desk.models.choice.mode == "tensor"
    qtbot.waitUntil(lambda: not page.verdict.use_button.isEnabled())


def test_no_clear_difference_offers_no_winner(script: Script, qtbot: QtBot) -> None:
    page = script.desk.window.compare_page
    script.play([0, 1, 2, 3])
    script.tell(EVEN, last=True, half=2.0)
    qtbot.waitUntil(lambda: page.verdict.title.text() == "No clear difference")
    assert "0.97x to 1.07x" in page.verdict.generation.text()
    assert page.verdict.use_button.isHidden()


def test_the_run_bar_and_the_chat_follow_the_blocks(script: Script, qtbot: QtBot) -> None:
    desk = script.desk
    loading, bar, composer = desk.models.loading, desk.window.run_bar, desk.window.chat_page.composer
    script.begin(0)
    qtbot.waitUntil(lambda: bar.sentence.text() == "Comparing: none")
    assert loading.state == "loading"
    said = composer.button.text(), composer.field.placeholderText()
    script.load(0)
    qtbot.waitUntil(lambda: loading.state == "loaded")
    assert (composer.button.text(), composer.field.placeholderText()) == said  # in every block the same
    qtbot.waitUntil(lambda: bar.button.text() == "Stop")
    qtbot.keyClicks(composer.field, "Hello")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert not any(isinstance(command, Generate) for command in desk.engine.sent)
    assert "comparison is running" in composer.button.toolTip()
    script.finish(0)
    script.play([1, 2])
    script.begin(3)
    qtbot.waitUntil(lambda: loading.state == "loading")
    script.load(3)
    script.finish(3)
    script.tell(WON, last=True)
    qtbot.waitUntil(lambda: loading.comparison is None)
    assert loading.state == "loaded"
    assert loading.plan is not None
    assert loading.plan.mode == "none"
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert isinstance(desk.engine.sent[-1], Generate)


@pytest.mark.parametrize("where", ["page", "run bar"])
def test_stop_cancels_and_keeps_the_finished_blocks(script: Script, qtbot: QtBot, where: str) -> None:
    desk, page = script.desk, script.desk.window.compare_page
    script.play([0])
    script.tell(EARLY, last=False)
    script.begin(1)
    qtbot.waitUntil(lambda: desk.window.run_bar.button.text() == "Stop")
    (page.head.button if where == "page" else desk.window.run_bar.button).click()
    assert desk.engine.sent[-1] == Cancel(script.command.request)
    script.tell(EARLY, last=True, cancelled=True)
    qtbot.waitUntil(lambda: page.head.words.text() == "Stopped after 1 of 4\u00a0blocks. What was measured stays.")
    assert desk.models.loading.state == "none"  # it was in the middle of a load
    assert page.results.bars["tg"].bar_rect(0).width() > 0
    assert sentences(desk) == []
    qtbot.waitUntil(lambda: page.head.button.text() == "Run" and page.head.button.isEnabled())


def test_a_run_that_is_stopped_before_its_first_block_measured_nothing(script: Script, qtbot: QtBot) -> None:
    page = script.desk.window.compare_page
    script.begin(0)
    page.head.button.click()
    script.say(Failed(script.command.request, "compare", "Cancelled.", "", cancelled=True))
    qtbot.waitUntil(lambda: page.head.words.text() == "It ended before anything was measured.")


def test_a_run_that_is_stopped_before_its_first_block_leaves_the_earlier_figures(script: Script, qtbot: QtBot) -> None:
    comparison, page = script.desk.models.comparison, script.desk.window.compare_page
    script.play([0, 1, 2, 3])
    script.tell(WON, last=True)
    qtbot.waitUntil(lambda: comparison.state == "finished")
    qtbot.waitUntil(page.head.button.isEnabled)
    page.head.button.click()
    assert comparison.blocks == []
    script.begin(0)
    page.head.button.click()
    script.tell(EARLY, last=True, cancelled=True)
    qtbot.waitUntil(lambda: not comparison.running)
    qtbot.waitUntil(lambda: page.head.words.text() == "Finished: 4\u00a0blocks measured.")
    assert page.verdict.title.text() == WON.sentence
    assert "1.57x to 1.67x" in page.verdict.generation.text()


def test_a_failure_is_told_once_and_keeps_the_finished_blocks(script: Script, qtbot: QtBot) -> None:
    desk = script.desk
    script.play([0])
    script.tell(EARLY, last=False)
    script.begin(1)
    script.say(Failed(script.command.request, "compare", "CPU rank 1 stopped.", "Traceback"))
    script.say(ModelLost("CPU rank 1 stopped.", "Traceback"))
    qtbot.waitUntil(lambda: desk.models.comparison.state == "failed")
    qtbot.waitUntil(lambda: sentences(desk) == ["CPU rank 1 stopped."])
    assert len(desk.models.comparison.blocks) == 1
    qtbot.waitUntil(desk.window.compare_page.verdict.isVisible)
    press_banner(desk, "Reload")
    assert isinstance(desk.engine.sent[-1], Load)


def test_a_refusal_offers_another_run(script: Script, qtbot: QtBot) -> None:
    desk = script.desk
    script.say(Failed(script.command.request, "compare", "There is too little memory."))
    qtbot.waitUntil(lambda: sentences(desk) == ["There is too little memory."])
    first = script.command.request
    qtbot.waitUntil(lambda: desk.models.loading.state == "none")
    press_banner(desk, "Run again")
    assert desk.engine.newest(Compare).request != first
    assert sentences(desk) == []


def test_a_dead_engine_ends_it_with_a_banner(script: Script, qtbot: QtBot) -> None:
    desk = script.desk
    script.play([0])
    script.tell(EARLY, last=False)
    qtbot.waitUntil(lambda: desk.models.comparison.known is not None)
    desk.engine.die("The engine stopped unexpectedly.")
    qtbot.waitUntil(lambda: sentences(desk) == ["The engine stopped unexpectedly."])
    assert desk.models.comparison.state == "failed"
    page = desk.window.compare_page
    qtbot.waitUntil(lambda: page.head.words.text().startswith("Ended after 1 of 4"))
    assert not page.results.isHidden()
    page.head.button.click()  # a new life
    assert isinstance(FakeEngine.last().sent[-1], Compare)


def test_a_mode_that_cannot_be_loaded_leaves_the_strip(script: Script, qtbot: QtBot) -> None:
    script.play([0])
    script.say(BlockStarted(script.command.request, 1, ("none", "none")))
    script.finish(0)
    script.tell(EARLY, last=True)
    qtbot.waitUntil(lambda: script.desk.models.comparison.state == "finished")
    assert script.desk.models.comparison.order == ("none", "none")


def test_one_prompt_shows_the_replies_side_by_side(pair: Desk, qtbot: QtBot) -> None:
    page = pair.window.compare_page
    page.head.choose_kind("prompt")
    qtbot.waitUntil(lambda: page.empty._sentence.text() == "Write a prompt first.")
    assert not page.head.button.isEnabled()
    qtbot.keyClicks(page.head.prompt.text, "Say it")
    page.head.longest.setValue(40)
    qtbot.waitUntil(page.head.button.isEnabled)
    page.head.button.click()
    script = Script(pair, qtbot)
    work = script.command.work
    assert isinstance(work, Generate)
    assert (work.messages[0].content, work.max_tokens) == ("Say it", 40)
    script.play([0, 1, 2, 3], {"none": "A red 🍎 apple", "tensor": "A red 🍎 pear"})
    script.tell(EVEN, last=True)
    qtbot.waitUntil(lambda: [text.toPlainText() for text in page.replies.texts] == ["A red 🍎 apple", "A red 🍎 pear"])
    marked = []
    for text in page.replies.texts:
        (selection,) = text.extraSelections()  # kept while its cursor is looked at
        marked.append(selection.cursor.selectedText())  # type: ignore[attr-defined]
    assert marked == ["apple", "pear"]


def test_the_report_and_the_table_are_markdown(script: Script, qtbot: QtBot) -> None:
    page = script.desk.window.compare_page
    script.play([0, 1, 2, 3])
    script.tell(WON, last=True, half=0.9)
    qtbot.waitUntil(page.verdict.use_button.isVisible)
    page.verdict.copy_button.click()
    report = QGuiApplication.clipboard().text()
    assert report.startswith("## Split modes of Tiny F32\n")
    assert "| tensor | 36.2 | 35.3 to 37.1 | 1,548 | 1,547 to 1,549 | 1 |" in report
    assert "Tensor is 1.62x faster (1.57x to 1.67x the speed of none, 95% interval)" in report
    assert "prompt 512, generation 128" in report.lower()
    page.results.as_table.click()
    assert page.results.bars["tg"].isHidden()
    item = page.results.table.item(1, 1)
    assert item is not None
    assert item.text() == "36.2"
    page.results.copy.click()
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith("| Mode | Generation, tok/s |")
    page.results.as_table.click()
    assert not page.results.bars["tg"].isHidden()


def test_nothing_can_be_run_without_a_model_a_second_device_or_a_second_mode(
    desk: Desk, qtbot: QtBot, tiny_model: str
) -> None:
    page = desk.window.compare_page
    desk.window.show_page("compare")
    assert page.empty.button.text() == "Open a file"
    assert not page.head.button.isEnabled()
    desk.window.run.pick(tiny_model)
    qtbot.waitUntil(lambda: page.empty.button.text() == "Open Hardware")
    page.empty.button.click()
    assert desk.window.hardware_page.isVisible()
    desk.models.hardware.add_cpu()
    desk.window.show_page("compare")
    qtbot.waitUntil(lambda: page.empty.button.text() == "Run Quick")
    for mode in ("none", "layer"):
        page.head.toggles[mode].click()  # type: ignore[index]
    qtbot.waitUntil(lambda: not page.head.button.isEnabled())
    assert not any(isinstance(command, Compare) for command in desk.engine.sent)


def test_a_reply_under_way_and_a_short_context_hold_it_off(loaded: Desk, qtbot: QtBot) -> None:
    head = loaded.window.compare_page.head
    type_question(loaded, qtbot, "Hello")
    loaded.window.show_page("compare")
    qtbot.waitUntil(lambda: "reply is being written" in loaded.window.compare_page.empty._sentence.text())
    assert not head.button.isEnabled()
    loaded.engine.say_finished()
    qtbot.waitUntil(head.button.isEnabled)
    head.choose_kind("own")
    head.sizes[2].setValue(1 << 20)
    qtbot.waitUntil(lambda: not head.button.isEnabled())
    assert "the context holds 4,096" in loaded.window.compare_page.empty._sentence.text()


def test_earlier_results_are_listed_predict_the_time_and_stand_in_the_selector(pair: Desk, qtbot: QtBot) -> None:
    model, page = pair.models.library.path, pair.window.compare_page
    lines = [line("none", n_prompt=512, ts=(512.0,), model=model), line("none", n_gen=128, ts=(12.8,), model=model),
             line("tensor", n_gen=128, ts=(36.2,), model=model)]  # fmt: skip
    pair.models.paths.bench.write_text("\n".join(lines))
    pair.models.history.reload()
    qtbot.waitUntil(lambda: page.past.isVisible())
    assert [run.isHidden() for run in page.past.lines][:4] == [False, False, False, True]
    assert page.past.lines[2].text().replace("\u00a0", " ").endswith("· tensor · tg128 36.2 ± 0.0 · 2 ranks")
    # 4 x 1 s and 4 x 10 s a block, four blocks
    assert page.empty.button.text() == "Run Quick, about 3\u00a0min"
    segments = {segment.key: segment for segment in pair.window.run_bar.segments._segments}
    assert segments["tensor"].second == "36.2\u00a0tok/s"
    assert segments["tensor"].note.startswith("measured 12 Nov")


def test_only_its_own_events_count_and_none_after_the_end(script: Script, qtbot: QtBot) -> None:
    comparison = script.desk.models.comparison
    script.play([0])
    script.say(replace(comparison.blocks[0], request=script.command.request + 50))
    script.tell(EARLY, last=True, cancelled=True)
    qtbot.waitUntil(lambda: comparison.state == "stopped")
    script.finish(1)
    qtbot.wait(20)
    assert len(comparison.blocks) == 1


def test_every_control_of_the_page_has_a_name(script: Script, qtbot: QtBot) -> None:
    script.play([0])
    script.tell(EARLY, last=True)
    qtbot.waitUntil(lambda: script.desk.models.comparison.state == "finished")
    page = script.desk.window.compare_page
    for kind in ("own", "prompt"):
        page.head.choose_kind(kind)  # type: ignore[arg-type]
        qtbot.wait(150)
        for widget in page.findChildren(Button):
            assert widget.isHidden() or widget.accessibleName()
        for field in (*page.head.sizes, page.head.loads, page.head.longest, page.head.prompt.text, page.head.kind):
            assert field.accessibleName()
            if field.isVisible():
                assert min(field.width(), field.height()) >= 28
