"""Settings survive restarts, newer versions, hand edits and damage."""

from __future__ import annotations

import json
from pathlib import Path

from app.settings.model import RECENT, Settings, SettingsFile


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = SettingsFile(path)
    first.settings.theme, first.settings.devices, first.settings.temperature = "dark", ["cpu", "cpu"], 0.25
    first.save()
    assert SettingsFile(path).settings == first.settings


def test_unknown_keys_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "from_the_future": [1, 2]}')
    file = SettingsFile(path)
    file.save()
    assert json.loads(path.read_text())["from_the_future"] == [1, 2]


def test_values_of_a_wrong_type_fall_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(
        '{"theme": 7, "top_k": "many", "temperature": 1, "live_panel": 1, "recent": [3], "seed": true}'
    )
    assert SettingsFile(path).settings == Settings(temperature=1.0)


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{half a fi")
    assert SettingsFile(path).settings == Settings()
    assert (tmp_path / "settings.json.broken").read_text() == "{half a fi"


def test_recent_files_are_the_latest_that_still_exist(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(RECENT + 3):
        (tmp_path / f"{number}.gguf").touch()
        settings.remember(str(tmp_path / f"{number}.gguf"))
    settings.remember(str(tmp_path / "5.gguf"))
    (tmp_path / "9.gguf").unlink()
    names = [Path(path).stem for path in settings.existing_recent()]
    assert names[:2] == ["5", "10"]
    assert "9" not in names
    assert len(settings.recent) == RECENT
