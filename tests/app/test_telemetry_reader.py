"""The reader's thread: off the window's, only while something shows what it reads, and never the end of it."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.telemetry.reader import Telemetry
from app.telemetry.reading import Reading
from app.telemetry.sources import Sources
from app.telemetry.watch import Watch

FAST = 0.02


@dataclass
class Played:
    """A source that counts what is asked of it."""

    opened: int = 0
    closed: int = 0
    reads: int = 0
    threads: set[str] = field(default_factory=set)
    fail: bool = False

    def open(self) -> None:
        self.opened += 1

    def read(self) -> Reading:
        self.reads += 1
        self.threads.add(threading.current_thread().name)
        if self.fail:
            raise RuntimeError("the driver is on fire")
        return Reading(float(self.reads))

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def source() -> Played:
    return Played()


@pytest.fixture
def telemetry(source: Played, qtbot: QtBot) -> Iterator[Telemetry]:
    made = Telemetry(lambda: source, FAST)
    yield made
    made.close()


def stands_still(source: Played, qtbot: QtBot) -> bool:
    qtbot.waitUntil(lambda: source.opened == source.closed)
    before = source.reads
    qtbot.wait(int(10 * FAST * 1000))
    return source.reads == before


def test_it_reads_on_its_own_thread_while_wanted(telemetry: Telemetry, source: Played, qtbot: QtBot) -> None:
    telemetry.want(True)
    qtbot.wait(50)
    assert source.opened == 0, "not before the window is on screen"
    seen: list[str] = []
    telemetry.arrived.connect(lambda reading: seen.append(threading.current_thread().name))
    telemetry.begin()
    qtbot.waitUntil(lambda: len(seen) >= 3)
    assert set(seen) == {"MainThread"}
    assert source.threads == {"telemetry"}
    telemetry.want(False)
    assert stands_still(source, qtbot)
    telemetry.want(True)
    qtbot.waitUntil(lambda: source.opened == 2)
    telemetry.close()
    assert not any(thread.name == "telemetry" for thread in threading.enumerate())
    assert source.closed == 2


def test_a_source_in_trouble_is_tried_again_later(
    telemetry: Telemetry, source: Played, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    source.fail = True
    telemetry.want(True)
    telemetry.begin()
    qtbot.waitUntil(lambda: source.opened >= 2)
    assert source.opened - source.closed <= 1
    assert "on fire" in caplog.text
    source.fail = False
    with qtbot.waitSignal(telemetry.arrived):
        pass


def test_hidden_and_minimised_windows_read_nothing(telemetry: Telemetry, source: Played, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    shown, other = QWidget(window), QWidget(window)
    other.hide()
    Watch(telemetry, shown, other)
    telemetry.begin()
    qtbot.wait(30)
    assert not telemetry.reading
    window.show()
    qtbot.waitUntil(lambda: telemetry.reading)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    qtbot.waitUntil(lambda: not telemetry.reading)
    assert stands_still(source, qtbot)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    qtbot.waitUntil(lambda: telemetry.reading)
    shown.hide()
    qtbot.waitUntil(lambda: not telemetry.reading)
    other.show()
    qtbot.waitUntil(lambda: telemetry.reading)
    window.hide()
    qtbot.waitUntil(lambda: not telemetry.reading)


def test_a_reading_of_this_computer_costs_little() -> None:
    """At one a second: less than a hundredth of a core, with the real files and the real psutil."""
    sources = Sources()
    sources.open()
    sources.read()
    process = psutil.Process()
    before, readings = sum(process.cpu_times()[:2]), 50
    for _ in range(readings):
        sources.read()
    spent = (sum(process.cpu_times()[:2]) - before) / readings
    sources.close()
    assert spent < 0.01


def test_a_costly_source_is_asked_less_often(qtbot: QtBot) -> None:
    class Costly(Played):
        def read(self) -> Reading:
            until = time.thread_time() + 0.005
            while time.thread_time() < until:
                pass
            return super().read()

    source = Costly()
    telemetry = Telemetry(lambda: source, FAST)
    telemetry.want(True)
    telemetry.begin()
    qtbot.wait(1500)
    telemetry.close()
    assert 1 <= source.reads <= 2, "5 ms of work, then a second of rest"


def test_closing_does_not_wait_for_a_slow_driver(qtbot: QtBot) -> None:
    class Slow(Played):
        def read(self) -> Reading:
            time.sleep(4)
            return super().read()

    telemetry = Telemetry(Slow)
    telemetry.want(True)
    telemetry.begin()
    qtbot.wait(30)
    began = time.monotonic()
    telemetry.close()
    assert time.monotonic() - began < 3
    (thread,) = (each for each in threading.enumerate() if each.name == "telemetry")
    left = weakref.ref(telemetry)
    del telemetry
    assert left() is None, "a thread that ends later must not be the one that destroys what belongs to Qt"
    thread.join(5)
