"""Objects of Qt that nobody holds any more go on the main thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.shell.collector import Collector


class Held(QObject):
    """Holds itself, so only the collector finds it."""

    def __init__(self, went: list[threading.Thread]) -> None:
        super().__init__()
        self.itself, self._went = self, went

    def __del__(self) -> None:
        self._went.append(threading.current_thread())


@pytest.fixture
def thresholds() -> Iterator[None]:
    """Such that a few objects are enough."""
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(50, 1, 1)
    yield
    gc.set_threshold(*before)


def allocate() -> None:
    kept = [[each] for each in range(20_000)]
    assert len(kept) == 20_000


def on_a_thread() -> None:
    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()


def test_another_thread_deletes_nothing_and_the_main_one_does(qtbot: QtBot, thresholds: None) -> None:
    went: list[threading.Thread] = []
    parent = QObject()
    Collector(parent)
    Held(went)
    on_a_thread()
    assert went == []
    qtbot.waitUntil(lambda: went == [threading.main_thread()])
    assert not gc.isenabled()
    parent.deleteLater()


def test_without_it_another_thread_would(thresholds: None) -> None:
    """So the test above can fail. What goes here is no object of Qt."""
    went: list[threading.Thread] = []

    class Plain:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            went.append(threading.current_thread())

    gc.enable()
    try:
        Plain()
        on_a_thread()
    finally:
        gc.disable()
    assert went
    assert went[0] is not threading.main_thread()
