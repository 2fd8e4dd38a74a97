"""The conversation on screen: follows, stays, selects, copies, and stays quick when it is long."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.chat.conversation import in_a_row
from app.chat.spot import Spot
from app.chat.spot_cursor import SpotCursor
from app.chat.turn import Turn
from tests.app.conftest import Desk

REPLY = "First **words**.\n\n```python\nx = 1\n```\n\n- one\n- two\n\nLast words."


def fill(desk: Desk, exchanges: int) -> None:
    turns = []
    for number in range(exchanges):
        turns += [Turn("user", f"Question {number}"), Turn("assistant", REPLY * 3)]
    desk.models.chat.open(in_a_row(turns))


@pytest.fixture
def quiet_collector() -> Iterator[None]:
    """What earlier tests have left is not looked through in the middle of a measurement."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("quiet_collector")
def test_a_thousand_messages_open_and_scroll(desk: Desk) -> None:
    began = perf_counter()
    fill(desk, 500)
    transcript = desk.window.chat_page.transcript
    transcript.viewport().repaint()
    assert perf_counter() - began < 0.3
    assert len(transcript._layouts) < 30  # laid out where one looks, and nowhere else
    bar = transcript.verticalScrollBar()
    steps = []
    for _ in range(60):
        began = perf_counter()
        bar.setValue(bar.value() - 150)
        transcript.viewport().repaint()
        steps.append(perf_counter() - began)
    assert sorted(steps)[len(steps) // 2] < 0.03


def test_it_follows_the_end_until_the_reader_leaves_it(loaded: Desk, qtbot: QtBot) -> None:
    fill(loaded, 20)
    page, engine = loaded.window.chat_page, loaded.engine
    bar = page.transcript.verticalScrollBar()
    page.composer.sent.emit("Go on")
    engine.say_text(*["many words\n\n"] * 40)
    qtbot.waitUntil(lambda: "many" in loaded.models.chat.turns[-1].text)
    qtbot.wait(120)
    assert bar.value() == bar.maximum()
    assert not page.pill.isVisible()
    bar.setValue(bar.maximum() - 400)
    place = bar.value()
    engine.say_text(*["more words\n\n"] * 40)
    qtbot.waitUntil(lambda: "more" in loaded.models.chat.turns[-1].text)
    qtbot.wait(120)
    assert bar.value() == place
    assert page.pill.isVisible()
    qtbot.mouseClick(page.pill, Qt.MouseButton.LeftButton)
    assert bar.value() == bar.maximum()
    assert not page.pill.isVisible()


def test_what_is_in_view_stays_when_heights_above_become_known(desk: Desk, qtbot: QtBot) -> None:
    fill(desk, 200)
    transcript = desk.window.chat_page.transcript
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    transcript.viewport().repaint()
    index = transcript.heights.index_at(bar.value() + 300)
    before = transcript.heights.top_of(index) - bar.value()
    bar.setValue(bar.value() - 40)  # brings unknown messages in from above
    transcript.viewport().repaint()
    assert transcript.heights.top_of(index) - bar.value() == before + 40


def test_another_branch_leaves_what_is_above_where_it_was(desk: Desk, qtbot: QtBot) -> None:
    chat, transcript = desk.models.chat, desk.window.chat_page.transcript
    chat.open(in_a_row([Turn("user", "One"), Turn("assistant", "Short")]))
    other = Turn("assistant", REPLY * 9, parent=chat.turns[0].id)
    chat.conversation.tree.add(other)
    bar = transcript.verticalScrollBar()
    assert bar.maximum() == 0  # the reader sees the end, and so would follow it
    chat.show_sibling(1, 1)
    transcript.viewport().repaint()
    assert chat.turns[1] is other
    assert bar.maximum() > 500
    assert bar.value() == 0


def test_a_question_keeps_to_the_right_edge_after_a_width_that_was_never_painted(desk: Desk) -> None:
    desk.models.chat.open(in_a_row([Turn("user", "Hello"), Turn("assistant", REPLY)]))
    transcript = desk.window.chat_page.transcript
    transcript.viewport().repaint()
    width = transcript.column.width()
    layout = transcript._layouts[0]
    box = QRect(layout.blocks[0].rect)
    layout.lay(width + 100)
    layout.lay(width)
    transcript.viewport().repaint()
    assert layout.blocks[0].rect == box
    assert box.right() == width - 1


def test_the_keyboard_passes_messages_without_anything_to_press() -> None:
    one, two = (Spot("edit", QRect(), words) for words in ("One", "Two"))
    cursor = SpotCursor([[one], [], [], [two]].__getitem__, lambda: 4)
    cursor.go(0)
    cursor.step(1)
    assert (cursor.message, cursor.spot) == (3, two)
    cursor.step(1)
    assert cursor.spot is two
    cursor.step(-1)
    assert (cursor.message, cursor.spot) == (0, one)


def test_everything_can_be_copied(desk: Desk, qtbot: QtBot) -> None:
    fill(desk, 300)
    transcript = desk.window.chat_page.transcript
    qtbot.keyClick(transcript, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(transcript, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.count("Question") == 300
    assert copied.endswith("Last words.")


def test_a_drag_selects_letters_and_a_click_lets_go(desk: Desk, qtbot: QtBot) -> None:
    turns = [Turn("user", "Hi"), Turn("assistant", "Alpha beta gamma.\n\nSecond paragraph.")]
    desk.models.chat.open(in_a_row(turns))
    transcript = desk.window.chat_page.transcript
    transcript.viewport().repaint()
    layout = transcript.layout_of(1)
    left, top = transcript.column.left(), transcript.heights.top_of(1)
    start, end = QPoint(left, top + 12), QPoint(left + 700, top + layout.blocks[1].rect.center().y())
    view = transcript.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, end)
    transcript.selection.extend((1, *layout.character_at(end - QPoint(left, top))))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert transcript.selection.text() == "Alpha beta gamma.\n\nSecond paragraph."
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=start)
    assert transcript.selection.empty


def test_a_code_block_is_copied_by_its_button(desk: Desk, qtbot: QtBot) -> None:
    desk.models.chat.open(in_a_row([Turn("assistant", REPLY)]))
    transcript = desk.window.chat_page.transcript
    code = transcript.layout_of(0).blocks[1]
    at = code.copy_rect.center() + QPoint(transcript.column.left(), transcript.heights.top_of(0))
    with qtbot.waitSignal(transcript.copied) as told:
        qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["x = 1"]


def test_a_reply_streamed_in_pieces_looks_like_one_that_was_there(loaded: Desk, qtbot: QtBot) -> None:
    page = loaded.window.chat_page
    page.composer.sent.emit("Go on")
    for start in range(0, len(REPLY), 3):
        loaded.engine.say_text(REPLY[start : start + 3])
        qtbot.wait(5)
    loaded.engine.say_finished()
    qtbot.waitUntil(lambda: not loaded.models.chat.busy)
    streamed = page.transcript.layout_of(1)
    heights = [block.rect.height() for block in streamed.blocks]
    loaded.models.chat.open(loaded.models.chat.conversation)
    fresh = page.transcript.layout_of(1)
    assert fresh is not streamed
    assert [block.rect.height() for block in fresh.blocks] == heights
    assert [block.document.toPlainText() for block in fresh.blocks] == [
        block.document.toPlainText() for block in streamed.blocks
    ]
