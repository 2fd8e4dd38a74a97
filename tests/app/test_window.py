"""The window as a user meets it, on an engine that the test plays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractSpinBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.chat.store import Store
from app.chat.turn import INTERRUPTED
from app.shell.start import fit_screen
from app.widgets.button import Button
from app.widgets.switch import Switch
from engine.protocol import (
    Cancel,
    Failed,
    Fetched,
    FetchProgress,
    FetchStarter,
    Generate,
    Load,
    ModelLost,
    PromptProgress,
    Unload,
    Unloaded,
)
from tests.app.conftest import Desk
from tests.app.fake_engine import CARD, CPU, FakeEngine
from tests.random_model import random_model


def sentences(desk: Desk) -> list[str]:
    return [notice.sentence for notice in desk.window.banners.notices()]


def press_banner(desk: Desk, words: str) -> None:
    buttons = [button for banner in desk.window.banners._shown for button in banner.findChildren(Button)]
    next(button for button in buttons if button.text() == words).click()


def type_question(desk: Desk, qtbot: QtBot, words: str) -> None:
    field = desk.window.chat_page.composer.field
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_first_sight_offers_a_model(desk: Desk) -> None:
    assert desk.window.windowTitle() == "Tandem"
    state = desk.window.welcome.state()
    assert state.title == "Pick a model to start"
    assert state.button == "Try SmolLM2-135M (93\u00a0MB)"
    assert not desk.window.run_bar.button.isEnabled()


def test_the_starter_is_fetched_shown_and_loaded(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    qtbot.waitUntil(desk.window.chat_page.empty.button.isVisible)
    desk.window.chat_page.empty.button.click()
    request = desk.engine.newest(FetchStarter).request
    desk.engine.say(FetchProgress(request, 20_000_000, 93_000_000))
    qtbot.waitUntil(lambda: desk.window.welcome.state().title == "Fetching SmolLM2-135M")
    assert desk.window.welcome.state().button == "Cancel"
    desk.engine.say(Fetched(request, tiny_model))
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")
    assert desk.engine.newest(Load).model == tiny_model
    assert desk.window.windowTitle() == "Tandem - Tiny"
    assert desk.models.library.starter_path == tiny_model


def test_a_cancelled_download_is_no_error(desk: Desk, qtbot: QtBot) -> None:
    desk.window.run.try_starter()
    request = desk.engine.newest(FetchStarter).request
    desk.window.welcome.state().press()  # type: ignore[misc]  # a fetch always has its Cancel
    assert desk.engine.newest(Cancel).request == request
    desk.engine.say(Failed(request, "fetch", "Cancelled.", cancelled=True))
    qtbot.waitUntil(lambda: desk.models.library.fetch is None)
    assert sentences(desk) == []


def test_a_file_that_is_no_model_says_so(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "poem.gguf").write_text("Roses are red")
    desk.window.run.pick(str(tmp_path / "poem.gguf"))
    qtbot.waitUntil(lambda: len(sentences(desk)) == 1)
    assert "poem.gguf" in sentences(desk)[0]
    assert desk.window.windowTitle() == "Tandem"


def test_devices_that_cannot_be_listed_are_asked_for_again(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.say(Failed(None, "devices", "The NVIDIA driver does not answer."))
    qtbot.waitUntil(lambda: sentences(desk) == ["The NVIDIA driver does not answer."])
    asked = len(desk.engine.sent)
    press_banner(desk, "Look again")
    assert [type(command).__name__ for command in desk.engine.sent[asked:]] == ["ListDevices"]


def drop(desk: Desk, *paths: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, button, none))


def test_a_dropped_file_is_picked_but_not_loaded(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    field = desk.window.chat_page.composer.field
    assert field.placeholderText() == "Pick a model and load it to go on."
    drop(desk, tiny_model)
    qtbot.waitUntil(lambda: desk.window.run_bar.button.isEnabled())
    assert not any(isinstance(command, Load) for command in desk.engine.sent)
    assert field.placeholderText() == f"Load {desk.models.library.name} to go on."
    assert sentences(desk) == []


def test_of_several_dropped_models_the_first_is_picked_and_that_is_said(
    desk: Desk, qtbot: QtBot, tiny_model: str, tmp_path: Path
) -> None:
    parts = [tmp_path / f"set-0000{part}-of-00002.gguf" for part in (1, 2)]
    for part in parts:
        part.write_bytes(b"GGUF")
    drop(desk, tiny_model, *map(str, parts))
    assert desk.models.library.path == tiny_model
    assert sentences(desk) == [
        f"2 models were dropped, and only {Path(tiny_model).name} is picked. Drop their folder to list all of them."
    ]
    qtbot.waitUntil(lambda: desk.window.run_bar.button.isEnabled())
    assert len(sentences(desk)) == 1
    drop(desk, tiny_model)
    assert sentences(desk) == []


def test_a_file_that_was_replaced_is_read_anew_before_it_is_loaded(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = random_model(tmp_path / "m.gguf", "llama", heads=6, kv_heads=3, context=512)
    desk.window.run.pick(str(path))
    qtbot.waitUntil(lambda: desk.window.run_bar.button.isEnabled())
    os.replace(random_model(tmp_path / "n.gguf", "llama", heads=6, kv_heads=3, context=256), path)
    desk.window.run_bar.button.click()
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")
    assert desk.models.library.facts is not None
    assert desk.models.library.facts.context == 256
    assert desk.engine.newest(Load).model == str(path)


def test_the_split_is_loaded_as_chosen(loaded: Desk, qtbot: QtBot, tiny_model: str) -> None:
    command = loaded.engine.newest(Load)
    assert (command.model, command.mode, command.devices) == (tiny_model, "tensor", ("cpu",) * 3)
    bar = loaded.window.run_bar
    qtbot.waitUntil(lambda: bar.button.text() == "Unload")
    qtbot.keyClick(bar.segments, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: bar.button.text() == "Reload in layer")
    qtbot.keyClick(bar.segments, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bar.button.text() == "Unload")
    bar.button.click()
    assert isinstance(loaded.engine.sent[-1], Unload)
    loaded.engine.say(Unloaded())
    qtbot.waitUntil(lambda: bar.button.text() == "Load")


def test_a_load_can_be_cancelled(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    desk.window.run.open_and_load(tiny_model)
    qtbot.waitUntil(lambda: desk.window.run_bar.button.text() == "Cancel")
    desk.window.run_bar.button.click()
    request = desk.engine.newest(Load).request
    assert desk.engine.newest(Cancel).request == request
    desk.engine.say(Failed(request, "load", "Cancelled.", cancelled=True))
    qtbot.waitUntil(lambda: desk.window.run_bar.button.text() == "Load")
    assert sentences(desk) == []


def test_a_failed_load_gives_its_sentence_and_another_try(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    desk.window.run.open_and_load(tiny_model)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")
    first = desk.engine.newest(Load)
    desk.engine.say(Failed(first.request, "load", "CPU rank 0 ran out of memory.", "Traceback"))
    qtbot.waitUntil(lambda: sentences(desk) == ["CPU rank 0 ran out of memory."])
    press_banner(desk, "Try again")
    second = desk.engine.newest(Load)
    assert second.request != first.request
    assert (second.model, second.mode) == (first.model, first.mode)
    assert sentences(desk) == []


def test_a_model_that_is_not_supported_cannot_be_loaded(
    loaded: Desk, qtbot: QtBot, tiny_model: str, tmp_path: Path
) -> None:
    """It would cost the model that is loaded, only to be refused."""
    odd = tmp_path / "Odd-F32.gguf"
    odd.write_bytes(Path(tiny_model).read_bytes().replace(b"llama", b"lemur"))
    loaded.window.run.open_and_load(str(odd))
    bar = loaded.window.run_bar
    qtbot.waitUntil(lambda: bar.sentence.text() == "Not supported: architecture lemur")
    assert not bar.button.isEnabled()
    assert loaded.engine.newest(Load).model == tiny_model


def test_an_unreadable_file_leaves_the_picked_one(loaded: Desk, qtbot: QtBot, tiny_model: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_text("not a model")
    loaded.window.run.pick(str(broken))
    qtbot.waitUntil(lambda: bool(sentences(loaded)))
    assert "broken.gguf is not a GGUF file" in sentences(loaded)[0]
    assert loaded.models.library.path == tiny_model
    qtbot.waitUntil(lambda: loaded.window.run_bar.sentence.text().startswith("Loaded on"))
    assert loaded.window.run_bar.button.text() == "Unload"


def test_a_question_is_typed_sent_answered_and_saved(loaded: Desk, qtbot: QtBot) -> None:
    page, chat = loaded.window.chat_page, loaded.models.chat
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Return)
    assert not chat.turns
    qtbot.keyClicks(page.composer.field, "Two")
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_question(loaded, qtbot, "lines")
    assert chat.turns[0].text == "Two\nlines"
    assert page.composer.button.text() == "Stop"
    loaded.engine.say(PromptProgress(loaded.engine.newest(Generate).request, 3, 9, 0))
    loaded.engine.say_text("A ", "reply.")
    loaded.engine.say_finished()
    qtbot.waitUntil(lambda: not chat.busy)
    assert page.composer.button.text() == "Send"
    assert page.gauge.words.text() == "28 of 4,096 tokens"
    kept = Store(loaded.models.paths.chats).read(chat.conversation.id)
    assert kept is not None
    assert [turn.text for turn in kept.tree.path()] == ["Two\nlines", "A reply."]
    segments = {segment.key: segment.second for segment in loaded.window.run_bar.segments._segments}
    assert segments["tensor"] == "36.2\u00a0tok/s"
    assert segments["layer"] == "3\u00a0ranks"


def test_sampling_and_system_prompt_reach_the_engine(loaded: Desk, qtbot: QtBot) -> None:
    card = loaded.window.sampling_card
    card.fields["temperature"].setValue(0)
    card.fields["seed"].setValue(7)
    card.fields["max_tokens"].setValue(64)
    loaded.window.prompt_card.text.setPlainText("Be brief")
    type_question(loaded, qtbot, "Hello")
    asked = loaded.engine.newest(Generate)
    assert (asked.sampling.temperature, asked.sampling.seed, asked.max_tokens) == (0, 7, 64)
    assert asked.messages[0].content == "Be brief"


def test_which_model_answers_is_said_where_another_one_is_picked(loaded: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window, path = loaded.window, loaded.models.library.path
    name = loaded.models.library.name
    other = tmp_path / "Other.gguf"
    other.write_bytes(Path(path).read_bytes())
    window.run.pick(str(other))
    qtbot.waitUntil(lambda: loaded.models.library.name == "Other" and loaded.models.library.facts is not None)
    field = window.chat_page.composer.field
    assert field.placeholderText() == f"{name} answers until another model is loaded. Enter sends."
    assert window.welcome.state().title == f"Ask {name} something"
    window.run.pick(path)
    qtbot.waitUntil(lambda: field.placeholderText().startswith("Ask anything."))


def test_a_lost_model_keeps_the_chat_and_offers_reload(loaded: Desk, qtbot: QtBot) -> None:
    type_question(loaded, qtbot, "Hello")
    loaded.engine.say_text("Half a ")
    request = loaded.engine.newest(Generate).request
    loaded.engine.say(Failed(request, "generate", "CPU rank 1 was killed."))
    loaded.engine.say(ModelLost("CPU rank 1 was killed, so no model is loaded.", "signal 9"))
    qtbot.waitUntil(lambda: loaded.models.loading.state == "none")
    assert sentences(loaded) == ["CPU rank 1 was killed, so no model is loaded."]
    turn = loaded.models.chat.turns[-1]
    assert (turn.text, turn.stop) == ("Half a ", INTERRUPTED)
    assert not loaded.window.chat_page.composer.button.isEnabled()
    press_banner(loaded, "Reload")
    assert loaded.engine.newest(Load).mode == "tensor"
    loaded.engine.finish_load(loaded.models)
    qtbot.waitUntil(lambda: loaded.models.loading.state == "loaded")
    assert loaded.models.chat.turns[-1].text == "Half a "


def test_a_dead_engine_is_replaced_on_reload(loaded: Desk, qtbot: QtBot) -> None:
    type_question(loaded, qtbot, "Hello")
    loaded.engine.say_text("Half a ")
    loaded.engine.die("The engine stopped unexpectedly.")
    qtbot.waitUntil(lambda: sentences(loaded) == ["The engine stopped unexpectedly."])
    assert loaded.models.chat.turns[-1].text == "Half a "
    lives = len(FakeEngine.lives)
    press_banner(loaded, "Reload")
    assert len(FakeEngine.lives) == lives + 1
    assert FakeEngine.last().newest(Load).devices == ("cpu",) * 3
    loaded.engine.say_text("a ghost of the old life")
    FakeEngine.last().say_ready()
    FakeEngine.last().finish_load(loaded.models)
    qtbot.waitUntil(lambda: loaded.models.loading.state == "loaded")
    assert loaded.models.chat.turns[-1].text == "Half a "


def test_the_plan_card_shows_ranges_and_takes_shares_and_context(loaded: Desk, qtbot: QtBot) -> None:
    window, choice = loaded.window, loaded.models.choice
    window.show_plan()
    card = window.plan_card
    assert card.isVisible()
    assert len(card.rows) == 3
    assert "query heads 0 to 1" in card.rows[0].ranges.text().replace("\u00a0", " ")
    card.rows[0].share.setValue(68)
    assert choice.shares == (680, 160, 160)
    assert choice.plan is not None
    assert len(choice.plan.stages[0].range("query heads", 6, 0)) > 2
    qtbot.waitUntil(lambda: window.run_bar.button.text() == "Reload in tensor")
    card.fields.context.setValue(2048)
    assert choice.plan.context == 2048
    qtbot.waitUntil(card.button.isVisible)
    card.button.click()
    command = loaded.engine.newest(Load)
    assert (command.shares, command.context) == ((680, 160, 160), 2048)
    qtbot.waitUntil(lambda: card.button.text() == "Cancel")  # its rows show how far each rank is
    loaded.engine.finish_load(loaded.models)
    qtbot.waitUntil(lambda: not card.isVisible())


def test_the_hardware_page_changes_what_is_loaded(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.say_devices(CARD, CPU)
    qtbot.waitUntil(lambda: "cuda:0" in desk.models.hardware.known)
    desk.window.show_page("hardware")
    page = desk.window.hardware_page
    page.add_cpu.click()
    assert desk.models.hardware.ranks == ["cuda:0", "cpu"]
    qtbot.waitUntil(lambda: len(page.findChildren(Switch)) == 1)
    page.findChildren(Switch)[0].click()
    assert desk.models.hardware.ranks == ["cpu"]
    page.add_cpu.click()
    page.findChildren(Switch)[0].click()
    assert desk.models.hardware.ranks == ["cpu", "cpu", "cuda:0"]
    qtbot.waitUntil(lambda: page.summary.text().startswith("1\u00a0card and 2\u00a0CPU ranks do the work"))


@pytest.mark.parametrize(("width", "panel"), [(1280, True), (1000, False)])
def test_a_narrow_window_trades_the_panel_for_a_strip(
    desk: Desk, qtbot: QtBot, width: int, panel: bool
) -> None:
    desk.window.resize(width, 700)
    qtbot.waitUntil(lambda: desk.window.live_panel.isVisible() == panel)
    assert desk.window.live_strip.isVisible() != panel


def test_a_first_window_is_no_larger_than_its_screen(desk: Desk) -> None:
    room = desk.window.screen().availableSize()
    desk.window.resize(room.width() + 600, room.height() + 200)
    fit_screen(desk.window)
    assert desk.window.height() < room.height()  # the title takes some
    assert desk.window.width() == max(room.width(), desk.window.minimumWidth())


def test_every_control_has_a_name_and_a_size_one_can_hit(loaded: Desk, qtbot: QtBot) -> None:
    window = loaded.window
    small, nameless = [], []
    for page in ("chat", "hardware"):
        window.show_page(page)
        window.show_plan()
        window.sampling_card.open_under(window.chat_page.composer.sampling)
        qtbot.wait(50)
        for widget in window.findChildren(QWidget):
            operable = isinstance(widget, QPushButton) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            inner = isinstance(widget.parent(), QAbstractSpinBox)
            if not operable or inner or not widget.isVisible():
                continue
            if min(widget.width(), widget.height()) < 28 and widget is not window.chat_page.composer.field:
                small.append((type(widget).__name__, widget.accessibleName(), widget.size()))
            if not widget.accessibleName():
                nameless.append((type(widget).__name__, type(widget.parent()).__name__))
        window.plan_card.close_card()
        window.sampling_card.close_card()
    assert small == []
    assert nameless == []


def test_both_themes_paint_everything(loaded: Desk, qtbot: QtBot) -> None:
    seen = []
    for choice in ("light", "dark"):
        loaded.theme.choose(choice)
        qtbot.wait(30)
        picture = loaded.window.grab().toImage()
        seen.append(picture.pixelColor(picture.width() - 40, picture.height() - 40).name())
    loaded.theme.choose("light")
    assert seen == ["#f4f5f7", "#121519"]


def test_closing_saves_and_ends_the_engine(loaded: Desk, qtbot: QtBot) -> None:
    loaded.window.close()
    assert FakeEngine.last().closed
    assert '"mode": "tensor"' in loaded.models.paths.settings.read_text()
