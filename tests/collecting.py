"""As in the real program: windows of earlier tests must not be deleted on a thread of a later one."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.shell.collector import Collector


@pytest.fixture(scope="package", autouse=True)
def collector(qapp: QApplication) -> Iterator[Collector]:
    made = Collector(qapp)
    yield made
    made.deleteLater()
    gc.enable()
