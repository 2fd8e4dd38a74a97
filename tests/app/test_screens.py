"""The script that makes the pictures: some of them, and what it says when a widget is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.widgets.button import Button
from tests.app.screens import chat_scenes, page_scenes
from tests.app.screens.gallery import FOLDER, GALLERY, page_of_pictures
from tests.app.screens.shoot import shoot
from tests.app.screens.table import SHOTS, SMALL, Shot

SOME = (
    Shot("chat", chat_scenes.reply), Shot("chat", chat_scenes.writing, "dark", SMALL, percent=150),
    Shot("library", page_scenes.library_details, size=SMALL, percent=150),
    Shot("plan", page_scenes.misfit, "dark", SMALL, percent=150), Shot("hardware", page_scenes.hardware, cards=3),
    Shot("compare", page_scenes.compare_own, size=SMALL, percent=150),
    Shot("compare", page_scenes.compare_done, "dark", SMALL, percent=150),
    Shot("plan", page_scenes.plan, language="de"),
    Shot("compare", page_scenes.compare_done, "dark", SMALL, language="pseudo"),
)  # fmt: skip


def test_every_row_of_the_table_is_a_picture_of_its_own() -> None:
    names = [shot.name for shot in SHOTS]
    assert len(set(names)) == len(names)
    assert {shot.page for shot in SHOTS} == {"chat", "plan", "library", "hardware", "compare", "settings"}
    assert {shot.scale for shot in SHOTS} == {1, 1.25, 2}
    assert {shot.percent for shot in SHOTS} == {85, 100, 150}
    assert {shot.cards for shot in SHOTS} >= {1, 2, 3, 8}
    for language in ("de", "pseudo"):
        spoken = [shot for shot in SHOTS if shot.language == language]
        assert {shot.page for shot in spoken} == {shot.page for shot in SHOTS}
        assert {shot.size for shot in spoken} == {(1280, 800), SMALL}


def test_the_gallery_is_what_its_script_would_make() -> None:
    kept = [shot for _, shot in GALLERY]
    assert set(kept) <= set(SHOTS)
    assert {shot.page for shot in kept} == {shot.page for shot in SHOTS}
    assert {f"{shot.name}.png" for shot in kept} | {"README.md"} == {path.name for path in FOLDER.iterdir()}
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == page_of_pictures()


def test_pictures_without_a_fault(qtbot: QtBot, tmp_path: Path) -> None:
    assert [str(finding) for finding in shoot(SOME, tmp_path)] == []
    for shot in SOME:
        picture = QImage(str(tmp_path / f"{shot.name}.png"))
        assert (picture.width(), picture.height()) == shot.size
        assert len({picture.pixel(x, 300) for x in range(picture.width())}) > 5


def test_a_fault_in_the_real_window_is_found(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shot = Shot("chat", chat_scenes.picked)
    for hint in ("sizeHint", "minimumSizeHint"):
        monkeypatch.setattr(Button, hint, too_narrow)
    monkeypatch.setattr("app.widgets.paint.tell_whole", lambda *words: None)
    found = [str(each) for each in shoot([shot], tmp_path)]
    assert any('Button "Deleted chats"' in each and "shortened and no tooltip" in each for each in found)
    assert all(each.startswith(f"{shot.name}: ") for each in found)


def too_narrow(button: Button) -> QSize:
    return QSize(48, 32)


def test_a_scene_that_fails_is_a_finding_and_not_the_end(qtbot: QtBot, tmp_path: Path) -> None:
    def broken(stage: object) -> None:
        raise ValueError("no such card")

    found = shoot([Shot("chat", broken), Shot("chat", chat_scenes.empty)], tmp_path)
    assert [each.what for each in found] == ["ended with ValueError: no such card"]
    assert len(list(tmp_path.glob("*.png"))) == 1
