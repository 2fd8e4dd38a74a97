"""The real window with the real engine, left alone: it asks nothing of the network, and hardly ever wakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# A caret blinks twice a second, Ctrl+C is looked for twice, the cards are looked at once. What this costs is the
# benchmark's to say (`python -m tests.app.resting`): it depends on what else runs.
WAKES = 10
CONNECTION = """
import contextlib, socket
from tests.app.resting import watch_network
asked = watch_network()
with contextlib.suppress(OSError):
    socket.create_connection(("127.0.0.1", 9), timeout=1)
print(asked)
"""


def told(*arguments: str) -> str:
    """The last line of a Python process of its own."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=False, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    profile = str(tmp_path_factory.mktemp("profile"))
    return dict(json.loads(told("-m", "tests.app.resting", "--seconds", "4", "--profile", profile)))


def test_nothing_goes_over_the_network_before_it_is_asked_for(quiet: dict[str, Any]) -> None:
    assert (quiet["asked"], quiet["lines"]) == ([], [])
    assert quiet["processes"] > 1, "the engine was there"


@pytest.mark.parametrize("how", ["open", "minimised"])
def test_a_window_that_rests_is_hardly_ever_woken(quiet: dict[str, Any], how: str) -> None:
    assert 0 < quiet["wakes"][how] < WAKES


def test_a_connection_would_be_seen() -> None:
    """In a process of its own: who watches cannot be stopped."""
    assert "127.0.0.1" in told("-c", CONNECTION)
