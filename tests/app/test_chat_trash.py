"""Pins, and the chats that were deleted: brought back, or gone for good after a question."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.chat.store import KEPT_S
from app.chat.trash_list import kept_for
from app.chat.trash_view import TrashView
from tests.app.conftest import Desk
from tests.app.test_chat_page import click_row, keep, listed, texts

LEFT = Qt.MouseButton.LeftButton


def gone(desk: Desk) -> list[str]:
    return [row.title for row in desk.window.chat_page.column.trash.trash.rows]


def test_pinned_chats_stand_above_all_others(desk: Desk, qtbot: QtBot) -> None:
    rows, chats = desk.window.chat_page.column.list, desk.window.chat_page.chats
    keep(desk, "Old", 40)
    keep(desk, "New")
    rows.setCurrentIndex(chats.index(3))
    qtbot.keyClick(rows, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert listed(desk) == ["Pinned", "Old", "Today", "New"]
    menu = {action.text(): action for action in rows.menu_for(chats.index(1)).actions()}
    menu["Unpin\tCtrl+D"].trigger()
    assert listed(desk) == ["Today", "New", "Older", "Old"]


def test_deleted_chats_come_back_or_go_for_good(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    column = desk.window.chat_page.column
    for title in ("One", "Two", "Three"):
        keep(desk, title)
        click_row(desk, qtbot, title)
        qtbot.keyClick(column.list, Qt.Key.Key_Delete)
    desk.window.chat_page.undo_bar.close_bar()  # as ten seconds do
    assert listed(desk) == []
    qtbot.mouseClick(column.trash_button, LEFT)
    view = column.trash
    assert view.isVisible()
    assert view.list.hasFocus()
    assert gone(desk) == ["Three", "Two", "One"]
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert gone(desk) == ["Two", "One"]
    assert texts(desk) == ["Three", "About Three"]
    asked = list[str]()
    monkeypatch.setattr(TrashView, "_sure", lambda self, title: bool(asked.append(title)))
    qtbot.mouseClick(view.destroy_button, LEFT)
    assert gone(desk) == ["Two", "One"]
    monkeypatch.setattr(TrashView, "_sure", lambda self, title: True)
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert (asked, gone(desk)) == (["Two"], ["One"])
    qtbot.mouseClick(view.restore_button, LEFT)
    assert gone(desk) == []
    assert view.nothing.isVisible()
    assert not view.restore_button.isEnabled()
    qtbot.mouseClick(view.back_button, LEFT)
    assert listed(desk) == ["Today", "Three", "One"]


def test_esc_goes_back_to_the_chats(desk: Desk, qtbot: QtBot) -> None:
    column = desk.window.chat_page.column
    keep(desk, "One")
    click_row(desk, qtbot, "One")
    qtbot.keyClick(column.list, Qt.Key.Key_Delete)
    keep(desk, "Two")
    desk.window.activateWindow()
    for inside in (column.trash.list, column.trash.back_button, column.trash.restore_button):
        column.show_trash()
        inside.setFocus()
        qtbot.waitUntil(inside.hasFocus)
        QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Escape)
        assert column.list.hasFocus()
        assert not column.trash.isVisible()
    assert listed(desk) == ["Today", "Two"]


def test_it_stands_anywhere_else_too(desk: Desk, qtbot: QtBot) -> None:
    made = keep(desk, "Gone")
    desk.models.chat.delete(made.id)
    view = TrashView(desk.theme, desk.models.chat, with_back=False)
    qtbot.addWidget(view)
    view.show()
    assert not view.back_button.isVisible()
    with qtbot.waitSignal(view.restored):
        qtbot.mouseClick(view.restore_button, LEFT)
    assert listed(desk) == ["Today", "Gone"]


def test_it_says_how_long_a_chat_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.chat.trash_list.time", lambda: 1e9)
    assert kept_for(1e9) == "kept for 30\u00a0more days"
    assert kept_for(1e9 - 24 * 3600 * 1.5) == "kept for 28\u00a0more days"
    assert kept_for(1e9 - KEPT_S + 24 * 3600) == "kept for 1\u00a0more day"
    assert kept_for(1e9 - KEPT_S + 60) == "gone for good today"
