"""The log: what it tells about a run, what it never tells, and how large it grows."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.shell.event_log import describe
from engine.protocol import Failed, Finished, ModelLost, PromptProgress, Statistics, Text
from tests.app.conftest import Desk

PROGRAM = """
import logging, os, subprocess, sys, time
from pathlib import Path
from app.settings.paths import find_paths
from app.shell.crash_log import open_log
from app.shell.event_log import log_start
from app.shell.stderr_log import follow_stderr
open_log(find_paths(sys.argv[1]))
follow_stderr()
log_start()
print("from the window", file=sys.stderr)
subprocess.run([sys.executable, "-c", "import sys; sys.exit('from a worker')"])
for number in range(int(sys.argv[2])):
    logging.getLogger("tandem").info("line %d %s", number, "x" * 1000)
time.sleep(0.3)
"""


def run(folder: Path, lines: int = 0) -> tuple[str, subprocess.CompletedProcess[str]]:
    command = [sys.executable, "-c", PROGRAM, str(folder), str(lines)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return (folder / "tandem.log").read_text(), done


def test_it_begins_with_versions_and_takes_what_any_process_writes_to_standard_error(tmp_path: Path) -> None:
    written, done = run(tmp_path)
    assert "started: Python 3" in written
    assert "torch 2" in written
    assert "stderr: from the window" in written
    assert "stderr: from a worker" in written
    assert "from a worker" in done.stderr  # the terminal has it too


def test_it_never_grows_beyond_three_files_of_a_megabyte(tmp_path: Path) -> None:
    run(tmp_path, 4000)
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("tandem.log*")}
    assert sorted(sizes) == ["tandem.log", "tandem.log.1", "tandem.log.2"]
    assert max(sizes.values()) <= 1_000_000


def test_failures_stand_there_with_their_details(desk: Desk, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "tandem"), qtbot.waitSignal(desk.models.client.arrived):
        desk.engine.say(Failed(7, "load", "CPU rank 0 ran out of memory.", "Traceback\nMemoryError"))
    assert "load 7 failed: CPU rank 0 ran out of memory.\n  Traceback\n  MemoryError" in caplog.text
    with qtbot.waitSignal(desk.models.client.ended):
        desk.engine.die("The engine stopped unexpectedly.")
    assert "engine lost: The engine stopped unexpectedly." in caplog.text


def test_what_is_said_in_a_chat_stays_there() -> None:
    assert describe(Text(1, "a secret", (1,), 0.1)) is None
    assert describe(PromptProgress(1, 1, 2, 0)) is None
    said = describe(Finished(1, "end", Statistics(20, 0, 8, 1548.2, 36.2, 0.3, 28, 4096)))
    assert said == (logging.INFO, "reply 1 ended (end): prompt 20 at 1548.2, 8 at 36.2 tok/s")
    assert describe(ModelLost("Gone.", "signal 9")) == (logging.ERROR, "model lost: Gone.\n  signal 9")
    assert describe(Failed(3, "load", "Cancelled.", cancelled=True)) == (logging.INFO, "load 3 was cancelled")
