"""One window per user and profile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from app.settings.paths import find_paths
from app.shell.instance import Instance, _name

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from app.settings.paths import find_paths
from app.shell.instance import Instance
app = QCoreApplication([])
instance = Instance(find_paths(sys.argv[1]))
first = instance.begin()
if first:
    instance.listen()
print("first" if first else f"handed over: {instance.hand_over(sys.argv[2])}", flush=True)
if len(sys.argv) > 3:
    app.exec()
"""


def start(profile: Path, path: str, *stay: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SECOND, str(profile), path, *stay]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_its_file_over_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(find_paths(str(tmp_path)))
    assert first.begin()
    first.listen()
    with qtbot.waitSignal(first.asked, timeout=20_000) as told:
        second = start(tmp_path, "/models/a b.gguf")
    assert told.args == ["/models/a b.gguf"]
    assert second.communicate(timeout=20)[0] == "handed over: True\n"
    first.end()


def test_another_profile_is_another_window(tmp_path: Path) -> None:
    one, two = (Instance(find_paths(str(tmp_path / name))) for name in ("one", "two"))
    assert one.begin()
    assert two.begin()
    one.end()
    two.end()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_killed_window_leaves_nothing_that_blocks(qtbot: QtBot, tmp_path: Path) -> None:
    killed = start(tmp_path, "", "stay")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "first\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    assert (tmp_path / "tandem.lock").exists()  # it is stale now
    again = Instance(find_paths(str(tmp_path)))
    assert again.begin()
    again.listen()
    with qtbot.waitSignal(again.asked, timeout=20_000):
        start(tmp_path, "").communicate(timeout=20)
    again.end()


def test_a_window_that_does_not_answer_is_not_waited_for_long(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.shell.instance.ANSWER_MS", 300)
    paths = find_paths(str(tmp_path))
    silent = QLocalServer()
    assert silent.listen(_name(paths))
    began = time.monotonic()
    assert not Instance(paths).hand_over("x")
    assert time.monotonic() - began < 5
    silent.close()
    assert not Instance(paths).hand_over("x")  # nobody there at all


def is_cut(socket: QLocalSocket) -> bool:
    return socket.state() == QLocalSocket.LocalSocketState.UnconnectedState


def test_what_is_not_one_of_ours_is_ignored(qtbot: QtBot, tmp_path: Path) -> None:
    paths = find_paths(str(tmp_path))
    first, told = Instance(paths), list[str]()
    assert first.begin()
    first.listen()
    first.asked.connect(told.append)
    for words in (b"GET / HTTP/1.1\n", b"[1]\n", b'{"path": "x"}\n'):
        socket = QLocalSocket()
        socket.connectToServer(_name(paths))
        assert socket.waitForConnected(1000)
        socket.write(words)
        socket.flush()
        qtbot.waitUntil(partial(is_cut, socket))
    assert told == []
    first.end()
