"""By keyboard alone: Tab and Shift+Tab reach every control of a page, in the order in which it is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.app.conftest import Desk
from tests.app.test_split import plan_on
from tests.engine.plan.models import llama_8b

SHIFT = Qt.KeyboardModifier.ShiftModifier


def controls(desk: Desk) -> set[QWidget]:
    """What the keyboard can be on, of all that is shown."""
    return {
        widget for widget in desk.window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parent(), QAbstractSpinBox) and not widget.focusProxy()
    }  # fmt: skip


def begin(desk: Desk, qtbot: QtBot) -> None:
    """With the keyboard on the first item of the rail."""
    first = desk.window.rail.items["chat"]
    desk.window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first)


def walk(qtbot: QtBot, steps: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[QWidget]:
    reached: list[QWidget] = []
    for _ in range(steps):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab, modifier)
    return reached


@pytest.mark.parametrize("page", ["chat", "library", "hardware", "compare", "settings"])
def test_tab_reaches_every_control_both_ways(desk: Desk, qtbot: QtBot, page: str) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "tensor")
    desk.window.plan_card.close_card()
    desk.window.resize(1280, 800)
    desk.window.show_page(page)
    qtbot.waitUntil(desk.window.run_bar.button.isEnabled)
    begin(desk, qtbot)
    wanted = controls(desk)
    for modifier in (Qt.KeyboardModifier.NoModifier, SHIFT):
        reached = set(walk(qtbot, 2 * len(wanted) + 10, modifier))
        missed = {f"{type(widget).__name__} {widget.accessibleName()}" for widget in wanted - reached}
        assert missed == set()
    nameless = [type(widget).__name__ for widget in wanted if not widget.accessibleName()]
    assert nameless == []


def test_the_frame_is_walked_through_as_it_is_read(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "tensor")
    desk.window.plan_card.close_card()
    desk.window.resize(1280, 800)
    window, bar = desk.window, desk.window.run_bar
    qtbot.waitUntil(bar.button.isEnabled)
    begin(desk, qtbot)
    reached = walk(qtbot, 9)
    assert reached == [*window.rail.items.values(), bar.picker, bar.segments, bar.plan_link, bar.button]


def test_a_page_of_the_rail_is_opened_by_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    item = desk.window.rail.items["hardware"]
    item.setFocus()
    qtbot.keyClick(item, Qt.Key.Key_Space)
    assert desk.models.settings.page == "hardware"
    assert [key for key, other in desk.window.rail.items.items() if other.isChecked()] == ["hardware"]
    qtbot.keyClick(item, Qt.Key.Key_Space)  # once more: it stays
    assert item.isChecked()
