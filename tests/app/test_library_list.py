"""What the library lists beside watched folders: caches of other programs, chips, and what was taken off the list."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.download.job import Job
from app.download.offers import HubFile
from app.library.caches import cache_places
from app.library.scan import candidates, distinct
from app.library.table import SECOND, short_path
from app.settings.model import SettingsFile
from engine.plan.memory import RUNTIME
from tests.app.conftest import Desk
from tests.app.fake_engine import CPU
from tests.app.test_library_page import shown
from tests.engine.gguf.files import write_llama

HUB = "models--maker--Fig-GGUF"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"HF_HOME": "/data/hf"},
        {"HF_HOME": "~/hf"},
        {"HF_HUB_CACHE": "/data/hub", "HF_HOME": "/data/hf"},
        {"HUGGINGFACE_HUB_CACHE": "/data/old"},
        {"XDG_CACHE_HOME": "/data/cache"},
        {"HF_HOME": "$BASE/hf", "BASE": "/data"},
    ],
)
def test_the_cache_of_hugging_face_is_where_its_library_says(variables: dict[str, str], tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], **variables}
    program = "from huggingface_hub.constants import HF_HUB_CACHE; print(HF_HUB_CACHE)"
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    probe = (
        "import os, sys; from pathlib import Path; from app.library.caches import cache_places;"
        "print(cache_places(os.environ, Path.home(), sys.platform)[0][0])"
    )
    ours = subprocess.run(
        [sys.executable, "-c", probe], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ours.stdout == said.stdout


def test_the_other_caches_by_system() -> None:
    home = Path("/home/ann")

    def of(owner: str, platform: str, **environment: str) -> list[str]:
        return [str(path) for path, whose in cache_places(environment, home, platform) if whose == owner]

    assert of("LM Studio", "linux") == ["/home/ann/.lmstudio/models", "/home/ann/.cache/lm-studio/models"]
    assert of("llama.cpp", "linux") == ["/home/ann/.cache/llama.cpp"]
    assert of("llama.cpp", "darwin") == ["/home/ann/Library/Caches/llama.cpp"]
    assert of("llama.cpp", "linux", LLAMA_CACHE="/data/llama") == ["/data/llama"]


def hub_cache(root: Path) -> Path:
    """As huggingface_hub lays it out: two revisions that link to one file."""
    blob = root / "hub" / HUB / "blobs" / "abc"
    blob.parent.mkdir(parents=True)
    write_llama(root / "Fig-F32.gguf").rename(blob)
    for revision in ("one", "two"):
        link = root / "hub" / HUB / "snapshots" / revision / "Fig-F32.gguf"
        link.parent.mkdir(parents=True)
        link.symlink_to(os.path.relpath(blob, link.parent))
    return root / "hub"


def test_links_to_the_same_files_are_one_model(tmp_path: Path) -> None:
    cache = hub_cache(tmp_path)
    links = [str(path) for path in sorted(cache.rglob("*.gguf"))]
    assert len(links) == 2
    assert [candidate.path for candidate in distinct(candidates(links))] == links[:1]


def test_a_cache_is_watched_by_itself_until_it_is_not_wanted(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = str(hub_cache(tmp_path))
    monkeypatch.setattr("app.library.catalog.found_caches", lambda: {cache: "Hugging Face"})
    desk.window.show_page("library")
    catalog, page = desk.models.catalog, desk.window.library_page
    catalog.rescan()
    qtbot.waitUntil(lambda: shown(desk) == ["Fig"])
    assert desk.models.settings.folders == []
    assert page.shown.index(0, 0).data(SECOND) == "maker/Fig-GGUF · Hugging Face"
    (row,) = page.folders.rows()
    assert row._second.text() == "cache · 1\u00a0model"
    qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert shown(desk) == []
    assert row._second.text() == "not watched"
    desk.window.keeping.save()
    assert SettingsFile(desk.models.paths.settings).settings.unwatched == [cache]
    qtbot.waitUntil(lambda: catalog.progress is None)
    qtbot.mouseClick(row.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(desk) == ["Fig"])
    assert desk.models.settings.unwatched == []


def test_delete_takes_a_row_off_the_list_and_ctrl_z_brings_it_back(library: Desk, qtbot: QtBot, folder: Path) -> None:
    page = library.window.library_page
    page.rows.setFocus()
    page.rows.selectRow(0)
    qtbot.keyClick(page.rows, Qt.Key.Key_Delete)
    assert shown(library) == ["Broken", "Pear"]
    assert page.rows.current().endswith("Broken-F32.gguf")
    assert QApplication.focusWidget() is page.rows
    assert (folder / "Apple-F32.gguf").exists()
    assert page.status.text() == "2\u00a0models"
    assert page.folders.rows()[0]._second.text() == "2\u00a0models"
    qtbot.keyClick(page.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(library) == ["Apple", "Broken", "Pear"]
    assert page.rows.current().endswith("Apple-F32.gguf")


def test_what_was_taken_off_stays_off_and_can_be_put_back_later(library: Desk, qtbot: QtBot, folder: Path) -> None:
    page, catalog = library.window.library_page, library.models.catalog
    assert page.back.isHidden()
    page.remove(str(folder / "Apple-F32.gguf"))
    page.remove(str(folder / "Broken-F32.gguf"))
    catalog.rescan()
    qtbot.waitUntil(lambda: catalog.progress is None)
    assert shown(library) == ["Pear"]
    library.window.keeping.save()
    assert len(SettingsFile(library.models.paths.settings).settings.hidden) == 2
    assert page.back.text() == "Put back 2 removed"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert shown(library) == ["Apple", "Broken", "Pear"]
    assert library.models.settings.hidden == []


def test_chips_filter_by_fit(library: Desk, qtbot: QtBot) -> None:
    page = library.window.library_page
    qtbot.waitUntil(lambda: page.chips.chips["ok"].amount == 2)
    seen = {key: chip.amount for key, chip in page.chips.chips.items() if not chip.isHidden()}
    assert seen == {"all": 3, "ok": 2, "unusable": 1}
    qtbot.mouseClick(page.chips.chips["unusable"], Qt.MouseButton.LeftButton)
    assert shown(library) == ["Broken"]
    assert page.status.text() == "1 of 3\u00a0models"
    qtbot.keyClick(page.chips.chips["unusable"], Qt.Key.Key_Left)
    assert page.chips.current == "ok"
    assert shown(library) == ["Apple", "Pear"]
    page.search.setText("pear")
    assert shown(library) == ["Pear"]
    small = CPU.__class__(**{**CPU.__dict__, "memory_free": RUNTIME["cpu"] + (44 << 20)})
    library.engine.say_devices(small)  # Apple's whole context does not fit there
    page.search.setText("apple")
    qtbot.waitUntil(lambda: page.chips.chips["warn"].amount == 1)
    assert page.middle.currentWidget() is page.empty
    assert "under" in page.empty._title.text()
    page.chips.choose("warn")
    assert shown(library) == ["Apple"]
    page.chips.choose("error")
    page.empty.link.click()
    assert page.chips.current == "all"
    assert len(shown(library)) == 3


def test_two_models_of_one_name_are_told_apart_by_their_makers(library: Desk, qtbot: QtBot, folder: Path) -> None:
    apple, others = folder / "Apple-F32.gguf", folder.parent / "others"
    for root, maker in ((folder, "unsloth"), (folder, "bartowski"), (others, "maker")):
        place = root / maker / "A-very-long-name-of-a-model-that-fills-the-column-GGUF"
        place.mkdir(parents=True)
        os.link(apple, place / apple.name)
    page, catalog = library.window.library_page, library.models.catalog

    def seconds(count: int) -> list[str]:
        catalog.rescan()
        qtbot.waitUntil(lambda: catalog.progress is None and page.shown.rowCount() == count)
        rows = [page.shown.index(row, 0) for row in range(count)]
        return [str(row.data(SECOND)) for row in rows if row.data() == "Apple"]

    name = "/A-very-long-name-of-a-model-that-fills-the-column-GGUF"
    assert seconds(5) == [short_path(folder), f"bartowski{name}", f"unsloth{name}"]
    catalog.watch(str(others))
    assert f"maker{name} · others" in seconds(6)
    assert f"unsloth{name} · models" in seconds(6)


@pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard$")  # the platform, of every menu
def test_the_row_menu(library: Desk, qtbot: QtBot, folder: Path) -> None:
    page = library.window.library_page
    page.rows.selectRow(0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(page.rows, event)
    menu = page.findChild(QMenu)
    assert menu is not None
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    assert list(filter(None, actions)) == ["Use this model", "Show in folder", "Copy path", "Remove from list"]
    actions["Copy path"].trigger()
    assert QApplication.clipboard().text() == str(folder / "Apple-F32.gguf")
    actions["Remove from list"].trigger()
    assert shown(library) == ["Broken", "Pear"]
    menu.close()
    qtbot.waitUntil(lambda: page.findChild(QMenu) is None)


def test_show_in_folder_opens_the_folder_where_no_file_manager_answers(
    library: Desk, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("app.library.row_menu.sys.platform", "linux")
    monkeypatch.setattr("app.library.row_menu._file_manager", lambda path: False)
    monkeypatch.setattr("app.library.row_menu.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    page = library.window.library_page
    page.rows.selectRow(0)
    page._want_details(True)
    qtbot.mouseClick(page.details._show_folder, Qt.MouseButton.LeftButton)
    assert opened == [str(folder)]
    monkeypatch.setattr("app.library.row_menu._file_manager", lambda path: bool(opened.append(str(path)) or True))
    page.details._show_folder.click()
    assert opened[1:] == [str(folder / "Apple-F32.gguf")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_every_control_is_reached(library: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    library.window.resize(1900, 800)
    page = library.window.library_page
    library.models.catalog.caches = {"/nowhere": "LM Studio"}
    library.models.downloads.jobs.append(Job("a/b", "c", (HubFile("x.gguf", 5, "0" * 64),), "/nowhere/a/b"))
    library.models.downloads.changed.emit()
    page.remove(page.rows.model().index(0, 0).data(Qt.ItemDataRole.UserRole).path)
    qtbot.waitUntil(page.folders.rows()[1].remove.isVisible)
    page.enter()
    found: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in found:
        found.append(focused)
        qtbot.keyClick(focused, key)
    chips, (job,) = page.chips.chips, page.strip.rows()
    wanted = [
        *(row.remove for row in page.folders.rows()), page.folders.add, page.search, page.fetch, chips["all"],
        chips["ok"], page.back, page.rows, page.undo.button, job.button, job.shut, page.details.tabs,
    ]  # fmt: skip
    assert all(widget.accessibleName() for widget in wanted)
    places = [found.index(widget) for widget in (wanted if key == Qt.Key.Key_Tab else reversed(wanted))]
    begin = places.index(min(places))
    assert [*places[begin:], *places[:begin]] == sorted(places)  # as they stand on the page, wherever one began
