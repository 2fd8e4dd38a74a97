"""By keyboard alone: the frame, in the order in which it is read. What pages hold is in `test_every_scene.py`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.app.conftest import Desk
from tests.app.test_split import plan_on
from tests.engine.plan.models import llama_8b


def begin(desk: Desk, qtbot: QtBot) -> None:
    """With the keyboard on the first item of the rail."""
    first = desk.window.rail.items["chat"]
    desk.window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first)


def walk(qtbot: QtBot, steps: int) -> list[QWidget]:
    reached: list[QWidget] = []
    for _ in range(steps):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return reached


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


def test_one_card_is_open_at_a_time_and_none_where_the_keyboard_goes_elsewhere(loaded: Desk, qtbot: QtBot) -> None:
    window, field = loaded.window, loaded.window.chat_page.composer.field
    field.setFocus()
    window.sampling_card.open_under(window.chat_page.composer.sampling)
    window.show_plan()
    assert window.plan_card.isVisible()
    assert not window.sampling_card.isVisible()
    window.show_palette()
    assert not window.plan_card.isVisible()
    qtbot.keyClick(window.palette_card, Qt.Key.Key_Escape)
    assert window.focusWidget() is field  # where the first of them came from
    window.show_plan()
    window.on_chat(field.setFocus)()
    assert not window.plan_card.isVisible()
    window.show_plan()
    window.show_page("library")
    assert not window.plan_card.isVisible()
