"""Settings survive restarts, newer versions, hand edits and damage."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import pytest

from app.settings.model import RECENT, KeptRank, ModelDefaults, Settings, SettingsFile
from engine.protocol import Sampling

UNUSUAL = ModelDefaults(
    mode="tensor", context=16384, threads=3, system_prompt="Kurz, bitte", max_tokens=64,
    ranks=[KeptRank("GPU-8f31", "RTX 4090", 62), KeptRank("cpu")],
    sampling=Sampling(temperature=0.25, seed=7, dry_sequence_breakers=("a",), logit_bias=((5, -1.5), (6, -inf))),
)  # fmt: skip


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = SettingsFile(path)
    first.settings.theme = "dark"
    first.settings.of("/models/a.gguf").take(UNUSUAL)
    first.save()
    second = SettingsFile(path).settings
    assert second == first.settings
    assert second.of("/models/a.gguf") == UNUSUAL


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save()
    before = file.path.stat().st_ino
    file.save()
    assert file.path.stat().st_ino == before
    file.settings.draft = "more"
    file.save()
    assert SettingsFile(file.path).settings.draft == "more"
    file.path.unlink()
    file.save()
    assert file.path.exists()


def test_unknown_keys_are_kept_at_every_depth(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "new": [1, 2], "models": {"": {"voice": "low", "sampling": {"luck": 7}}}}')
    file = SettingsFile(path)
    file.settings.of("").max_tokens = 9
    file.save()
    saved = json.loads(path.read_text())
    assert saved["new"] == [1, 2]
    assert saved["models"][""]["voice"] == "low"
    assert saved["models"][""]["sampling"]["luck"] == 7
    assert saved["models"][""]["max_tokens"] == 9


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{"theme": 7, "live_panel": 1, "recent": [3], "page": "library"}', Settings(page="library")),
        ('{"models": {"": {"context": "many", "threads": true, "max_tokens": 5}}}',
         Settings(models={"": ModelDefaults(max_tokens=5)})),
        ('{"models": {"": {"sampling": {"temperature": 1, "top_k": 2.5, "seed": "x", "min_p": 0.2}}}}',
         Settings(models={"": ModelDefaults(sampling=Sampling(temperature=1.0, min_p=0.2))})),
        ('{"models": {"": {"sampling": {"logit_bias": [[1, 2], [3]], "dry_sequence_breakers": ["a"]}}}}',
         Settings(models={"": ModelDefaults(sampling=Sampling(dry_sequence_breakers=("a",)))})),
        ('{"models": {"": 5}}', Settings(models={"": ModelDefaults()})),
        ('{"models": [], "theme": "light"}', Settings(theme="light")),
    ],
)  # fmt: skip
def test_values_of_a_wrong_type_fall_back_one_by_one(tmp_path: Path, written: str, read: Settings) -> None:
    path = tmp_path / "settings.json"
    path.write_text(written)
    assert SettingsFile(path).settings == read


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{half a fi")
    assert SettingsFile(path).settings == Settings()
    assert (tmp_path / "settings.json.broken").read_text() == "{half a fi"


def test_values_for_all_models_become_those_of_the_last_one_and_of_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(
        '{"model": "/m/a.gguf", "mode": "layer", "context": 4096, "temperature": 0.0, "top_k": 5, "seed": -1,'
        ' "max_tokens": 16, "system_prompt": "Be brief", "from_the_future": 1}'
    )
    file = SettingsFile(path)
    old = ModelDefaults(
        mode="layer", context=4096, system_prompt="Be brief", max_tokens=16,
        sampling=Sampling(temperature=0.0, top_k=5, seed=None),
    )  # fmt: skip
    assert file.settings.of("/m/a.gguf") == file.settings.of("") == file.settings.of("/m/new.gguf") == old
    file.settings.of("/m/a.gguf").mode = "tensor"
    assert file.settings.of("").mode == "layer"
    file.save()
    saved = json.loads(path.read_text())
    assert not {"mode", "temperature", "top_k", "seed"} & set(saved)
    assert saved["from_the_future"] == 1
    assert SettingsFile(path).settings == file.settings


@pytest.mark.parametrize("models", ["", '"models": {"/m/a.gguf": {"mode": "layer"}}, '])
def test_devices_for_all_models_become_those_of_each(tmp_path: Path, models: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{{models}"model": "/m/a.gguf", "devices": ["cuda:1", "cuda:0"]}}')
    file = SettingsFile(path)
    kept = [KeptRank("cuda:1"), KeptRank("cuda:0")]
    assert file.settings.of("/m/a.gguf").ranks == file.settings.of("/m/new.gguf").ranks == kept
    assert file.settings.of("/m/a.gguf").mode == ("layer" if models else "auto")
    file.save()
    assert "devices" not in json.loads(path.read_text())


def test_a_model_starts_from_what_was_set_before_any_and_then_goes_its_own_way() -> None:
    settings = Settings()
    settings.of("").mode = "layer"
    one = settings.of("/m/one.gguf")
    one.mode = "tensor"
    assert settings.of("/m/one.gguf") is one
    assert (settings.of("").mode, settings.of("/m/two.gguf").mode) == ("layer", "layer")


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


def test_a_recent_model_that_the_system_refuses_to_look_at_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "here.gguf").touch()
    settings = Settings(recent=[str(tmp_path / ("a" * 300)), str(tmp_path / "here.gguf")])
    assert settings.existing_recent() == [str(tmp_path / "here.gguf")]
