"""The frame: commands and their palette, settings with effect at once, letters of any size, and what is kept."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.chat.trash_view import TrashView
from app.settings.association import Association
from app.settings.desktop_files import PLACES, DesktopFiles
from app.settings.licences import parts
from app.settings.model import SettingsFile
from app.shell.engine_client import EngineClient
from app.shell.file_open import FileOpen
from app.shell.fuzzy import found, score
from app.shell.models import Models
from app.shell.window import Window
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.theme import Theme
from engine.protocol import Load
from tests.app.conftest import Desk
from tests.app.test_chat_page import keep
from tests.app.test_split import plan_on
from tests.engine.plan.models import llama_8b

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def letters(theme: Theme) -> Iterator[Theme]:
    """Letters go back to their size."""
    yield theme
    theme.set_font_percent(100)


# Commands


def test_every_command_has_a_shortcut_of_its_own_and_a_place_in_the_list(desk: Desk) -> None:
    commands = desk.window.commands
    twice = [keys for keys, times in Counter(command.keys for command in commands).items() if times > 1]
    assert twice == []
    assert all(QKeySequence(command.keys).toString() for command in commands)
    desk.window.show_page("settings")
    listed = {label.accessibleName() for label in desk.window.settings_page.groups["Keyboard"].findChildren(QWidget)}
    assert {f"{command.name}: {command.keys_shown}" for command in commands} <= listed


def test_letters_in_order_find_a_command_and_words_begin_it() -> None:
    names = ["Show the split plan", "Split mode: Tensor", "System prompt", "New chat", "Stop the reply"]
    assert found("nwch", names, str) == ["New chat"]
    assert found("sp", names, str)[0] in ("Show the split plan", "System prompt", "Split mode: Tensor")
    assert found("tensor", names, str) == ["Split mode: Tensor"]
    assert found("", names, str) == names
    assert score("zx", "New chat") == 0
    assert score("sp", "System prompt") > score("sp", "gasp")


def test_the_palette_finds_and_runs_a_command_by_keyboard(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    field = window.chat_page.composer.field
    field.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window.palette_card
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "hardw")
    assert palette.shown()[0] == "Hardware"
    assert "Ctrl+3" in palette.list.currentItem().text()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.models.settings.page == "hardware"
    window.show_palette()
    qtbot.keyClicks(palette.field, "qqqq")
    assert palette.shown() == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)  # of nothing
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_arrows_move_in_the_palette_while_letters_go_to_its_field(desk: Desk, qtbot: QtBot) -> None:
    palette = desk.window.palette_card
    desk.window.show_palette()
    first = palette.list.currentItem().text()
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentItem().text() != first
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentItem().text() == first


def test_recent_models_are_in_the_palette(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    desk.models.settings.remember(tiny_model)
    desk.window.show_palette()
    qtbot.keyClicks(desk.window.palette_card.field, "pick tiny")
    qtbot.keyClick(desk.window.palette_card.field, Qt.Key.Key_Return)
    assert desk.models.library.path == tiny_model


@pytest.mark.parametrize(("keys", "mode"), [(Qt.Key.Key_3, "layer"), (Qt.Key.Key_4, "tensor")])
def test_shortcuts_choose_the_split_mode(desk: Desk, qtbot: QtBot, keys: Qt.Key, mode: str) -> None:
    command = next(c for c in desk.window.commands if c.name == f"Split mode: {mode.capitalize()}")
    command.act()
    assert desk.models.choice.mode == mode
    assert desk.window.run_bar.segments.current == mode
    assert command.keys.endswith(chr(keys))


# Settings


def test_a_setting_takes_effect_at_once_and_goes_back_by_reset(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_page("settings")
    page = desk.window.settings_page
    looks = page.appearance
    row = looks._theme_row
    looks.theme_choice._choose("dark")
    assert desk.theme.dark
    assert row.back.isVisible()
    assert desk.models.settings.theme == "dark"
    qtbot.mouseClick(row.back, Qt.MouseButton.LeftButton)
    assert (desk.theme.choice, desk.models.settings.theme) == ("system", "system")
    assert not row.back.isVisible()
    desk.theme.choose("light")
    qtbot.mouseClick(looks.live, Qt.MouseButton.LeftButton)
    desk.window.show_page("chat")
    assert not desk.window.live_panel.isVisible()
    looks.live.click()
    assert desk.window.live_panel.isVisible()


def test_the_theme_follows_the_system_while_it_is_system(desk: Desk, qapp: QApplication) -> None:
    """The hint itself cannot be changed on every platform; what follows from its signal can be seen."""
    desk.theme.choose("system")
    told: list[bool] = []
    desk.theme.changed.connect(lambda: told.append(desk.theme.dark))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert len(told) == 1
    desk.theme.choose("light")


def test_new_models_begin_as_the_settings_say(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    page = desk.window.settings_page
    page.mode._choose("layer")
    page.context.setValue(2048)
    assert page._mode_row.back.isVisibleTo(page)
    desk.window.use(tiny_model)
    qtbot.waitUntil(lambda: desk.models.choice.plan is not None)
    assert (desk.models.choice.mode, desk.models.choice.context) == ("layer", 2048)
    page._context_row.reset.emit()
    assert desk.models.settings.of("").context == 0


def test_deleted_chats_are_restored_in_the_settings_too(desk: Desk, qtbot: QtBot) -> None:
    keep(desk, "Trees of the north")
    desk.models.chat.delete(desk.models.store.summaries()[0].id)
    desk.window.show_settings("Chats")
    view = desk.window.settings_page.groups["Chats"].findChild(TrashView)
    assert isinstance(view, TrashView)
    assert view.isVisible()
    assert not view.back_button.isVisible()
    assert [row.title for row in view.trash.rows] == ["Trees of the north"]
    qtbot.mouseClick(view.restore_button, Qt.MouseButton.LeftButton)
    assert [each.title for each in desk.models.store.summaries()] == ["Trees of the north"]
    assert view.nothing.isVisible()


def test_gguf_files_are_associated_only_when_asked_and_taken_back(
    theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.settings.desktop_files._run", lambda *words: None)  # the desktop's own tools
    row = Association(theme, DesktopFiles(tmp_path / "share"))
    qtbot.addWidget(row)
    assert not list(tmp_path.iterdir())
    row.button.click()
    entry = (tmp_path / "share" / PLACES["desktop/tandem.desktop"]).read_text()
    assert "MimeType=application/x-gguf;" in entry
    assert "{command}" not in entry
    assert " %f" in entry
    assert 'value="GGUF"' in (tmp_path / "share" / PLACES["desktop/tandem.xml"]).read_text()
    assert row.button.text() == "Remove"
    row.button.click()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    (tmp_path / "file").touch()
    blocked = Association(theme, DesktopFiles(tmp_path / "file"))
    qtbot.addWidget(blocked)
    blocked.button.click()
    assert blocked.what.text() == f"{tmp_path / 'file' / 'applications'} cannot be written: Not a directory."


def test_about_names_every_dependency_with_its_licence(desk: Desk) -> None:
    names = {part.name.casefold().replace("_", "-"): part for part in parts()}
    for needed in ("pyside6-essentials", "torch", "markdown-it-py", "psutil", "inter", "shiboken6"):
        assert names[needed].licence
    assert names["tandem-gguf"].licence == "Apache-2.0"
    about = desk.window.settings_page.groups["About"]
    next(button for button in about.findChildren(Button) if button.text() == "Copy versions").click()
    assert QGuiApplication.clipboard().text().startswith("Tandem ")


# Letters


@pytest.mark.parametrize("percent", [85, 150])
def test_letters_and_what_holds_them_change_at_once_and_back_to_the_pixel(
    desk: Desk, qtbot: QtBot, letters: Theme, percent: int
) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "tensor")
    desk.window.plan_card.close_card()
    widgets = [w for w in desk.window.findChildren(QWidget) if not w.objectName().startswith("qt_")]

    def sizes() -> dict[int, tuple[object, ...]]:
        """Of those that are still there: the hardware page makes rows anew when devices change."""
        return {place: (type(w).__name__, w.font().pixelSize(), w.minimumWidth(), w.minimumHeight(), w.maximumWidth())
                for place, w in enumerate(widgets) if isValid(w)}  # fmt: skip

    before = sizes()
    desk.window.resize(1280, 800)
    letters.set_font_percent(percent)
    QApplication.processEvents()
    title = desk.window.chat_page.head.title
    assert title.font().pixelSize() == round(15 * percent / 100)
    assert desk.window.rail.width() == round(72 * percent / 100)
    assert desk.window.width() == 1280
    letters.set_font_percent(100)
    QApplication.processEvents()
    assert [(before[place], now) for place, now in sizes().items() if now != before[place]] == []


@pytest.mark.parametrize(("percent", "width"), [(150, 960), (150, 1280), (85, 960), (100, 960), (100, 2560)])
def test_the_run_bar_stays_whole(desk: Desk, qtbot: QtBot, letters: Theme, percent: int, width: int) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "tensor")
    desk.window.plan_card.close_card()
    desk.window.resize(width, 600)
    letters.set_font_percent(percent)
    QApplication.processEvents()
    bar = desk.window.run_bar
    assert desk.window.width() == width
    shown = [w for w in (bar.picker, bar.segments, bar.mark, bar.button) if w.isVisible()]
    for left, right in pairwise(shown):
        assert left.geometry().right() < right.geometry().left()
    assert shown[-1].geometry().right() < bar.width()
    assert bar.segments.width() >= bar.segments.sizeHint().width()
    desk.window.show_plan()
    card = desk.window.plan_card
    assert desk.window.rect().contains(card.card.geometry())
    assert card.card.rect().contains(card.button.geometry().translated(card._foot.pos()))


def test_the_size_of_letters_is_a_shortcut_too_and_is_kept(desk: Desk, letters: Theme) -> None:
    for name, percent in (("Larger letters", 105), ("Larger letters", 110), ("Smaller letters", 105)):
        next(command for command in desk.window.commands if command.name == name).act()
        assert metrics.scale() == percent / 100
    desk.window.keeping.save()
    assert SettingsFile(desk.models.paths.settings).settings.font_percent == 105
    desk.window.settings_page.appearance.take_letters(100)
    assert metrics.scale() == 1
    for _ in range(20):
        desk.window.settings_page.appearance.step_letters(metrics.PERCENT_STEP)
    assert desk.models.settings.font_percent == 150


def test_the_list_of_chats_is_drawn_wider_and_keeps_it(desk: Desk, qtbot: QtBot, letters: Theme) -> None:
    desk.window.resize(1280, 800)
    sash, column = desk.window.sash, desk.window.chat_page.column
    qtbot.waitUntil(sash.isVisible)
    middle = sash.rect().center()
    qtbot.mousePress(sash, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(sash, middle + QPoint(60, 0))
    qtbot.mouseRelease(sash, Qt.MouseButton.LeftButton, pos=middle)
    assert 295 <= column.minimumWidth() <= 320
    assert desk.models.settings.list_width == column.minimumWidth()
    for _ in range(20):
        next(command for command in desk.window.commands if command.name == "Wider list of chats").act()
    assert column.minimumWidth() == 360
    letters.set_font_percent(150)
    assert (column.minimumWidth(), desk.models.settings.list_width) == (540, 360)
    letters.set_font_percent(100)
    qtbot.mouseDClick(sash, Qt.MouseButton.LeftButton)
    assert column.minimumWidth() == 248


# What is kept, and what comes from outside


def test_geometry_page_and_draft_are_written_while_the_window_is_used(desk: Desk, qtbot: QtBot) -> None:
    path = desk.models.paths.settings

    def kept(name: str) -> object:
        return json.loads(path.read_text()).get(name) if path.exists() else None

    qtbot.keyClicks(desk.window.chat_page.composer.field, "half a thought")
    qtbot.waitUntil(lambda: kept("draft") == "half a thought", timeout=3000)
    window = kept("window")
    desk.window.resize(1100, 640)
    desk.window.show_page("library")
    qtbot.waitUntil(lambda: kept("page") == "library" and kept("window") != window, timeout=3000)


def test_a_window_comes_back_to_its_place_in_the_conversation(
    loaded: Desk, qtbot: QtBot, theme: Theme, qapp: QApplication, client: EngineClient
) -> None:
    for number in range(8):
        field = loaded.window.chat_page.composer.field
        qtbot.keyClicks(field, f"Question {number}")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        loaded.engine.say_text("A line. " * 150)
        loaded.engine.say_finished()
        qtbot.waitUntil(lambda: not loaded.models.chat.busy)
    transcript = loaded.window.chat_page.transcript
    transcript.verticalScrollBar().setValue(transcript.verticalScrollBar().maximum() // 2)
    place = transcript.place()
    assert place is not None
    loaded.window.keeping.save()
    again = Window(Models(client, loaded.models.paths), theme, qapp)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.chat_page.transcript.place() == place)
    again.close()


def test_a_file_from_outside_is_loaded_unless_a_model_is_in_use(loaded: Desk, qtbot: QtBot, tiny_model: str) -> None:
    loads = [command for command in loaded.engine.sent if isinstance(command, Load)]
    loaded.window.receive(tiny_model)
    qtbot.waitUntil(lambda: loaded.models.library.facts is not None)
    assert [command for command in loaded.engine.sent if isinstance(command, Load)] == loads


def test_a_file_that_the_system_hands_over_arrives(qapp: QApplication, qtbot: QtBot) -> None:
    opened = FileOpen(qapp)
    with qtbot.waitSignal(opened.asked) as told:
        QApplication.sendEvent(qapp, QFileOpenEvent("/models/a.gguf"))
    assert told.args == ["/models/a.gguf"]
    qapp.removeEventFilter(opened)


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="shared-mime-info is not installed")
def test_the_desktop_itself_reads_the_file_type(tmp_path: Path) -> None:
    made = DesktopFiles(tmp_path)
    made.install("tandem")
    assert "application/x-gguf:*.gguf" in (tmp_path / "mime" / "globs2").read_text()
    assert b"GGUF" in (tmp_path / "mime" / "magic").read_bytes()
