"""Sampling and system prompt beside the chat: every sampler is reached, checked, and kept per model."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from app.chat import sampling_table as table
from app.settings.model import ModelDefaults, SettingsFile
from engine.protocol import Generate, Sampling
from tests.app.conftest import Desk

TEXT_FIELDS = {"logit_bias", "dry_sequence_breakers"}


def test_every_sampler_of_the_engine_has_a_field_whose_range_holds_its_default() -> None:
    rows = {number.key: number for number in (*table.EVERYDAY, *table.MORE)}
    names = {field.name for field in dataclasses.fields(Sampling)}
    assert rows.keys() | TEXT_FIELDS == names | {"max_tokens"}
    for key, number in rows.items():
        assert number.least <= table.read(ModelDefaults(), key) <= number.most, key


def test_every_field_reaches_the_engine(loaded: Desk, qtbot: QtBot) -> None:
    card = loaded.window.sampling_card
    wanted = {}
    for key, field in card.fields.items():
        field.setValue(field.value() + field.singleStep())
        wanted[key] = round(field.value(), 4)
    card.bias.text.setPlainText("12 = -2.5\n13 = -inf")
    card.breakers.text.setPlainText("\\n\n.")
    loaded.window.chat_page.composer.sent.emit("Hello")
    asked = loaded.engine.newest(Generate)
    limit = wanted.pop("max_tokens")
    assert {key: getattr(asked.sampling, key) for key in wanted} == wanted
    assert asked.max_tokens == limit
    assert asked.sampling.logit_bias == ((12, -2.5), (13, -math.inf))
    assert asked.sampling.dry_sequence_breakers == ("\n", ".")


def test_presets_keep_the_seed_and_name_the_composers_button(desk: Desk) -> None:
    card, button = desk.window.sampling_card, desk.window.chat_page.composer.sampling
    assert button.text() == "Sampling: Balanced"
    card.fields["seed"].setValue(7)
    assert button.text() == "Sampling: Balanced"
    card.presets._choose("Precise")
    assert button.text() == "Sampling: Precise"
    kept = desk.models.settings.of("").sampling
    assert kept == dataclasses.replace(table.PRESETS["Precise"], seed=7)
    card.fields["seed"].setValue(table.NEW_SEED)
    assert desk.models.settings.of("").sampling.seed is None
    card.fields["top_k"].setValue(3)
    assert button.text() == "Sampling: Custom"
    card.reset_button.click()
    assert desk.models.settings.of("").sampling == Sampling()
    assert button.text() == "Sampling: Balanced"


def test_settings_belong_to_a_model(loaded: Desk) -> None:
    window, settings = loaded.window, loaded.models.settings
    window.sampling_card.fields["temperature"].setValue(0.25)
    window.prompt_card.text.setPlainText("Be brief")
    assert window.chat_page.composer.prompt.text() == "System prompt: on"
    loaded.models.library.path = "/elsewhere/other.gguf"
    loaded.models.library.picked.emit()
    assert window.sampling_card.fields["temperature"].value() == pytest.approx(0.8)
    assert window.prompt_card.text.toPlainText() == ""
    assert window.chat_page.composer.prompt.text() == "System prompt"
    assert settings.of("/elsewhere/other.gguf").sampling == Sampling()


def test_the_rest_of_the_samplers_unfolds_and_the_plan_is_a_link_away(loaded: Desk, qtbot: QtBot) -> None:
    card = loaded.window.sampling_card
    card.open_under(loaded.window.chat_page.composer.sampling)
    assert not card.fields["dry_multiplier"].isVisible()
    card.more_button.click()
    assert card.fields["dry_multiplier"].isVisible()
    assert card.card.height() < loaded.window.height()
    for field in (*card.fields.values(), card.bias.text, card.breakers.text, card.presets):
        assert field.accessibleName()
        assert field.height() >= 28
    assert card.load_words.text() == "Context 4,096 tokens, 1\u00a0thread per rank"
    card.plan_link.click()
    assert not card.isVisible()
    assert loaded.window.plan_card.isVisible()


@pytest.mark.parametrize(
    ("text", "line"),
    [("x = 1", 1), ("1 = 2\n3", 2), ("-1 = 2", 1), ("1 = nan", 1), ("1 = inf", 1), ("1 = 1\n\n1 = 2", 3)],
)
def test_a_wrong_bias_is_told_by_its_line_and_changes_nothing(desk: Desk, text: str, line: int) -> None:
    field = desk.window.sampling_card.bias
    field.text.setPlainText("5 = 1")
    field.text.setPlainText(text)
    assert field.trouble.text().startswith(f"Line {line}: ")
    assert not field.trouble.isHidden()
    assert desk.models.settings.of("").sampling.logit_bias == ((5, 1.0),)
    field.text.setPlainText("")
    assert field.trouble.isHidden()
    assert desk.models.settings.of("").sampling.logit_bias == ()


@given(st.dictionaries(st.integers(0, 300_000), st.integers(-1000, 1000).map(lambda n: n / 8), max_size=5))
def test_what_is_written_for_a_bias_is_read_back(bias: dict[int, float]) -> None:
    pairs = tuple(bias.items())
    assert table.read_bias(table.write_bias(pairs)) == pairs


@pytest.mark.parametrize("breakers", [Sampling().dry_sequence_breakers, (), ("\t", "###", "\n\n")])
def test_what_is_written_for_breakers_is_read_back(breakers: tuple[str, ...]) -> None:
    assert table.read_breakers(table.write_breakers(breakers)) == breakers


def test_presets_of_ones_own_are_saved_chosen_replaced_and_deleted(desk: Desk, qtbot: QtBot) -> None:
    card, window = desk.window.sampling_card, desk.window
    card.open_under(window.chat_page.composer.sampling)
    card.fields["top_k"].setValue(3)
    qtbot.mouseClick(card.row.save_button, Qt.MouseButton.LeftButton)
    assert card.row.name.hasFocus()
    qtbot.keyClicks(card.row.name, "Precise")
    assert not card.row.keep_button.isEnabled()  # comes with Tandem
    card.row.name.clear()
    qtbot.keyClicks(card.row.name, "Terse")
    qtbot.keyClick(card.row.name, Qt.Key.Key_Return)
    assert window.chat_page.composer.sampling.text() == "Sampling: Terse"
    card.presets._choose("Creative")
    assert not card.row.delete_button.isVisible()
    card.presets._choose("Terse")
    assert desk.models.settings.of("").sampling.top_k == 3
    window.keeping.save()
    kept = SettingsFile(desk.models.paths.settings).settings.presets
    assert [(each.name, each.sampling.top_k) for each in kept] == [("Terse", 3)]
    card.fields["top_k"].setValue(5)
    qtbot.mouseClick(card.row.save_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(card.row.name, "Terse")
    assert card.row.keep_button.text() == "Replace"
    qtbot.mouseClick(card.row.keep_button, Qt.MouseButton.LeftButton)
    assert [each.sampling.top_k for each in desk.models.settings.presets] == [5]
    qtbot.mouseClick(card.row.delete_button, Qt.MouseButton.LeftButton)
    assert window.chat_page.composer.sampling.text() == "Sampling: Custom"
    assert desk.models.settings.of("").sampling.top_k == 5
    window.keeping.save()
    assert SettingsFile(desk.models.paths.settings).settings.presets == []
    qtbot.mouseClick(card.row.save_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card.row.name, Qt.Key.Key_Escape)
    assert not card.row.name.isVisible()
    assert card.isVisible()


def test_system_prompts_are_saved_and_chosen_by_name(desk: Desk, qtbot: QtBot) -> None:
    card, window = desk.window.prompt_card, desk.window
    card.open_under(window.chat_page.composer.prompt)
    assert card.row.menu.current == "None"
    card.text.setPlainText("Answer in German.")
    assert card.row.menu.current == "Custom"
    card.row.saved.emit("German")
    assert card.row.menu.current == "German"
    card.row.menu._choose("None")
    assert desk.models.settings.of("").system_prompt == ""
    card.row.menu._choose("German")
    assert desk.models.settings.of("").system_prompt == "Answer in German."
    window.keeping.save()
    kept = SettingsFile(desk.models.paths.settings).settings.prompts
    assert [(each.name, each.text) for each in kept] == [("German", "Answer in German.")]
    qtbot.mouseClick(card.row.delete_button, Qt.MouseButton.LeftButton)
    assert card.row.menu.current == "Custom"
    assert desk.models.settings.of("").system_prompt == "Answer in German."


def test_a_hint_that_has_no_room_is_elided_and_told_whole(desk: Desk, qtbot: QtBot) -> None:
    field = desk.window.chat_page.composer.field
    words = "Where there is room for it, this is to be read from its beginning to its end. " * 3
    field.set_hint(words)
    assert field.placeholderText().endswith("…")
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) < field.viewport().width()
    assert field.toolTip() == words
    field.set_hint("Short")
    assert (field.placeholderText(), field.toolTip()) == ("Short", "")


class Painted(QObject):
    """Of the widget that it is a filter of."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.boxes.append(event.rect())
        return False


def test_another_hint_is_painted_at_once(desk: Desk, qtbot: QtBot) -> None:
    field = desk.window.chat_page.composer.field
    qtbot.wait(100)  # what else was to be painted
    painted = Painted()
    field.viewport().installEventFilter(painted)
    field.set_hint("Other words")
    qtbot.waitUntil(lambda: field.viewport().rect() in painted.boxes)  # not the blinking cursor's alone
