"""The library page and what is remembered of each model, in the window."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.library.table import COLUMNS
from engine.plan.memory import RUNTIME
from engine.protocol import Load, Sampling
from tests.app.conftest import Desk
from tests.app.fake_engine import CARD, CPU

NAMES = [column.title for column in COLUMNS]


def shown(desk: Desk, column: str = "Model") -> list[str]:
    table = desk.window.library_page.shown
    return [table.index(row, NAMES.index(column)).data() for row in range(table.rowCount())]


def pick(desk: Desk, qtbot: QtBot, path: Path | str) -> None:
    desk.window.run.pick(str(path))
    qtbot.waitUntil(lambda: desk.models.library.facts is not None and desk.models.choice.plan is not None)


def test_the_empty_page_says_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.models.settings.page == "library")
    page = desk.window.library_page
    assert page.middle.currentWidget() is page.empty
    assert page.empty.button.text() == "Watch a folder"
    assert not page.folders.isVisible()


def test_rows_tell_name_place_size_and_fit(library: Desk) -> None:
    assert shown(library) == ["Apple", "Broken", "Pear"]
    assert shown(library, "On these devices") == ["Fits", "Cannot be opened", "Fits"]
    assert shown(library, "Context") == ["4,096", "", "64"]
    page = library.window.library_page
    assert page.status.text() == "3\u00a0models"
    (row,) = page.folders.rows()
    assert row._second.text() == "3\u00a0models"


def test_f5_looks_again(library: Desk, qtbot: QtBot, folder: Path) -> None:
    (folder / "Broken-F32.gguf").unlink()
    rows = library.window.library_page.rows
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: shown(library) == ["Apple", "Pear"])


def test_who_comes_back_to_the_library_sees_what_has_come_and_gone(library: Desk, qtbot: QtBot, folder: Path) -> None:
    library.window.show_page("chat")
    (folder / "deep" / "Pear-F32.gguf").rename(folder / "Plum-F32.gguf")
    library.window.show_page("library")
    there = str(folder / "Plum-F32.gguf")
    qtbot.waitUntil(lambda: there in [entry.path for entry in library.models.catalog.entries])
    assert str(folder / "deep" / "Pear-F32.gguf") not in [entry.path for entry in library.models.catalog.entries]
    folder.rename(folder.with_name("away"))
    library.window.show_page("chat")
    library.window.show_page("library")
    qtbot.waitUntil(lambda: [entry.kind for entry in library.models.catalog.entries] == ["folder"])
    folder.with_name("away").rename(folder)


def test_the_fit_follows_the_devices(library: Desk, qtbot: QtBot) -> None:
    small = CARD.__class__(**{**CARD.__dict__, "memory_free": 100 << 20})
    library.engine.say_devices(small)
    qtbot.waitUntil(lambda: shown(library, "On these devices")[0].startswith("Lacks "))


def test_the_fit_follows_the_context_that_is_remembered(library: Desk, qtbot: QtBot, folder: Path) -> None:
    library.engine.say_devices(CPU.__class__(**{**CPU.__dict__, "memory_free": RUNTIME["cpu"] + (44 << 20)}))
    pick(library, qtbot, folder / "Apple-F32.gguf")
    qtbot.waitUntil(lambda: shown(library, "On these devices")[0].startswith("Fits if context "))
    library.models.choice.set_context(512)
    qtbot.waitUntil(lambda: shown(library, "On these devices")[0] == "Fits")


def test_search_and_sort(library: Desk, qtbot: QtBot) -> None:
    page = library.window.library_page
    qtbot.keyClicks(page.search, "deep PEAR")
    assert shown(library) == ["Pear"]
    assert page.status.text() == "1 of 3\u00a0models"
    page.search.setText("nothing of this name")
    assert page.middle.currentWidget() is page.empty
    page.empty.link.click()
    assert len(shown(library)) == 3
    page.rows.sortByColumn(NAMES.index("Size"), Qt.SortOrder.DescendingOrder)
    assert shown(library)[-1] == "Broken"
    page.rows.sortByColumn(NAMES.index("On these devices"), Qt.SortOrder.AscendingOrder)
    assert shown(library)[-1] == "Broken"


def test_enter_picks_a_model_and_shows_the_chat(library: Desk, qtbot: QtBot, folder: Path) -> None:
    rows = library.window.library_page.rows
    rows.selectRow(0)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert library.models.settings.page == "chat"
    qtbot.waitUntil(lambda: library.models.library.facts is not None)
    assert library.models.library.path == str(folder / "Apple-F32.gguf")
    assert not any(isinstance(command, Load) for command in library.engine.sent)


def test_a_damaged_file_tells_its_trouble_in_the_details(library: Desk, qtbot: QtBot) -> None:
    page = library.window.library_page
    page.rows.selectRow(1)
    assert page.details._state.text().startswith("It is incomplete or damaged")
    assert page.details.use.isHidden()
    assert not page.details.tabs.isTabEnabled(1)
    page.rows.selectRow(0)
    page.details.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: page.details.tensors.shown.rowCount() > 10)
    page.details.tensors.search.setText("ffn_down")
    names = [page.details.tensors.shown.index(row, 0).data() for row in range(page.details.tensors.shown.rowCount())]
    assert names
    assert all("ffn_down" in name for name in names)
    page.details.tabs.setCurrentIndex(1)
    page.details.keys.search.setText("tokenizer.ggml.tokens")
    assert "values: " in page.details.keys.shown.index(0, 1).data()


def test_a_narrow_page_keeps_the_names(library: Desk, qtbot: QtBot) -> None:
    page = library.window.library_page
    for width, details in ((960, False), (960, True), (1280, False), (1280, True), (1900, True)):
        library.window.resize(width, 700)
        page._want_details(details)
        qtbot.waitUntil(lambda: page.rows.columnWidth(0) >= 190)
        assert page.details.isVisible() == details
        assert not page.rows.isColumnHidden(NAMES.index("On these devices"))


def test_a_dropped_folder_is_watched(desk: Desk, qtbot: QtBot, folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, button, none))
    assert desk.models.settings.page == "library"
    qtbot.waitUntil(lambda: len(shown(desk)) == 3)
    desk.window.keeping.save()
    assert desk.models.file.settings.folders == [str(folder)]
    desk.window.library_page.folders.rows()[0].remove.click()
    assert desk.models.settings.folders == []
    assert shown(desk) == []


def test_a_closing_window_ends_the_scan(desk: Desk, tmp_path: Path, folder: Path) -> None:
    for number in range(500):
        os.link(folder / "deep" / "Pear-F32.gguf", tmp_path / f"{number}.gguf")
    catalog = desk.models.catalog
    catalog.watch(str(tmp_path))
    desk.window.close()
    assert catalog.progress is None
    assert catalog._pool.activeThreadCount() == 0
    assert not desk.models.paths.library.exists()


def test_the_picker_offers_what_is_there(library: Desk, qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "Gone.gguf").touch()
    library.models.settings.remember(str(tmp_path / "Gone.gguf"))
    (tmp_path / "Gone.gguf").unlink()
    pick(library, qtbot, folder / "Apple-F32.gguf")
    picker = library.window.run_bar.picker
    picker.menu().aboutToShow.emit()
    offered = [action.text() for action in picker.menu().actions() if not action.isSeparator()]
    assert offered[1:3] == ["Apple-F32.gguf", "Pear-F32.gguf"]
    assert len(offered) == 4  # and to open a file, and the starter


def test_every_model_has_its_own_settings(desk: Desk, qtbot: QtBot, folder: Path) -> None:
    apple, pear = folder / "Apple-F32.gguf", folder / "deep" / "Pear-F32.gguf"
    choice, settings = desk.models.choice, desk.models.settings
    desk.models.hardware.add_cpu()
    pick(desk, qtbot, apple)
    choice.set_mode("tensor")
    choice.set_context(2048)
    choice.set_threads(1)
    settings.of(str(apple)).sampling = Sampling(temperature=0.1)
    pick(desk, qtbot, pear)
    assert (choice.mode, choice.context, choice.threads) == ("auto", None, None)
    assert desk.window.run_bar.segments.current == "auto"
    pick(desk, qtbot, apple)
    assert (choice.mode, choice.context, choice.threads) == ("tensor", 2048, 1)
    assert desk.window.run_bar.segments.current == "tensor"
    assert choice.plan is not None
    assert choice.plan.context == 2048
    desk.window.run.load()
    asked = desk.engine.newest(Load)
    assert (asked.mode, asked.context, asked.threads) == ("tensor", 2048, 1)
    desk.window.library_page.reset.emit(str(apple))
    assert (choice.mode, choice.context, choice.threads) == ("auto", None, None)
    assert settings.of(str(apple)).sampling == Sampling()


def test_context_and_threads_are_chosen_in_the_plan(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    pick(desk, qtbot, tiny_model)
    card, choice = desk.window.plan_card, desk.models.choice
    desk.window.show_plan()
    assert card.fields.threads.text() == "all"
    assert (card.fields.context.value(), card.fields.context.maximum()) == (4096, 4096)
    assert choice.plan is not None
    before = choice.plan.bytes[0].kv
    card.fields.context.setValue(1024)
    assert choice.plan.bytes[0].kv * 4 == before
    card.fields.threads.setValue(1)
    qtbot.waitUntil(card.button.isEnabled)
    card.button.click()
    asked = desk.engine.newest(Load)
    assert (asked.context, asked.threads) == (1024, 1)
    desk.engine.finish_load(desk.models)
    qtbot.waitUntil(lambda: desk.window.run_bar.button.text() == "Unload")
    choice.set_threads(None)
    qtbot.waitUntil(lambda: desk.window.run_bar.button.text().startswith("Reload"))
    choice.set_context(4096)
    assert choice.context is None  # what the engine takes anyway


def test_cards_have_no_use_for_threads(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    desk.engine.say_devices(CARD)
    qtbot.waitUntil(lambda: "cuda:0" in desk.models.hardware.known)
    desk.models.hardware.add("cuda:0")
    desk.models.hardware.remove(0)
    pick(desk, qtbot, tiny_model)
    assert desk.window.plan_card.fields.threads.isHidden()
