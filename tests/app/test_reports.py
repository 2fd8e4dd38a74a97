"""Errors that nothing catches: logged, kept as a report, told once, and the window goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.settings.paths import Paths, find_paths
from app.shell import crash_log
from app.shell.crash_dialog import CrashDialog
from app.shell.crash_log import ErrorReports
from app.shell.crash_report import KEPT, write_report
from tests.app.conftest import Desk

CRASH = """
import ctypes, sys
from app.settings.paths import find_paths
from app.shell.crash_log import open_log
print(open_log(find_paths(sys.argv[1])))
if len(sys.argv) > 2:
    ctypes.string_at(0)
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths(str(tmp_path / "profile"))


def raised(words: str) -> tuple[type[BaseException], BaseException, object]:
    try:
        raise ValueError(words)
    except ValueError as error:
        return type(error), error, error.__traceback__


def test_an_error_is_kept_in_a_file_and_told_once(paths: Paths, qtbot: QtBot) -> None:
    paths.log_file.write_text("".join(f"line {number}\n" for number in range(300)))
    reports, told = ErrorReports(paths), list[tuple[str, str]]()
    reports.made.connect(lambda *words: told.append(words))
    error = raised("made up")
    for _ in range(3):
        reports.on_error(*error)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(told) == 1)
    qtbot.wait(20)
    assert len(told) == 1
    (file,) = paths.log.glob("report-*.txt")
    assert str(file) in told[0][0]
    words = file.read_text()
    for part in ("Tandem: ", "Qt: ", "PyTorch: ", "ValueError: made up", "line 299", "line 100\n"):
        assert part in words
    assert "line 99\n" not in words
    assert words == told[0][1]


def test_errors_of_other_threads_come_to_the_same_place(paths: Paths, qtbot: QtBot) -> None:
    reports = ErrorReports(paths)
    before = sys.excepthook, threading.excepthook
    try:
        reports.install()
        with qtbot.waitSignal(reports.made) as told:
            thread = threading.Thread(target=lambda: [][0], name="counting")
            thread.start()
            thread.join()
    finally:
        sys.excepthook, threading.excepthook = before
    assert "IndexError" in told.args[0]
    assert "Thread: counting" in told.args[1]


def test_old_reports_make_room_and_a_full_disk_is_said(
    paths: Paths, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(KEPT + 5):
        write_report(paths, str(number))
    assert len(list(paths.log.glob("report-*.txt"))) == KEPT
    monkeypatch.setattr(crash_log, "write_report", lambda paths, words: None)
    reports = ErrorReports(paths)
    with qtbot.waitSignal(reports.made) as told:
        reports.on_error(*raised("no room"))  # type: ignore[arg-type]
    assert "could not be written" in told.args[0]


def test_a_window_that_cannot_be_made_leaves_a_report(paths: Paths) -> None:
    said = ErrorReports(paths).of_start(ValueError("made up"))
    (file,) = paths.log.glob("report-*.txt")
    assert said.startswith(f"Tandem cannot open its window (ValueError). The report is kept in {file}.")
    assert "ValueError: made up" in file.read_text()


def test_the_dialog_shows_the_report_to_copy_and_the_window_goes_on(desk: Desk, qtbot: QtBot) -> None:
    reports = ErrorReports(desk.models.paths)
    reports.made.connect(desk.window.show_crash)
    with capture_exceptions() as seen:
        before, sys.excepthook = sys.excepthook, reports.on_error
        QTimer.singleShot(0, lambda: [][0])  # in a slot, as it would be
        qtbot.waitUntil(lambda: desk.window.findChild(CrashDialog) is not None)
        sys.excepthook = before
    assert seen == []
    dialog = desk.window.findChild(CrashDialog)
    dialog.copy.click()
    assert "IndexError" in QGuiApplication.clipboard().text()
    reports.on_error(*raised("another"))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: "another" in dialog.text.toPlainText())
    assert len(desk.window.findChildren(CrashDialog)) == 1
    dialog.go_on.click()
    qtbot.waitUntil(lambda: desk.window.findChild(CrashDialog) is None)
    assert desk.window.isVisible()


@pytest.mark.skipif(sys.platform != "linux", reason="the way to crash is Linux's")
def test_a_hard_crash_is_told_at_the_next_start_and_only_there(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CRASH, str(tmp_path)]
    crashed = subprocess.run([*command, "now"], capture_output=True, text=True, check=False, timeout=60)
    assert crashed.returncode < 0
    told = [subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout for _ in range(2)]
    assert "Segmentation fault" in told[0]
    assert told[1].strip() == ""
    assert len(list(tmp_path.glob("crash-*.log"))) == 1
