"""What a block of a reply is laid out as."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument, QTextFormat, QTextTable

from app.chat.documents import build
from app.chat.formulas import Formulas
from app.chat.markdown import BlockSource
from app.widgets import metrics
from app.widgets.theme import Theme

TABLE = "| Mode | Prompt | Note |\n|---|---:|:---:|\n| none | 1,074 | x |\n"


def prose(theme: Theme, text: str) -> QTextDocument:
    return build(BlockSource("prose", text), theme, Formulas(theme))


def test_every_cell_of_a_table_has_its_lines_however_it_is_aligned(theme: Theme) -> None:
    (table,) = prose(theme, TABLE).rootFrame().childFrames()
    assert isinstance(table, QTextTable)
    sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter)
    for row in range(2):
        for column, side in enumerate(sides):
            cell = table.cellAt(row, column)
            form = cell.format().toTableCellFormat()
            assert {form.topBorder(), form.leftBorder(), form.bottomBorder(), form.rightBorder()} == {1.0}
            assert cell.firstCursorPosition().blockFormat().alignment() & side


@pytest.mark.parametrize(("level", "style"), [(1, metrics.TITLE), (2, metrics.SECTION), (4, metrics.SECTION)])
def test_headings_are_as_large_as_the_table_of_type_says(theme: Theme, level: int, style: metrics.TextStyle) -> None:
    document = prose(theme, f"{'#' * level} A heading with `code`")
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.Right)
    form = cursor.charFormat()
    assert form.property(QTextFormat.Property.FontPixelSize.value) == style.size
    assert not form.property(QTextFormat.Property.FontSizeAdjustment.value), "Qt would enlarge it on top of that"
