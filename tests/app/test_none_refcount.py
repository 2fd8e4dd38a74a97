"""Some PySide6 releases give back references to None that they never took: the interpreter dies of it."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_calls_that_return_nothing_leave_none_alone(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(20):  # in steps: a broken release kills the interpreter after some 5,000 calls
        for number in range(1000):
            label.setText(str(number))
        assert abs(sys.getrefcount(None) - before) < 500
