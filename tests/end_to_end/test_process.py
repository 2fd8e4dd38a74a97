"""The program from outside: started from a command line, driven by keys, closed or killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.conftest import gone
from tests.end_to_end.display import Display

ROOT = Path(__file__).resolve().parents[2]
TITLE = "Tandem - SmolLM2-135M-Instruct"
PATIENCE = 240.0
MOST_MEMORY = 200e6  # bytes of the window's process after a chat; the engine has processes of its own


@pytest.fixture
def display() -> Iterator[Display]:
    made = Display()
    yield made
    made.close()


def wait_for(what: Callable[[], bool], seconds: float = PATIENCE) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.2)


def start(display: Display, model: Path, profile: Path) -> subprocess.Popen[bytes]:
    profile.mkdir()
    (profile / "settings.json").write_text('{"temperature": 0.0, "max_tokens": 16}')
    command = [sys.executable, "-m", "app.main", str(model), "--profile", str(profile)]
    return subprocess.Popen(command, cwd=ROOT, env=display.environment)


def turns(profile: Path) -> list[tuple[str, str, str]]:
    """The conversation as the program keeps it while it runs: (role, text, stop)."""
    file = profile / "chats.sqlite"
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as base:
        return base.execute("SELECT role, text, stop FROM message ORDER BY created").fetchall()


def test_a_question_by_keyboard_is_answered_and_ctrl_q_ends_everything(
    display: Display, starter_model: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    program = start(display, starter_model, profile)
    wait_for(lambda: TITLE in display.do("xdotool", "search", "--name", TITLE, "getwindowname"))
    display.do("xdotool", "search", "--name", TITLE, "windowfocus", "--sync")
    display.do("xdotool", "type", "--delay", "20", "What is the capital of Germany?")

    def asked() -> bool:
        display.do("xdotool", "key", "Return")  # without effect until the model is loaded
        time.sleep(0.5)
        return bool(turns(profile))

    wait_for(asked)
    wait_for(lambda: len(turns(profile)) == 2 and turns(profile)[1][2] != "")
    question, reply = turns(profile)
    assert question[:2] == ("user", "What is the capital of Germany?")
    assert "Berlin" in reply[1]
    window = psutil.Process(program.pid)
    assert window.memory_info().rss < MOST_MEMORY
    assert not [each.path for each in window.memory_maps() if "torch" in each.path]
    family = window.children(recursive=True)
    assert len(family) >= 2
    display.do("xdotool", "key", "ctrl+q")
    assert program.wait(30) == 0
    assert gone(family)
    assert "uncaught" not in (profile / "tandem.log").read_text()


def test_a_killed_window_leaves_no_process_behind(
    display: Display, starter_model: Path, tmp_path: Path
) -> None:
    program = start(display, starter_model, tmp_path / "profile")
    me = psutil.Process(program.pid)
    wait_for(lambda: sum("spawn_main" in " ".join(child.cmdline()) for child in me.children(recursive=True)) >= 2)
    family = me.children(recursive=True)
    program.kill()
    program.wait(10)
    assert gone(family)
