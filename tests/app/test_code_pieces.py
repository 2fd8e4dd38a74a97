"""Code of hundreds of kilobytes, in many lines or in one: laid out where one looks, the same to read and to copy."""

from __future__ import annotations

from random import Random
from time import thread_time

import pytest
from pytestqt.qtbot import QtBot

from app.chat.flow import sources_of
from app.chat.markdown import BlockSource, BlockStream, in_pieces
from app.chat.pieces import LONG_LINE, code_pieces
from app.chat.turn import Turn
from tests.app.conftest import Desk
from tests.app.long_chat import HUGE, code
from tests.app.test_chat_find import find, found
from tests.app.test_huge_messages import show

LINE = "value = [" + ", ".join(str(number) for number in range(HUGE // 7)) + "]"
CODES = {"lines": code(Random(2), 2000), "line": LINE, "word": "ab" * (HUGE // 2), "ends": "a\n" * 400 + "\n\n",
         "both": f"{code(Random(3), 90)}\n{LINE}\n{code(Random(4), 90)}"}  # fmt: skip


@pytest.mark.parametrize("name", CODES)
def test_pieces_put_together_are_the_code(name: str) -> None:
    made = [piece for piece, _ in code_pieces(CODES[name])]
    assert "".join(made) == CODES[name]
    assert max(len(piece) for piece in made) <= LONG_LINE
    pieces = in_pieces(BlockSource("code", CODES[name]))
    assert len(pieces) > 5
    assert "".join((piece.joint or "") + piece.text for piece in pieces) == CODES[name]


def test_short_code_is_left_whole() -> None:
    source = BlockSource("code", code(Random(1), 30), "python")
    assert in_pieces(source) == [source]


@pytest.mark.parametrize("name", CODES)
def test_growing_code_is_cut_where_the_whole_is(name: str) -> None:
    """Find counts the blocks of the whole text, the screen those of the one that has grown."""
    written, draw = f"Here:\n\n```\n{CODES[name][:40_000]}\n```\n\nThe end", Random(1)
    stream, whole, end = BlockStream(), BlockStream(), 0
    while end < len(written):
        end += draw.randint(1, 900)
        stream.feed(written[:end])
    whole.feed(written)
    assert stream.blocks == whole.blocks == list(sources_of(Turn("assistant", written)))


@pytest.mark.parametrize("name", ["lines", "line", "both"])
def test_it_is_copied_as_it_was_written(desk: Desk, qtbot: QtBot, name: str) -> None:
    show(desk, Turn("user", "Code?"), Turn("assistant", f"```\n{CODES[name]}\n```"))
    transcript = desk.window.chat_page.transcript
    layout = transcript.layout_of(1)
    (button,) = [spot for spot in layout.spots() if spot.kind == "copy code"]
    assert button.value == CODES[name]
    transcript.selection.start((1, 0, 6))
    transcript.selection.extend((1, len(layout.blocks) - 1, 3))
    assert transcript.selection.text() == CODES[name][6 : layout.blocks[-1].source.begins + 3]


def test_only_what_is_in_view_is_laid_out_and_scrolls_quickly(desk: Desk) -> None:
    """Drawn whole, the line alone took 60 ms a step."""
    show(desk, Turn("user", "Code?"), Turn("assistant", f"```\n{CODES['line']}\n```"))
    transcript = desk.window.chat_page.transcript
    bar, blocks = transcript.verticalScrollBar(), transcript.layout_of(1).blocks
    assert sum(block.laid for block in blocks) < 10 < len(blocks)
    steps = list[float]()
    for _ in range(30):
        began = thread_time()
        bar.setValue(bar.value() - 100)
        transcript.viewport().repaint()
        steps.append(thread_time() - began)
    assert sorted(steps)[20] < 0.02


def test_pieces_of_wide_code_move_to_the_side_together(desk: Desk) -> None:
    wide = "\n".join(f"row_{number} = {'x' * 300}" for number in range(200))
    show(desk, Turn("user", "Code?"), Turn("assistant", f"```\n{wide}\n```"), Turn("assistant", f"```\n{wide}\n```"))
    transcript = desk.window.chat_page.transcript
    first, second = transcript.layout_of(1).blocks, transcript.layout_of(2).blocks
    assert len(second) > 2
    assert second[-1].scroll(50)
    assert [block.scrolled for block in second] == [50] * len(second)
    assert {block.scrolled for block in first} == {0}


def test_words_in_a_line_that_wraps_are_found_and_come_into_view(desk: Desk, qtbot: QtBot) -> None:
    show(desk, Turn("user", "Code?"), Turn("assistant", f"```\n{CODES['line']}\n```"))
    find(desk, qtbot, "[0, 1, 2")
    assert found(desk) == ["[0, 1, 2"]
    transcript = desk.window.chat_page.transcript
    match = transcript.finder.matches[0]
    box = transcript.layout_of(1).blocks[match.block].rect_of(match.start).translated(0, transcript.top_in_view(1))
    assert 0 < box.top() < transcript.viewport().height()
