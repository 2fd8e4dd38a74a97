"""What every test that uses Qt is held to: no warning of Qt's, from first to last, and no window left behind.

pytest-qt hears warnings until a test's last line (`qt_log_level_fail` in pyproject.toml); here they are heard while its
fixtures and windows are taken down, too.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Generator, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

HARMLESS = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    before = {_address(widget) for widget in QApplication.topLevelWidgets()}
    yield
    if _left(before):
        gc.collect()  # as the window itself does now and then; all that it finds is no leak
    if left := _left(before):
        words = (f"{type(each).__name__} {each.accessibleName() or each.windowTitle()!r}" for each in left)
        pytest.fail(f"Windows that nobody deletes: {', '.join(words)}", pytrace=False)


def _left(before: set[int]) -> list[QWidget]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # type: ignore[arg-type]
    return [widget for widget in QApplication.topLevelWidgets() if _address(widget) not in before]


def _address(widget: QWidget) -> int:
    return int(shiboken6.getCppPointer(widget)[0])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    allowed = list(item.config.getini("qt_log_ignore"))
    allowed += [pattern for mark in item.iter_markers("qt_log_ignore") for pattern in mark.args]
    said: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind not in HARMLESS and not any(re.search(pattern, message) for pattern in allowed):
            said.append(message)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    if said:
        pytest.fail("Qt warned while the test was taken down: " + "; ".join(said), pytrace=False)
