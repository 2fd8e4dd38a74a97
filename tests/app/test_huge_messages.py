"""Messages of 400 KB, in many paragraphs or in one: laid out where one looks, and the same to read, select and copy."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from time import thread_time

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.chat.conversation import in_a_row
from app.chat.flow import sources_of
from app.chat.markdown import BlockStream
from app.chat.pieces import LEAST, LONG, paragraph_pieces, plain_pieces
from app.chat.turn import Turn
from tests.app.conftest import Desk
from tests.app.long_chat import HUGE, code, long_chat, prose, sentence
from tests.app.test_chat_find import find, found

DRAW = Random(5)
PARAGRAPH = " ".join(sentence(DRAW) for _ in range(HUGE // 70))
LINES = "\n".join(sentence(DRAW) for _ in range(2000))
TEXTS = {"paragraph": PARAGRAPH, "paragraphs": prose(DRAW, HUGE), "word": "ab" * (HUGE // 2), "lines": LINES}


def show(desk: Desk, *turns: Turn) -> None:
    desk.models.chat.open(in_a_row(turns))
    desk.window.chat_page.transcript.viewport().repaint()


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_put_together_are_the_text(text: str) -> None:
    for cut in (paragraph_pieces, plain_pieces):
        made = cut(TEXTS[text])
        assert "".join(made) == TEXTS[text]
        assert max(len(piece) for piece in made) <= 2 * LEAST
        assert len(made) > 20


def test_no_mark_is_open_where_a_paragraph_is_cut() -> None:
    """Else stars and backticks would be read instead of seen."""
    for piece in paragraph_pieces(PARAGRAPH)[:-1]:
        assert piece.count("`") % 2 == piece.count("*") % 2 == 0
    bold = "**" + "never ending, " * 2000 + "**"
    assert paragraph_pieces(bold) == [bold]


@pytest.mark.parametrize("text", TEXTS)
def test_a_growing_text_is_cut_where_the_whole_one_is(text: str) -> None:
    """Find counts the blocks of the whole text, the screen those of the one that has grown."""
    written, draw = TEXTS[text][: 3 * LONG], Random(1)
    stream, whole, end = BlockStream(), BlockStream(), 0
    while end < len(written):
        end += draw.randint(1, 900)
        stream.feed(written[:end])
    whole.feed(written)
    assert stream.blocks == whole.blocks
    assert len(stream.blocks) > 5
    assert list(sources_of(Turn("assistant", written))) == whole.blocks


def test_a_paragraph_that_grows_costs_the_same_at_its_end() -> None:
    stream = BlockStream()
    stream.feed(PARAGRAPH)
    began = thread_time()
    for more in range(20):
        stream.feed(PARAGRAPH + " More of it." * more)
    assert (thread_time() - began) / 20 < 0.005


@pytest.mark.parametrize(("role", "text"), [("assistant", PARAGRAPH), ("user", PARAGRAPH), ("user", LINES)])
def test_what_is_copied_across_pieces_is_what_was_written(desk: Desk, qtbot: QtBot, role: str, text: str) -> None:
    plain = text.replace("*", "").replace("`", "") if role == "assistant" else text
    show(desk, Turn("user", "First"), Turn(role, text), Turn("user", "Last"))  # type: ignore[arg-type]
    transcript = desk.window.chat_page.transcript
    blocks = transcript.layout_of(1).blocks
    assert len(blocks) > 20
    transcript.selection.start((1, 0, 6))
    transcript.selection.extend((1, 12, 40))
    letters = sum(len(each.text(0, each.length)) + 1 for each in blocks[:12]) + 40 - 6
    assert transcript.selection.text() == plain[6 : 6 + letters]


def test_pieces_stand_under_each_other_without_a_gap(desk: Desk) -> None:
    for role in ("assistant", "user"):
        show(desk, Turn(role, PARAGRAPH))  # type: ignore[arg-type]
        blocks = desk.window.chat_page.transcript.layout_of(0).blocks
        for above, below in pairwise(blocks):
            assert below.rect.top() == above.rect.bottom() + 1
            assert (below.rect.left(), below.rect.width()) == (above.rect.left(), above.rect.width())


def test_only_what_is_in_view_of_a_huge_message_is_laid_out(desk: Desk) -> None:
    show(desk, Turn("user", "Tell me"), Turn("assistant", TEXTS["paragraphs"]))
    transcript = desk.window.chat_page.transcript
    bar = transcript.verticalScrollBar()
    assert bar.value() == bar.maximum()
    blocks = transcript.layout_of(1).blocks
    assert blocks[-1].laid
    assert sum(block.laid for block in blocks) < 30 < len(blocks)


def test_what_is_in_view_stays_when_guesses_above_become_true(desk: Desk) -> None:
    show(desk, Turn("user", "Tell me"), Turn("assistant", TEXTS["paragraphs"]))
    transcript = desk.window.chat_page.transcript
    bar, layout = transcript.verticalScrollBar(), transcript.layout_of(1)
    bar.setValue(bar.maximum() // 2)
    transcript.viewport().repaint()
    for _ in range(60):
        middle = bar.value() + 300 - transcript.heights.top_of(1)
        block = next(each for each in layout.blocks if each.rect.bottom() >= middle)
        before = block.rect.top() + transcript.top_in_view(1)
        bar.setValue(bar.value() - 40)
        transcript.viewport().repaint()
        assert block.rect.top() + transcript.top_in_view(1) == before + 40
    for above, below in pairwise(layout.blocks):
        assert below.rect.top() > above.rect.bottom()
    assert transcript.heights[1] == layout.height > layout.blocks[-1].rect.bottom()


def test_what_is_found_far_down_in_a_huge_message_comes_into_view(desk: Desk, qtbot: QtBot) -> None:
    paragraphs = TEXTS["paragraphs"].split("\n\n")
    paragraphs[700] += " Here is the needle."
    turns = (Turn("user", "A needle?"), Turn("assistant", "\n\n".join(paragraphs)), Turn("assistant", "The end"))
    show(desk, *turns)
    find(desk, qtbot, "the needle")
    assert found(desk) == ["the needle"]
    transcript = desk.window.chat_page.transcript
    match = transcript.finder.matches[0]
    box = transcript.layout_of(1).blocks[match.block].rect_of(match.start).translated(0, transcript.top_in_view(1))
    assert 0 < box.top() < transcript.viewport().height()
    QGuiApplication.clipboard().clear()


def test_huge_messages_scroll_as_others_do(desk: Desk) -> None:
    """By the thread's own time; what it was before took 100 ms and more a step."""
    desk.models.chat.open(long_chat(3000))
    transcript = desk.window.chat_page.transcript
    bar, steps = transcript.verticalScrollBar(), list[float]()
    hard = [i for i, turn in enumerate(transcript.turns) if len(turn.text) >= HUGE * 0.9 and "```" not in turn.text]
    assert len(hard) == 4
    for index in hard:
        bar.setValue(transcript.heights.top_of(index) + transcript.heights[index] // 2)
        transcript.viewport().repaint()
        for _ in range(15):
            began = thread_time()
            bar.setValue(bar.value() + 100)
            transcript.viewport().repaint()
            steps.append(thread_time() - began)
    assert sorted(steps)[int(0.9 * len(steps))] < 0.03


def test_a_huge_reply_grows_at_its_end(loaded: Desk, qtbot: QtBot) -> None:
    loaded.window.chat_page.composer.sent.emit("Write much")
    transcript = loaded.window.chat_page.transcript
    bar = transcript.verticalScrollBar()
    for part in (PARAGRAPH[:30_000], "\n\n```python\n", code(DRAW, 300), "\n```\n\nThe end"):
        loaded.engine.say_text(part)
        qtbot.waitUntil(lambda part=part: loaded.models.chat.turns[-1].text.endswith(part))  # type: ignore[misc]
        qtbot.wait(120)
        assert bar.value() == bar.maximum()
        assert transcript.layout_of(1).blocks[-1].laid
    last = transcript.layout_of(1).blocks[-1]
    assert last.text(0, last.length) == "The end"
