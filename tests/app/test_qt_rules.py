"""The rules that every test of Qt is held to hold: small test files that break them, run by a pytest of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFTEST = "from tests.qt_rules import no_window_left, pytest_runtest_teardown\n"
TESTS = """
import weakref
import pytest
from PySide6.QtCore import qInfo, qWarning
from PySide6.QtWidgets import QDialog, QWidget

kept = []

@pytest.fixture
def warns_first():
    qWarning("made up")

@pytest.fixture
def warns_last():
    yield
    qWarning("made up")

def test_warned(): qWarning("made up")
def test_warned_before(warns_first): pass
def test_warned_after(warns_last): pass
def test_left(): kept.append(QWidget())
def test_left_shown():
    kept.append(QWidget())
    kept[-1].show()
def test_dialog_of_a_window_that_stays():
    kept.append(QWidget())
    QDialog(kept[-1]).show()

def test_fine_deleted_later(): QWidget().deleteLater()
def test_fine_found_by_the_collector():
    circle = QWidget()
    circle.itself = circle
    del circle
def test_fine_bot(qtbot):
    qtbot.addWidget(QWidget())
def test_fine_information(): qInfo("made up")
def test_fine_the_platform_s_own(): qWarning("This plugin does not support raise()")
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """By test: every outcome that pytest reports of its three phases."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_broken.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider", "-rA"]
    done = subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", done.stdout, re.MULTILINE):
        found.setdefault(name, set()).add(outcome)
    assert len(found) == TESTS.count("def test_"), done.stdout + done.stderr
    return found


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("warned", "FAILED"), ("warned_before", "FAILED"), ("warned_after", "ERROR"),
        ("left", "ERROR"), ("left_shown", "ERROR"), ("dialog_of_a_window_that_stays", "ERROR"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_fails(outcomes: dict[str, set[str]], name: str, outcome: str) -> None:
    assert outcome in outcomes[f"test_{name}"]


def test_nothing_else_does(outcomes: dict[str, set[str]]) -> None:
    fine = {name: outcome for name, outcome in outcomes.items() if name.startswith("test_fine")}
    assert set.union(*fine.values()) == {"PASSED"}
    assert len(fine) == 5
