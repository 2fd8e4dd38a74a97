"""The hardware page as a user meets it: mouse, keys, what is kept, and what telemetry brings."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.hardware.handle import Handle
from app.hardware.rows import DeviceRow
from app.settings.model import KeptRank
from app.widgets import metrics
from app.widgets.banner import Banner
from app.widgets.button import Button
from app.widgets.numbers import memory
from app.widgets.switch import Switch
from engine.plan.types import Device
from engine.protocol import Devices, Failed, ListDevices
from tests.app import machines
from tests.app.conftest import Desk
from tests.app.machines import FIRST, SECOND, changed, reading
from tests.random_model import random_model

THREE = [device.id for device in machines.devices(3)[:3]]


def show(desk: Desk, qtbot: QtBot, cards: int, inside: bool = False) -> None:
    listed = machines.devices(cards)
    desk.engine.say(Devices(listed, (), machines.links(cards)))
    qtbot.waitUntil(lambda: len(desk.models.hardware.known) == len(listed))
    desk.window.show_page("hardware")
    tell(desk, qtbot, cards, inside)
    qtbot.waitUntil(lambda: len(rows(desk)) == cards)


def tell(desk: Desk, qtbot: QtBot, cards: int, inside: bool = False) -> None:
    telemetry = desk.models.telemetry
    telemetry.latest = reading(cards, inside=inside)
    telemetry.arrived.emit(telemetry.latest)


def rows(desk: Desk) -> list[DeviceRow]:
    """As they stand on the page."""
    found = [row for row in desk.window.hardware_page.findChildren(DeviceRow) if row.isVisible()]
    return sorted(found, key=lambda row: row.mapToGlobal(QPoint(0, 0)).y())


def names(desk: Desk) -> list[str]:
    return [row.switch.accessibleName() for row in rows(desk)]


def banners(desk: Desk) -> list[str]:
    return [notice.sentence for notice in desk.window.hardware_page.banners.notices()]


def close_banner(desk: Desk, qtbot: QtBot, words: str) -> None:
    def shown() -> list[Banner]:
        every = desk.window.hardware_page.banners.findChildren(Banner)
        return [each for each in every if words in each.notice.sentence and each.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    close = next(button for button in shown()[0].findChildren(Button) if button.look == "icon")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)


def pick(desk: Desk, qtbot: QtBot, path: str) -> None:
    desk.window.run.pick(path)
    qtbot.waitUntil(lambda: desk.models.library.path == path and desk.models.choice.plan is not None)


@pytest.fixture
def second_model(tmp_path: Path) -> str:
    return str(random_model(tmp_path / "Other-F32.gguf", "llama", heads=6, kv_heads=3, context=4096))


@pytest.mark.parametrize("cards", [1, 2, 3, 8])
def test_a_row_per_card(desk: Desk, qtbot: QtBot, cards: int) -> None:
    show(desk, qtbot, cards)
    spoken = rows(desk)[0].figures.accessibleName().replace("\u00a0", " ")
    assert "Memory speed: " in spoken
    assert "Busy: 91%; Power: 312 / 450 W; Temperature: 64 °C; Clock: 2,610 MHz" in spoken
    assert "others 1\u00a0GB" in rows(desk)[0].bar.accessibleName()
    assert rows(desk)[0].switch.isEnabled() == (cards > 1), "a model needs at least one device"
    page = desk.window.hardware_page
    assert len(page.links.rows) == cards * (cards - 1) // 2
    assert page.host.figures.accessibleName().startswith("Busy: 12%")


def test_a_card_is_switched_off_and_on_with_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 3)
    switch = rows(desk)[0].switch
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert desk.models.hardware.ranks == THREE[1:]
    qtbot.waitUntil(lambda: names(desk)[-1] == "Use RTX 4090, slot 01:00")
    assert QApplication.focusWidget() is switch, "the row is the same one, further down"
    assert not switch.isChecked()
    assert desk.window.hardware_page.summary.text().startswith("2\u00a0cards do the work, 1 does not take part.")
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert desk.models.hardware.ranks == [*THREE[1:], THREE[0]]


def test_the_order_is_changed_with_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 3)
    handle = rows(desk)[0].handle
    handle.setFocus()
    assert handle.accessibleName() == "Order of RTX 4090, slot 01:00, 1 of 3"
    qtbot.keyClick(handle, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: names(desk)[1] == "Use RTX 4090, slot 01:00")
    qtbot.keyClick(handle, Qt.Key.Key_Down)
    qtbot.keyClick(handle, Qt.Key.Key_Down)
    assert desk.models.hardware.ranks == [*THREE[1:], THREE[0]], "beyond the end nothing moves"
    qtbot.waitUntil(lambda: handle.accessibleName().endswith("3 of 3"))
    assert QApplication.focusWidget() is handle


def test_the_order_is_changed_with_the_mouse(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 3)
    row, middle = rows(desk)[0], rows(desk)[0].handle.rect().center()
    room = rows(desk)[1].y() - row.y()
    QTest.mousePress(row.handle, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 9):
        QTest.mouseMove(row.handle, middle + QPoint(0, room * 2 * step // 8))
    QTest.mouseRelease(row.handle, Qt.MouseButton.LeftButton, pos=middle)
    assert desk.models.hardware.ranks == [*THREE[1:], THREE[0]]


def test_a_drag_past_one_card_moves_one_place(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 3)
    row, middle = rows(desk)[0], rows(desk)[0].handle.rect().center()
    QTest.mousePress(row.handle, Qt.MouseButton.LeftButton, pos=middle)
    for part in (0.3, 0.6, 0.8, 1.0, 1.2):
        QTest.mouseMove(row.handle, middle + QPoint(0, round(part * (row.height() + metrics.M))))
    QTest.mouseRelease(row.handle, Qt.MouseButton.LeftButton, pos=middle)
    assert desk.models.hardware.ranks == [THREE[1], THREE[0], THREE[2]]


def test_tab_reaches_every_control_and_comes_back(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    page = desk.window.hardware_page
    wanted = {
        widget
        for kind in (Handle, Switch, Button)
        for widget in page.findChildren(kind)
        if widget.isVisible() and widget.isEnabled()
    }
    assert len(wanted) >= 2 * 2 + 3
    reached = set()
    page._scroll.setFocus()
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert wanted <= reached
    forth = QApplication.focusWidget()
    qtbot.keyClick(forth, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is forth


def test_use_order_and_shares_are_kept_per_model(
    desk: Desk, qtbot: QtBot, tiny_model: str, second_model: str
) -> None:
    show(desk, qtbot, 3)
    hardware, choice = desk.models.hardware, desk.models.choice
    pick(desk, qtbot, tiny_model)
    choice.set_mode("tensor")
    hardware.remove(0)
    hardware.move(0, 1)
    qtbot.waitUntil(lambda: rows(desk)[0].share.isVisible())
    field = rows(desk)[0].share
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "70")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert hardware.ranks == [THREE[2], THREE[1]]
    assert choice.percents() == [70, 30]
    pick(desk, qtbot, second_model)
    assert hardware.ranks == [THREE[2], THREE[1]], "a new model starts on what was chosen last"
    assert choice.shares == ()
    hardware.add(THREE[0])
    pick(desk, qtbot, tiny_model)
    assert hardware.ranks == [THREE[2], THREE[1]]
    assert choice.percents() == [70, 30]
    hardware.move(0, 1)
    assert choice.percents() == [30, 70], "a share goes with its card"
    desk.window.keeping.save()
    assert '"share": 300' in desk.models.paths.settings.read_text()


def test_a_saved_share_for_a_card_that_is_gone_says_so(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    show(desk, qtbot, 2)
    choice, hardware = desk.models.choice, desk.models.hardware
    pick(desk, qtbot, tiny_model)
    choice.set_mode("tensor")
    choice.set_shares((620, 380))
    alone = (FIRST[0], machines.CPU)
    desk.engine.say(Devices(alone))
    gone = "RTX 3090 Ti, slot 05:00 held 38% of this model and is not there any more."
    qtbot.waitUntil(lambda: any(sentence.startswith(gone) for sentence in banners(desk)))
    assert hardware.ranks == ["cuda:0"]
    desk.engine.say(Devices(machines.devices(2)))
    qtbot.waitUntil(lambda: banners(desk) == [] or not banners(desk)[0].startswith(gone))
    assert choice.percents() == [62, 38], "nothing was lost while it was away"
    desk.engine.say(Devices(alone))
    qtbot.waitUntil(lambda: any(sentence.startswith(gone) for sentence in banners(desk)))
    page = desk.window.hardware_page

    def forget() -> list[Button]:
        return [b for b in page.findChildren(Button) if b.text() == "Forget it" and b.isVisible()]

    qtbot.waitUntil(lambda: bool(forget()))  # a new banner is laid out with the next events
    qtbot.mouseClick(forget()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not any(sentence.startswith(gone) for sentence in banners(desk)))
    assert [rank.device for rank in desk.models.settings.of(tiny_model).ranks] == [FIRST[0].uuid]


def test_a_kept_choice_comes_back_when_the_engine_lists_its_devices_late(
    desk: Desk, qtbot: QtBot, tiny_model: str
) -> None:
    desk.models.settings.of(tiny_model).ranks = [KeptRank(SECOND[0].uuid or "", "A"), KeptRank("cpu", "B")]
    pick(desk, qtbot, tiny_model)
    assert desk.models.hardware.ranks == ["cpu"]
    show(desk, qtbot, 2)
    assert desk.models.hardware.ranks == ["cuda:1", "cpu"]


def test_what_costs_speed_is_a_banner_that_stays_closed(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    qtbot.waitUntil(lambda: len(banners(desk)) == 1)
    assert "runs at PCIe 3 x4 and could use PCIe 4 x16" in banners(desk)[0]
    close_banner(desk, qtbot, "PCIe 3 x4")
    tell(desk, qtbot, 2)
    assert banners(desk) == []
    lost = changed(reading(2), FIRST[0], trouble="The driver has lost this card.")
    desk.models.telemetry.arrived.emit(lost)
    desk.models.telemetry.latest = lost
    desk.models.telemetry.arrived.emit(lost)
    assert banners(desk) == ["RTX 4090, slot 01:00: The driver has lost this card."]


def test_at_most_two_banners_and_a_closed_one_makes_room(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    hot = changed(reading(2), FIRST[0], trouble="The driver has lost this card.", throttle=("heat",))
    for _ in range(3):
        desk.models.telemetry.latest = hot
        desk.models.telemetry.arrived.emit(hot)
    assert len(banners(desk)) == 2
    assert not any("PCIe 3 x4" in words for words in banners(desk)), "the least of the three"
    close_banner(desk, qtbot, "has lost this card")
    desk.models.telemetry.arrived.emit(hot)
    assert any("slowed down by heat" in words for words in banners(desk))
    assert any("runs at PCIe 3 x4" in words for words in banners(desk))
    assert len(banners(desk)) == 2


def test_graphics_in_the_processor_does_not_count_and_why(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2, inside=True)
    page = desk.window.hardware_page
    assert page.summary.text().replace("\u00a0", " ").startswith("2 cards do the work, 1 does not count.")
    words = [label.text() for row in page._others.parentWidget().findChildren(type(page.summary)) for label in [row]]
    assert "Does not count: it has no memory of its own and would slow the cards down." in words
    tell(desk, qtbot, 2, inside=False)
    assert "does not count" not in page.summary.text()


def test_measuring_again(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    show(desk, qtbot, 2)
    button = desk.window.hardware_page.links.measure
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.engine.sent[-1] == ListDevices(measure=True)
    assert not button.isEnabled()
    desk.engine.say(Failed(None, "devices", "The driver does not answer."))
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    faster = replace(FIRST[0], bandwidth=2000e9)
    desk.engine.say(Devices((faster, SECOND[0], machines.CPU)))
    qtbot.waitUntil(lambda: "2,000\u00a0GB/s" in rows(desk)[0].figures.accessibleName())
    assert button.isEnabled()
    desk.window.run.open_and_load(tiny_model)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")
    qtbot.waitUntil(lambda: not button.isEnabled())
    assert "Unload the model first" in button.accessibleDescription()


def test_the_real_reader_shows_this_computer(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_page("hardware")
    desk.models.telemetry.begin()
    qtbot.waitUntil(lambda: desk.models.telemetry.latest is not None)
    total = memory(psutil.virtual_memory().total)
    qtbot.waitUntil(lambda: desk.window.hardware_page.host.held.text().endswith(f"of {total}"))
    desk.window.show_page("library")
    qtbot.waitUntil(lambda: not desk.models.telemetry.reading)
    desk.window.close()
    assert not any(thread.name == "telemetry" for thread in threading.enumerate())


def test_the_report_is_copied(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    qtbot.mouseClick(desk.window.hardware_page.links.copy, Qt.MouseButton.LeftButton)
    words = QGuiApplication.clipboard().text()
    assert "RTX 3090 Ti" in words
    assert "| RTX 4090 to RTX 3090 Ti | PCIe through the CPU |" in words


def test_memory_shows_what_the_loaded_model_holds(loaded: Desk, qtbot: QtBot) -> None:
    plan = loaded.models.loading.plan
    assert plan is not None
    held = loaded.models.loading.held()
    assert held["cpu"].weights == sum(each.weights for each in plan.bytes), "three ranks of one device"


def test_a_device_that_computes_plainly_says_why(desk: Desk, qtbot: QtBot) -> None:
    old = Device("cuda:0", "cuda", "Tesla V100", "p", 16 << 30, 15 << 30, why_plain="Its kernels need a newer card.")
    desk.engine.say(Devices((old, SECOND[0], machines.CPU)))
    desk.window.show_page("hardware")
    qtbot.waitUntil(lambda: len(rows(desk)) == 2 and rows(desk)[0].why.isVisible())
    assert rows(desk)[0].why.text() == "Its kernels need a newer card."


def test_large_letters_leave_every_figure_room(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    try:
        for width in (1280, 960):
            desk.window.resize(width, 800)
            desk.theme.set_font_percent(150)
            qtbot.waitUntil(lambda: all(fits(row) for row in rows(desk)))
            desk.theme.set_font_percent(100)
            qtbot.waitUntil(lambda: all(fits(row) for row in rows(desk)))
    finally:
        desk.theme.set_font_percent(100)


def fits(row: DeviceRow) -> bool:
    """Whether names and figures have the height that they need, and the row the width of its page."""
    figures, page = row.figures, row.parentWidget()
    tall = figures.height() >= figures.heightForWidth(figures.width())
    return tall and row.names.height() >= row.names.sizeHint().height() and row.geometry().right() <= page.width()


def test_tab_goes_through_rows_that_came_later_before_what_stands_under_them(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 0)
    desk.models.hardware._set(["cpu", "cpu"])
    handles = desk.window.hardware_page.findChildren(Handle)
    qtbot.waitUntil(lambda: len(handles) == 2 and all(each.isVisible() for each in handles))
    focused = desk.window.rail.items["settings"]
    desk.window.activateWindow()
    focused.setFocus()
    reached = []
    for _ in range(6):
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        reached.append(focused.accessibleName())
    page = [handles[0].accessibleName(), "Remove CPU rank 0", handles[1].accessibleName(), "Remove CPU rank 1"]
    assert reached == [*page, "Add a CPU rank", "Copy report"]  # the page itself has nothing to scroll to
