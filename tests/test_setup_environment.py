"""The set-up behind the README's commands: when an environment is kept, completed or made anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "packaging"


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module, imported as the scripts import it; forgotten again, with its siblings, afterwards."""
    monkeypatch.syspath_prepend(SCRIPTS)
    siblings = {path.stem for path in SCRIPTS.glob("*.py")}
    import setup_environment

    yield setup_environment
    for name in siblings & set(sys.modules):
        if Path(getattr(sys.modules[name], "__file__", "") or "").parent == SCRIPTS:
            del sys.modules[name]


def test_a_finished_environment_is_kept(setup: ModuleType) -> None:
    made = setup.Stamp("/here", "3.11", "abc", ("dev", "test"))
    assert setup.next_step(made, made, "3.11") == "none"
    assert setup.next_step(made, replace(made, extras=()), "3.11") == "none"


@pytest.mark.parametrize("change", [{"pyproject": "def"}, {"extras": ("dev", "gpu")}])
def test_new_wishes_are_added(setup: ModuleType, change: dict[str, object]) -> None:
    made = setup.Stamp("/here", "3.11", "abc", ("dev", "test"))
    assert setup.next_step(made, replace(made, **change), "3.11") == "install"


@pytest.mark.parametrize("change", [{"finished": False}, {"root": "/elsewhere"}, {"python": "3.10"}])
def test_what_cannot_be_trusted_is_made_anew(setup: ModuleType, change: dict[str, object]) -> None:
    wanted = setup.Stamp("/here", "3.11", "abc")
    assert setup.next_step(replace(wanted, **change), wanted, "3.11") == "make"


def test_an_environment_made_by_hand_is_added_to(setup: ModuleType) -> None:
    wanted = setup.Stamp("/here", "3.12", "abc")
    assert setup.next_step(None, wanted, "3.12") == "install"
    assert setup.next_step(None, wanted, "3.10") == "make"
    assert setup.next_step(None, wanted, None) == "make"


def test_a_cut_stamp_counts_as_unfinished(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "ENVIRONMENT", tmp_path)
    assert setup.read_stamp() is None
    stamp = setup.Stamp("/here", "3.11", "abc", ("dev",))
    setup.write_stamp(stamp)
    assert setup.read_stamp() == stamp
    whole = setup.stamp_file().read_text(encoding="utf-8")
    setup.stamp_file().write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert not setup.read_stamp().finished


def test_an_unfinished_environment_is_replaced_by_one_that_runs(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "ENVIRONMENT", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "half-written").touch()
    setup.write_stamp(setup.Stamp("", "", "", finished=False))
    setup.make_environment()
    python = setup.scripts_folder() / ("python.exe" if sys.platform == "win32" else "python")
    assert setup.interpreter_version(python) == setup.running_version()
    assert not setup.read_stamp().finished
    assert not (tmp_path / ".venv" / "half-written").exists()


def test_a_folder_that_is_no_environment_is_left_alone(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "ENVIRONMENT", tmp_path)
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(Exception, match="in the way"):
        setup.make_environment()
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.parametrize(
    ("apt", "user", "sentence"),
    [("/usr/bin/apt-get", 1000, "sudo apt-get install .* libnone0"), (None, 0, "package manager")],
)
def test_missing_libraries_are_named(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, apt: str | None, user: int, sentence: str
) -> None:
    import system_packages

    monkeypatch.setattr(system_packages.sys, "platform", "linux")
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: apt)
    monkeypatch.setattr(system_packages.os, "geteuid", lambda: user, raising=False)
    with pytest.raises(Exception, match=sentence) as raised:
        system_packages.require({"libnone.so.0": "libnone0"}, "The window")
    assert "The window lacks libnone.so.0" in str(raised.value)


def test_an_old_python_gets_a_sentence(setup: ModuleType) -> None:
    program = "import sys, python_version as p; sys.version_info = (3, 9); p.require_supported_python()"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Tandem runs on Python 3.11 to ")
    assert len(done.stderr.splitlines()) == 1
