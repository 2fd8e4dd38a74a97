"""A window that is open for weeks: what is opened and closed again leaves nothing behind, and nothing flashes up."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.chat.keep_control import STAY
from app.shell.crash_dialog import CrashDialog
from app.widgets.banner import Notice
from app.widgets.popover import Popover
from tests.app.conftest import Desk
from tests.app.test_chat_page import keep
from tests.app.test_hardware_page import show
from tests.app.test_split import plan_on
from tests.engine.plan.models import qwen3_32b

TIMES = 5
GRABS = "^This plugin does not support grabbing the keyboard$"  # the offscreen platform, of every menu

Round = Callable[[Desk, QtBot], None]


def objects(desk: Desk) -> int:
    """All that the window holds, once what is to be deleted is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # type: ignore[arg-type]
    gc.collect()
    return len(desk.window.findChildren(QObject))


def ask_menu(widget: QAbstractItemView | QWidget) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(20, 20), widget.mapToGlobal(QPoint(20, 20)))
    QApplication.sendEvent(widget, event)


def leave_menu(qtbot: QtBot) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def menu_of_a_chat(desk: Desk, qtbot: QtBot) -> None:
    rows = desk.window.chat_page.column.list
    rows.setCurrentIndex(desk.window.chat_page.chats.index(1))
    ask_menu(rows)
    leave_menu(qtbot)


def menu_of_the_conversation(desk: Desk, qtbot: QtBot) -> None:
    ask_menu(desk.window.chat_page.transcript)
    leave_menu(qtbot)


def chosen_in_the_menu_of_the_conversation(desk: Desk, qtbot: QtBot) -> None:
    ask_menu(desk.window.chat_page.transcript)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def menu_of_a_field(desk: Desk, qtbot: QtBot) -> None:
    ask_menu(desk.window.chat_page.composer.field)
    leave_menu(qtbot)


def menu_of_models(desk: Desk, qtbot: QtBot) -> None:
    QTimer.singleShot(0, desk.window.pick_model)  # an event loop of its own, in which it is left
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    leave_menu(qtbot)


def question_before_a_chat_is_destroyed(desk: Desk, qtbot: QtBot) -> None:
    made = keep(desk, "Gone")
    desk.models.chat.delete(made.id)
    desk.window.chat_page.undo_bar.close_bar()
    view = desk.window.chat_page.column.trash
    view.trash.refresh()
    asked: list[str] = []

    def agree() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        yes = next(each for each in box.findChildren(QPushButton) if each.text() == "Delete for good")
        qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, agree)
    view.destroy_button.click()
    assert asked == ["Delete “Gone” for good?"]
    assert view.trash.rows == []


def question_before_the_window_closes(desk: Desk, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
    assert desk.window.conversation.keep.ask() == STAY


def crash(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_crash("Something.", "A report")
    desk.window.show_crash("Something else.", "Another")
    qtbot.keyClick(desk.window.findChild(CrashDialog), Qt.Key.Key_Escape)


def cards(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    opened: list[Callable[[], object]] = [
        window.show_plan, window.show_palette, window.show_download,
        lambda: window.sampling_card.open_under(window.chat_page.composer.sampling),
        lambda: window.prompt_card.open_under(window.chat_page.composer.prompt),
    ]  # fmt: skip
    for each in opened:
        window.show_page("chat")
        each()
        (card,) = [card for card in window.findChildren(Popover) if card.isVisible()]
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        assert not card.isVisible()


def banners(desk: Desk, qtbot: QtBot) -> None:
    for sentence in ("One.", "Two.", "Three."):
        desk.window.banners.show_notice(Notice("made up", sentence, details="Words"))
    desk.window.banners.clear("made up")


def chats(desk: Desk, qtbot: QtBot) -> None:
    for row in desk.models.store.summaries():
        desk.models.chat.open_kept(row.id)
        desk.window.chat_page.transcript.viewport().repaint()
    desk.models.chat.begin()


def other_plans(desk: Desk, qtbot: QtBot) -> None:
    """The first does not fit: buttons come, which would make it fit, and go."""
    card = desk.window.plan_card
    for count, mode in ((3, "none"), (3, "tensor"), (2, "tensor")):
        plan_on(desk, qtbot, count, qwen3_32b(), mode)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda few=mode == "none": bool(card.misfit.buttons) == few)
        card.close_card()


def other_cards(desk: Desk, qtbot: QtBot) -> None:
    for count in (3, 0, 2):
        show(desk, qtbot, count)
        qtbot.wait(120)


def pages(desk: Desk, qtbot: QtBot) -> None:
    for page in ("library", "hardware", "compare", "settings", "chat"):
        desk.window.show_page(page)
        qtbot.wait(20)


def themes(desk: Desk, qtbot: QtBot) -> None:
    for name in ("dark", "light"):
        desk.theme.choose(name)  # type: ignore[arg-type]


ROUNDS: tuple[Round, ...] = (
    menu_of_a_chat, menu_of_the_conversation, chosen_in_the_menu_of_the_conversation, menu_of_a_field, menu_of_models,
    question_before_a_chat_is_destroyed, question_before_the_window_closes, crash, cards, banners, chats, other_plans,
    other_cards, pages, themes,
)  # fmt: skip


@pytest.mark.qt_log_ignore(GRABS)
@pytest.mark.parametrize("once", ROUNDS, ids=lambda once: once.__name__)
def test_what_is_opened_and_closed_again_leaves_nothing(desk: Desk, qtbot: QtBot, once: Round) -> None:
    for title in ("One", "Two"):
        keep(desk, title)
    plan_on(desk, qtbot, 2, qwen3_32b(), "tensor")
    desk.window.plan_card.close_card()
    desk.models.chat.open_kept(desk.models.store.summaries()[0].id)
    for _ in range(2):  # some things are made at their first use, and kept
        once(desk, qtbot)
    before = objects(desk)
    for _ in range(TIMES):
        once(desk, qtbot)
    assert objects(desk) == before


class Shown(QObject):
    """Every window that comes up: nothing but what has a parent, such as a dialog, may."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._window, self.alone = desk.window, list[str]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched.parent() is None and watched is not self._window:
            self.alone.append(type(watched).__name__)
        return False


@pytest.fixture
def shown(desk: Desk, qapp: QApplication) -> Iterator[Shown]:
    made = Shown(desk)
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_no_part_of_the_window_comes_up_on_its_own_first(desk: Desk, qtbot: QtBot, shown: Shown) -> None:
    """A widget that is shown before it has a parent flashes up as a window."""
    keep(desk, "One")
    for once in (other_plans, other_cards, pages, cards, banners, chats, pages):
        once(desk, qtbot)
    assert shown.alone == []


def test_such_a_part_would_be_seen(desk: Desk, shown: Shown) -> None:
    part = QWidget()
    part.setVisible(True)
    part.setParent(desk.window)
    assert shown.alone == ["QWidget"]
