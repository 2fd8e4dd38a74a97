"""Ctrl+F finds in all messages, off screen too, and what is marked is what was looked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.chat.block import Block
from app.chat.finder import folded
from app.chat.turn import Turn
from tests.app.conftest import Desk
from tests.app.test_chat_page import answer, click_row, keep, press

LEFT = Qt.MouseButton.LeftButton
REPLY = """A **needle** in *hay*.

- one nee**dle** more

```python
needle = "x" * 200 + "NEEDLE"
```

| a | b |
|---|---|
| needle | &lt;needle |
"""


def find(desk: Desk, qtbot: QtBot, words: str) -> None:
    window = desk.window
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = window.chat_page.find_bar
    qtbot.waitUntil(bar.isVisible)
    bar.field.setText(words)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.chat_page.transcript.finder.searching)


def found(desk: Desk) -> list[str]:
    """What is written where something was found, in the very blocks that are drawn."""
    transcript = desk.window.chat_page.transcript
    words = []
    for match in transcript.finder.matches:
        block = transcript.layout_of(match.message).blocks[match.block]
        words.append(block.text(match.start, match.end))
    return words


def test_it_finds_words_in_prose_lists_code_and_tables(loaded: Desk, qtbot: QtBot) -> None:
    keep(loaded, "Hay", 0, Turn("user", "Where is the Needle?"), Turn("assistant", REPLY))
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    find(loaded, qtbot, "needle")
    assert found(loaded) == ["Needle", "needle", "needle", "needle", "NEEDLE", "needle", "needle"]
    find(loaded, qtbot, "<needle")
    assert found(loaded) == ["<needle"]
    find(loaded, qtbot, "needle in hay")
    assert found(loaded) == ["needle in hay"]
    find(loaded, qtbot, "**needle")
    assert found(loaded) == []
    assert loaded.window.chat_page.find_bar.count.text() == "Not found"


def test_it_goes_to_matches_far_off_screen_and_round(loaded: Desk, qtbot: QtBot) -> None:
    turns = [Turn("user" if place % 2 == 0 else "assistant", f"Message {place}\n\n" * 5) for place in range(400)]
    turns[3].text = "needle at the top"
    turns[301].text = ("line\n\n" * 200) + "a needle far down\n\n" + "line\n\n" * 100
    keep(loaded, "Long", 0, *turns)
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    page, transcript = loaded.window.chat_page, loaded.window.chat_page.transcript
    transcript.viewport().repaint()
    find(loaded, qtbot, "needle")
    assert page.find_bar.count.text() == "1 of 2"  # from the end, where one reads, it goes round

    def seen() -> bool:
        match = transcript.finder.matches[transcript.finder.current]
        transcript.viewport().repaint()
        box = transcript.layout_of(match.message).blocks[match.block].rect_of(match.start)
        return transcript.viewport().rect().contains(box.translated(1, transcript.top_in_view(match.message)).center())

    assert seen()
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    assert page.find_bar.count.text() == "2 of 2"
    assert seen()
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    assert page.find_bar.count.text() == "1 of 2"
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.find_bar.count.text() == "2 of 2"
    assert seen()
    qtbot.mouseClick(page.find_bar.previous, LEFT)
    assert page.find_bar.count.text() == "1 of 2"


def test_the_marks_are_drawn_and_go_with_the_bar(
    loaded: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(loaded, "Hay", 0, Turn("user", "needle and needle"), Turn("assistant", "none"))
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    transcript, drawn = loaded.window.chat_page.transcript, list[list[str]]()
    paint = Block.paint
    monkeypatch.setattr(
        Block, "paint", lambda *args: (drawn.append([mark.ground for mark in args[4]]), paint(*args))
    )
    find(loaded, qtbot, "needle")
    drawn.clear()
    transcript.viewport().repaint()
    assert drawn == [["accent", "select"], []]
    qtbot.keyClick(loaded.window.chat_page.find_bar.field, Qt.Key.Key_Escape)
    assert not loaded.window.chat_page.find_bar.isVisible()
    assert transcript.hasFocus()
    drawn.clear()
    transcript.viewport().repaint()
    assert drawn == [[], []]


def test_it_follows_the_chat_as_it_changes(loaded: Desk, qtbot: QtBot) -> None:
    loaded.models.chat.ask("One", loaded.window.conversation._asking())
    answer(loaded, qtbot, "A needle")
    find(loaded, qtbot, "needle")
    finder = loaded.window.chat_page.transcript.finder
    assert len(finder.matches) == 1
    loaded.models.chat.ask("needle", loaded.window.conversation._asking())
    answer(loaded, qtbot, "needle needle")
    qtbot.waitUntil(lambda: len(finder.matches) == 4)
    loaded.models.chat.begin()
    qtbot.waitUntil(lambda: not finder.matches)
    assert not loaded.window.chat_page.find_bar.isVisible()


def test_thoughts_are_searched_while_they_are_unfolded(loaded: Desk, qtbot: QtBot) -> None:
    keep(loaded, "Hay", 0, Turn("user", "x"), Turn("assistant", "needle", thinking="no needle\n\nyet", thinking_s=1.0))
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    find(loaded, qtbot, "needle")
    finder = loaded.window.chat_page.transcript.finder
    assert [match.block for match in finder.matches] == [0]
    press(loaded, qtbot, 1, "thinking")
    qtbot.waitUntil(lambda: len(finder.matches) == 2)
    assert found(loaded) == ["needle", "needle"]
    assert [match.block for match in finder.matches] == [0, 2]


@pytest.mark.parametrize("text", ["İstanbul NEEDLE", "Straße ẞ", "Σίσυφος", "A\u0301", "ŉ"])
def test_folding_moves_no_letter(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert "needle" in folded(text) or "NEEDLE" not in text


def test_a_chat_that_a_search_found_opens_where_the_words_are(loaded: Desk, qtbot: QtBot) -> None:
    turns = [Turn("user" if place % 2 == 0 else "assistant", f"Message {place}\n\n" * 5) for place in range(100)]
    turns[31].text = "A Größe in it"
    keep(loaded, "Long", 0, *turns)
    page = loaded.window.chat_page
    page.column.search.setText("größe a")
    qtbot.waitUntil(lambda: page.chats.wanted == "größe a")
    click_row(loaded, qtbot, "Long")
    finder = page.transcript.finder
    qtbot.waitUntil(lambda: not finder.searching)
    assert page.find_bar.isVisible()
    assert [match.message for match in finder.matches] == [31]
    assert page.transcript.first_in_view in range(25, 32)
    assert not page.find_bar.field.hasFocus()


# Selecting past the edges of what is on screen


def test_a_drag_past_the_edge_scrolls_and_selects_on(loaded: Desk, qtbot: QtBot) -> None:
    turns = [Turn("user" if place % 2 == 0 else "assistant", f"Message {place}") for place in range(80)]
    keep(loaded, "Long", 0, *turns)
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    transcript = loaded.window.chat_page.transcript
    transcript.verticalScrollBar().setValue(0)
    transcript.viewport().repaint()
    view = transcript.viewport()
    start = QPoint(transcript.column.left() + 5, transcript.top_in_view(1) + 10)
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, QPoint(start.x() + 40, view.height() + 30))
    qtbot.waitUntil(lambda: transcript.first_in_view > 20, timeout=20_000)
    qtbot.mouseRelease(view, LEFT, pos=QPoint(start.x() + 40, view.height() - 2))
    stopped = transcript.verticalScrollBar().value()
    qtbot.wait(100)
    assert transcript.verticalScrollBar().value() == stopped
    qtbot.keyClick(transcript, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    words = QGuiApplication.clipboard().text()
    assert "Message 1\n\nMessage 2\n\nMessage 3" in words
    assert "Message 20" in words


def test_shift_extends_and_a_double_click_takes_a_word(loaded: Desk, qtbot: QtBot) -> None:
    keep(loaded, "Short", 0, Turn("user", "x"), Turn("assistant", "Alpha beta gamma"), Turn("user", "last"))
    loaded.models.chat.open_kept(loaded.models.store.summaries()[0].id)
    transcript = loaded.window.chat_page.transcript
    transcript.viewport().repaint()

    def place(message: int, character: int) -> QPoint:
        box = transcript.layout_of(message).blocks[0].rect_of(character)
        return box.center() + QPoint(transcript.column.left(), transcript.top_in_view(message))

    qtbot.mouseDClick(transcript.viewport(), LEFT, pos=place(1, 8))
    assert transcript.selection.text() == "beta"
    qtbot.mouseClick(transcript.viewport(), LEFT, pos=place(1, 6))
    qtbot.mouseClick(transcript.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, pos=place(2, 4))
    assert transcript.selection.text() == "beta gamma\n\nlast"
