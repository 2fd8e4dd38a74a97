"""A link says where it leads before it opens; nothing that a model writes opens by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from app.chat.link_card import LinkCard, shown_address
from app.chat.turn import Turn
from tests.app.conftest import Desk
from tests.app.test_chat_page import keep

LEFT = Qt.MouseButton.LeftButton
WORDS = "See [my bank](https://exаmple.org/login?to=%2Fx) or <mailto:a@example.org>."  # the а is a Cyrillic one
ADDRESS = "https://xn--exmple-4nf.org/login?to=%2Fx"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made = list[str]()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: made.append(QUrl(url).toString()))
    return made


def show(desk: Desk) -> None:
    keep(desk, "Links", 0, Turn("user", "x"), Turn("assistant", WORDS))
    desk.models.chat.open_kept(desk.models.store.summaries()[0].id)
    desk.window.chat_page.transcript.viewport().repaint()


def click(desk: Desk, qtbot: QtBot, letter: int) -> None:
    transcript = desk.window.chat_page.transcript
    box = transcript.layout_of(1).blocks[0].rect_of(letter)
    at = box.center() + QPoint(transcript.column.left() + 2, transcript.top_in_view(1))
    qtbot.mouseClick(transcript.viewport(), LEFT, pos=at)


def card(desk: Desk) -> LinkCard:
    found = desk.window.conversation._link
    assert found is not None
    return found


def test_a_click_shows_the_true_address_and_opens_nothing(desk: Desk, qtbot: QtBot, opened: list[str]) -> None:
    show(desk)
    click(desk, qtbot, 6)
    assert card(desk).isVisible()
    assert card(desk).address.toPlainText() == ADDRESS
    assert opened == []
    qtbot.mouseClick(card(desk).cancel_button, LEFT)
    assert not card(desk).isVisible()
    assert opened == []
    click(desk, qtbot, 6)
    qtbot.mouseClick(card(desk).open_button, LEFT)
    assert len(opened) == 1
    assert not card(desk).isVisible()


def test_the_keyboard_reaches_links(desk: Desk, qtbot: QtBot, opened: list[str]) -> None:
    show(desk)
    transcript = desk.window.chat_page.transcript
    transcript.setFocus(Qt.FocusReason.TabFocusReason)
    assert transcript.cursor_spot.spot is not None
    assert transcript.cursor_spot.spot.words == "Link: my bank"
    qtbot.keyClick(transcript, Qt.Key.Key_Return)
    assert card(desk).isVisible()
    assert card(desk).open_button.hasFocus()
    qtbot.keyClick(card(desk).open_button, Qt.Key.Key_Escape)
    assert opened == []
    qtbot.keyClick(transcript, Qt.Key.Key_Right)
    qtbot.keyClick(transcript, Qt.Key.Key_Return)
    assert card(desk).address.toPlainText() == "mailto:a@example.org"
    assert not card(desk).open_button.isVisible()  # not a web address
    qtbot.mouseClick(card(desk).copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "mailto:a@example.org"
    assert opened == []


@pytest.mark.parametrize("source", ["[x](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](data:text/html,x)"])
def test_addresses_that_act_are_no_links(desk: Desk, source: str) -> None:
    keep(desk, "Links", 0, Turn("user", "x"), Turn("assistant", source))
    desk.models.chat.open_kept(desk.models.store.summaries()[0].id)
    assert [spot for spot in desk.window.chat_page.transcript.layout_of(1).spots() if spot.kind == "link"] == []


def test_letters_that_look_like_others_are_spelled_out() -> None:
    assert shown_address("https://exаmple.org") == "https://xn--exmple-4nf.org"
    assert shown_address("https://a.org/x y") == "https://a.org/x%20y"
    assert shown_address("") == ""
