"""The real window with the real engine, left alone: it asks nothing of the network, and hardly anything of the CPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

HOOK = """
import json, sys
asked = []

def hook(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        asked.append(f"{event} {arguments[0]}")
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        asked.append(f"{event} {arguments[1]}")

sys.addaudithook(hook)
"""
# Opens every page, then rests: on the chat page, which shows the cards' live figures, and minimised.
WINDOW = """
import time
import psutil
from PySide6.QtCore import QTimer
from app.shell import start

SECONDS = 3.0
before, used = start._after_paint, {}

def rest(name, then):
    def measure(began=time.process_time()):
        used[name] = (time.process_time() - began) / SECONDS
        then()
    QTimer.singleShot(round(1000 * SECONDS), measure)

def started(window, *others):
    before(window, *others)
    pages = ["library", "hardware", "compare", "settings", "chat"]
    def step():
        if pages:
            window.show_page(pages.pop(0))
            QTimer.singleShot(300, step)
        elif not window.models.client.ready:
            QTimer.singleShot(300, step)
        else:
            QTimer.singleShot(1500, lambda: rest("open", minimise))
    def minimise():
        window.showMinimized()
        QTimer.singleShot(1000, lambda: rest("minimised", end))
    def end():
        family = [psutil.Process(), *psutil.Process().children(recursive=True)]
        lines = [str(each.raddr or each.laddr) for one in family for each in one.net_connections("inet")]
        print(json.dumps({"asked": asked, "lines": lines, "used": used, "processes": len(family)}), flush=True)
        window.close()
    step()

start._after_paint = started
sys.exit(start.run(None, sys.argv[1]))
"""
CONNECTION = """
import socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError:
    print(json.dumps({"asked": asked}))
"""


def told(program: str, *arguments: str) -> dict[str, Any]:
    command, environment = [sys.executable, "-c", HOOK + program], {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return told(WINDOW, str(tmp_path_factory.mktemp("profile")))


def test_nothing_goes_over_the_network_before_it_is_asked_for(quiet: dict[str, Any]) -> None:
    assert (quiet["asked"], quiet["lines"]) == ([], [])
    assert quiet["processes"] > 1, "the engine was there"


@pytest.mark.parametrize("how", ["open", "minimised"])
def test_a_window_that_rests_takes_less_than_a_hundredth_of_a_core(quiet: dict[str, Any], how: str) -> None:
    assert quiet["used"][how] < 0.01


def test_a_connection_would_be_seen() -> None:
    assert any("127.0.0.1" in each for each in told(CONNECTION)["asked"])
