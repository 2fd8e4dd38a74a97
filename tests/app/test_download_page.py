"""Downloading in the window: the card by keyboard, the rows at the foot of the library, what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.download.job import Job
from app.download.offers import HubFile
from app.download.strip import JobRow
from app.settings.paths import find_paths
from app.shell.engine_client import EngineClient
from app.shell.models import Models
from app.shell.window import Window
from app.widgets.theme import Theme
from tests.app.conftest import Desk
from tests.app.fake_engine import CPU
from tests.app.fake_hub import FakeHub, running
from tests.engine.gguf.files import write_llama

NAME = "maker/Pear-GGUF"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeHub]:
    content = write_llama(tmp_path / "source").read_bytes()
    files = {"Pear-Q8_0.gguf": content, "Pear-F32.gguf": content + bytes(3_000_000), "Huge-F16.gguf": b""}
    with running(FakeHub({NAME: files, "maker/Empty": {"README.md": b"."}})) as made:
        yield made


@pytest.fixture
def page(desk: Desk, hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The library's page, empty, with downloads going to a folder of the test's."""
    desk.models.downloads.endpoint = hub.url
    desk.models.settings.download_folder = str(tmp_path / "models")
    desk.window.show_page("library")
    return desk


def reached(qtbot: QtBot) -> list[QWidget]:
    """What Tab comes to, until it comes round."""
    found: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in found:
        found.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return found


def look_up(desk: Desk, qtbot: QtBot, name: str) -> None:
    card = desk.window.download_card
    if not card.isVisible():
        qtbot.mouseClick(desk.window.library_page.fetch, Qt.MouseButton.LeftButton)
    card.name.clear()
    qtbot.keyClicks(card.name, name)
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.models.downloads.looking, timeout=20_000)


def only_row(desk: Desk) -> JobRow:
    (row,) = desk.window.library_page.strip.rows()
    return row


def test_nothing_is_asked_before_look_up_is_pressed(page: Desk, qtbot: QtBot, hub: FakeHub) -> None:
    link = page.window.library_page.empty.link
    assert link.text() == "Download a model"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    card = page.window.download_card
    assert card.isVisible()
    assert QApplication.focusWidget() is card.name
    qtbot.keyClicks(card.name, NAME)
    qtbot.wait(200)
    assert hub.asked == []
    assert card.start.isHidden()
    qtbot.keyClick(card.name, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_by_keyboard_from_name_to_model(page: Desk, qtbot: QtBot, hub: FakeHub, tmp_path: Path) -> None:
    hub.files[NAME].pop("Huge-F16.gguf")
    look_up(page, qtbot, f"{NAME}:q8_0")
    card, library = page.window.download_card, page.window.library_page
    assert QApplication.focusWidget() is card.table
    assert card.table.offer is not None
    assert card.table.offer.label == "Q8_0"
    assert card.table.model().index(0, 3).data() == "Should fit"
    names = {widget.accessibleName() for widget in reached(qtbot)}
    assert {"Quants", "Change the folder", "Model on Hugging Face", "Look up", "Close"} <= names
    assert any(name.startswith("Download") for name in names)
    card.table.setFocus()
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    assert not card.isVisible()
    row = only_row(page)
    qtbot.waitUntil(lambda: row.button.text() == "Use this model", timeout=20_000)
    assert "checksum verified" in row.words.text()
    file = tmp_path / "models" / "maker" / "Pear-GGUF" / "Pear-Q8_0.gguf"
    assert page.models.settings.folders == [str(tmp_path / "models")]
    qtbot.waitUntil(lambda: page.models.catalog.entry(str(file)) is not None)
    assert row.button.accessibleName() == "Use this model, Pear-Q8_0.gguf"
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.models.library.facts is not None)
    assert page.models.library.path == str(file)
    assert library.strip.rows() == []


def test_what_is_wrong_is_said_in_the_card(page: Desk, qtbot: QtBot) -> None:
    card = page.window.download_card
    for name, words in (("Pear", "owner/name"), ("maker/Plum", "has no model"), ("maker/Empty", "no .gguf model")):
        look_up(page, qtbot, name)
        assert words in card.words.text()
        assert card.start.isHidden()
        assert card.look.isEnabled()


def test_what_does_not_fit_says_so_and_what_has_no_room_cannot_be_begun(
    page: Desk, qtbot: QtBot, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.engine.say_devices(CPU.__class__(**{**CPU.__dict__, "memory_free": 2_000_000}))
    qtbot.waitUntil(lambda: page.models.free_memory() == 2_000_000)
    look_up(page, qtbot, NAME)
    card = page.window.download_card
    said = [card.table.model().index(row, 3).data() for row in range(card.table.model().rowCount())]
    assert said[-1].startswith("Lacks about ")
    assert card.start.isEnabled()
    monkeypatch.setattr("app.download.card.free_space", lambda folder: 10)
    card.table.selectRow(len(said) - 1)
    assert "too little" in card.space.text()
    assert not card.start.isEnabled()


def test_pause_resume_cancel_and_undo(page: Desk, qtbot: QtBot, hub: FakeHub, tmp_path: Path) -> None:
    hub.rate = 1_000_000
    look_up(page, qtbot, f"{NAME}:F32")
    qtbot.mouseClick(page.window.download_card.start, Qt.MouseButton.LeftButton)
    row = only_row(page)
    qtbot.waitUntil(lambda: row.job.done > 300_000, timeout=20_000)
    assert row.button.text() == "Pause"
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert row.words.text().startswith("Paused")
    assert row.button.text() == "Resume"
    assert "%" in row.bar.accessibleName()
    (part,) = tmp_path.rglob("*.part")
    qtbot.mouseClick(row.shut, Qt.MouseButton.LeftButton)
    library = page.window.library_page
    assert library.strip.isHidden()
    assert part.exists()
    qtbot.mouseClick(library.undo.button, Qt.MouseButton.LeftButton)
    row = only_row(page)
    hub.rate = 0.0
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.job.state == "done", timeout=20_000)
    assert not part.exists()


def test_a_cancelled_one_is_gone_when_the_window_closes(
    page: Desk, qtbot: QtBot, hub: FakeHub, tmp_path: Path
) -> None:
    hub.rate = 1_000_000
    look_up(page, qtbot, f"{NAME}:F32")
    page.window.download_card.start.click()
    row = only_row(page)
    qtbot.waitUntil(lambda: row.job.done > 100_000, timeout=20_000)
    row.shut.click()
    assert list(tmp_path.rglob("*.part"))
    page.window.close()
    assert not list(tmp_path.rglob("*.part"))


def test_on_another_page_a_banner_says_how_it_ended(page: Desk, qtbot: QtBot, hub: FakeHub) -> None:
    look_up(page, qtbot, f"{NAME}:F32")
    hub.gated.add(NAME)
    page.window.show_page("chat")
    page.window.download_card.start.click()
    qtbot.waitUntil(lambda: bool(page.window.banners.notices()), timeout=20_000)
    (notice,) = page.window.banners.notices()
    assert "is gated" in notice.sentence
    page.window.banners._shown[0].action.click()
    assert page.models.settings.page == "library"
    hub.gated.clear()
    row = only_row(page)
    assert row.button.text() == "Retry"
    row.button.click()
    page.window.show_page("chat")
    qtbot.waitUntil(lambda: page.window.banners.notices()[0].level == "ok", timeout=20_000)


def test_a_download_that_was_kept_is_seen_whole_when_the_window_opens_on_it(
    qtbot: QtBot, qapp: QApplication, theme: Theme, client: EngineClient, tmp_path: Path
) -> None:
    models = Models(client, find_paths(str(tmp_path / "profile")))
    models.downloads.jobs = [Job(NAME, "c0ffee", (HubFile("Pear-Q8_0.gguf", 3_000_000, "0" * 64),), str(tmp_path))]
    models.settings.page = "library"
    window = Window(models, theme, qapp)
    qtbot.addWidget(window)
    window.show()
    qtbot.wait(100)
    (row,) = window.library_page.strip.rows()
    assert row.visibleRegion().boundingRect().height() == row.height() >= row.sizeHint().height()
    window.close()
