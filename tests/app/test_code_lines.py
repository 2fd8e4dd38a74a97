"""Lines of code are drawn as Qt would draw them, only that what is out of view costs nothing."""

from __future__ import annotations

from random import Random
from time import thread_time

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.chat import block as blocks
from app.chat.block import Block, Mark
from app.chat.formulas import Formulas
from app.chat.markdown import BlockSource
from app.widgets.theme import Theme
from tests.app.long_chat import code

TEXT = f"\tx = 'a tab'\n{code(Random(1), 300)}\n\n\nthe end 漢字"


def picture(block: Block, theme: Theme, top: int) -> QImage:
    """600 x 400 px of a block, with a selection over several lines and something found."""
    image = QImage(600, 400, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.translate(0, -top)
    painter.setClipRect(QRect(0, top, 600, 400))
    block.paint(painter, theme, (60, 400), (Mark(500, 520, "accent", "on_accent"),))
    painter.end()
    return image


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("top", [0, 100, 3000, 5900])
def test_the_picture_is_that_of_qt(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch, top: int, closed: bool
) -> None:
    block = Block(BlockSource("code", TEXT, "python", closed), theme, Formulas(theme))
    block.place(0, 0, 600)
    block.sideways.pixels = 13
    ours = picture(block, theme, top)
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "draw_lines", lambda document, painter, context: None)
        assert picture(block, theme, top) != ours
        patch.setattr(blocks, "draw_lines", lambda document, *how: document.documentLayout().draw(*how))
        assert picture(block, theme, top) == ours


def test_two_thousand_lines_grow_quickly(qtbot: QtBot, theme: Theme) -> None:
    text = code(Random(1), 2000)
    block = Block(BlockSource("code", text, "python", False), theme, Formulas(theme))
    block.place(0, 0, 600)
    top = block.rect.height() - 400
    picture(block, theme, top)
    before = block.document
    began = thread_time()
    for more in range(1, 21):
        block.grow(BlockSource("code", text + "\nmore = 1" * more, "python", more == 20))
        block.place(0, 0, 600)
        picture(block, theme, top + 20 * more)
    assert (thread_time() - began) / 20 < 0.012
    assert block.document is before
    assert block.document.toPlainText().endswith("more = 1")
    assert block.document.blockCount() == 2021
