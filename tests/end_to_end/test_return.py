"""A window that was killed comes back as it was, and a second start goes to the first: real programs on a screen."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.display import Display
from tests.end_to_end.test_process import ROOT, wait_for
from tests.random_model import random_model

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it drives X11")


@pytest.fixture
def display() -> Iterator[Display]:
    made = Display()
    yield made
    made.close()


def start(display: Display, profile: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app.main", *arguments, "--profile", str(profile)]
    return subprocess.Popen(command, cwd=ROOT, env=display.environment)


def kept(profile: Path) -> dict[str, Any]:
    file = profile / "settings.json"
    return json.loads(file.read_text()) if file.exists() else {}


def window(display: Display, title: str = "Tandem") -> str:
    return display.do("xdotool", "search", "--onlyvisible", "--name", f"^{title}$").split("\n")[0]


def shape(display: Display) -> str:
    return display.do("xdotool", "getwindowgeometry", window(display)).split("Geometry:")[-1].strip()


def test_a_killed_window_comes_back_with_its_size_page_and_draft(display: Display, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    program = start(display, profile)
    wait_for(lambda: bool(window(display)))
    display.do("xdotool", "windowsize", "--sync", window(display), "1100", "650")
    display.do("xdotool", "windowfocus", "--sync", window(display))
    display.do("xdotool", "type", "--delay", "20", "half a thought")
    wait_for(lambda: kept(profile).get("draft") == "half a thought")
    display.do("xdotool", "key", "ctrl+3")
    wait_for(lambda: kept(profile).get("page") == "hardware")
    before = kept(profile)
    program.send_signal(signal.SIGKILL)
    program.wait(10)
    again = start(display, profile)
    wait_for(lambda: shape(display) == "1100x650")
    display.do("xdotool", "windowfocus", "--sync", window(display))
    display.do("xdotool", "key", "ctrl+1")  # to the chat, where one writes on
    wait_for(lambda: kept(profile).get("page") == "chat")
    display.do("xdotool", "type", "--delay", "20", "!")
    wait_for(lambda: kept(profile).get("draft") == "half a thought!")
    assert before["page"] == "hardware"
    display.do("xdotool", "key", "ctrl+q")
    assert again.wait(30) == 0
    assert "uncaught" not in (profile / "tandem.log").read_text()


def test_a_second_start_hands_its_file_to_the_first(display: Display, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    model = random_model(tmp_path / "Tiny-F32.gguf", "llama", heads=6, kv_heads=3, context=4096)
    first = start(display, profile)
    wait_for(lambda: bool(window(display)))
    second = start(display, profile, str(model))
    assert second.wait(30) == 0
    assert first.poll() is None
    wait_for(lambda: bool(window(display, "Tandem - Tiny")))
    display.do("xdotool", "windowfocus", "--sync", window(display, "Tandem - Tiny"))
    display.do("xdotool", "key", "ctrl+q")
    assert first.wait(30) == 0
