"""Every check of the pictures finds a planted fault, and leaves a sound widget alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.scroll_column import ScrollColumn
from app.widgets.switch import Switch
from app.widgets.text_field import TextField
from app.widgets.theme import Theme
from tests.app.screens.checks.contrast import faint_edges, faint_texts
from tests.app.screens.checks.cut import cut_texts
from tests.app.screens.checks.names import nameless_icons
from tests.app.screens.checks.overlap import overlapping_texts, overlapping_widgets
from tests.app.screens.checks.tables import foreign_colours, foreign_fonts
from tests.app.screens.ink import ink
from tests.app.screens.sight import Finding, Sight

WORDS = "A sentence that needs a good deal of room"


class Painted(QWidget):
    """Paints by hand, as the plots and glyphs do."""

    def __init__(self, do: Callable[[QPainter, QRect], None]) -> None:
        super().__init__()
        self._do = do

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(metrics.font(metrics.CONTROL))
        self._do(painter, self.rect())


class Board:
    """A ground of one palette role to put widgets on, and what a check says of them."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self._qtbot, self.theme = qtbot, theme
        self.ground = Ground(theme, "window")
        self.ground.resize(400, 200)
        qtbot.addWidget(self.ground)

    def put(self, widget: QWidget, *place: int) -> QWidget:
        widget.setParent(self.ground)
        widget.setGeometry(*place)
        widget.show()
        return widget

    def found(self, check: Callable[[Sight], list[Finding]]) -> list[str]:
        self.ground.show()
        self._qtbot.waitExposed(self.ground)
        return [finding.what for finding in check(Sight(self.ground, "board"))]


@pytest.fixture
def board(qtbot: QtBot, theme: Theme) -> Board:
    return Board(qtbot, theme)


def test_ink_is_what_was_painted(board: Board) -> None:
    def draw(painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, QColor("#cbe6e2"))
        painter.setPen(QColor("#0b6b63"))
        painter.setClipRect(0, 0, 50, 20)
        painter.drawText(10, 15, "Twenty")

    painted = ink(board.put(Painted(draw), 0, 0, 100, 30))
    (run,) = painted.runs
    assert (run.words, run.x, run.y, run.size, run.colour) == ("Twenty", 10, 15, metrics.CONTROL.size, "#0b6b63")
    assert run.clip == QRect(0, 0, 50, 20)
    assert 35 < run.box().width() < 50
    assert "#cbe6e2" in painted.colours


def test_text_that_its_label_is_too_narrow_for(board: Board) -> None:
    label = board.put(Label(board.theme, WORDS), 10, 10, 300, 20)
    assert board.found(cut_texts) == []
    label.resize(100, 20)
    assert board.found(cut_texts) == [f'"{WORDS}" is cut off']


def test_lines_that_a_label_is_too_low_for(board: Board) -> None:
    label = board.put(Label(board.theme, WORDS, wrap=True), 10, 10, 150, 60)
    assert board.found(cut_texts) == []
    label.resize(150, 24)
    assert len(board.found(cut_texts)) == 1


def test_text_that_stands_out_of_what_it_stands_in(board: Board) -> None:
    box = board.put(QWidget(), 10, 10, 320, 40)
    label = Label(board.theme, WORDS, parent=box)
    label.setGeometry(0, 0, 300, 20)
    assert board.found(cut_texts) == []
    box.resize(100, 40)
    assert len(board.found(cut_texts)) == 1


def test_what_scrolls_is_not_cut_but_what_no_bar_reaches_is(board: Board) -> None:
    column = QWidget()
    rows = QVBoxLayout(column)
    for _ in range(20):
        rows.addWidget(Label(board.theme, WORDS))
    area = board.put(ScrollColumn(board.theme, "Rows", column), 0, 0, 390, 100)
    assert board.found(cut_texts) == []
    column.setMinimumWidth(400)
    rows.itemAt(0).widget().setContentsMargins(300, 0, 0, 0)
    area.resize(200, 100)
    assert board.found(cut_texts)


def test_an_elision_mark_needs_a_tooltip(board: Board) -> None:
    board.put(ElidedLabel(board.theme, WORDS), 10, 10, 100, 20)
    assert board.found(cut_texts) == []
    board.put(Painted(lambda painter, rect: paint.text(painter, rect, metrics.CONTROL, QColor("#171b21"), WORDS)),
              10, 50, 100, 20)  # fmt: skip
    (what,) = board.found(cut_texts)
    assert what.endswith("is shortened and no tooltip has the whole")


def test_dots_that_are_a_buttons_own_words_are_no_elision(board: Board) -> None:
    board.put(Button(board.theme, "Save as…"), 10, 10, 120, 32)
    assert board.found(cut_texts) == []


def test_siblings_that_lie_over_each_other(board: Board) -> None:
    board.put(Button(board.theme, "One"), 10, 10, 80, 32)
    other = board.put(Button(board.theme, "Two"), 90, 10, 80, 32)
    assert board.found(overlapping_widgets) == []
    other.move(80, 10)
    (what,) = board.found(overlapping_widgets)
    assert what.endswith("by 10 x 32 px")
    other.hide()
    assert board.found(overlapping_widgets) == []


def test_texts_that_lie_over_each_other(board: Board) -> None:
    gap = [60]

    def draw(painter: QPainter, rect: QRect) -> None:
        painter.drawText(0, 20, "Caption")
        painter.drawText(gap[0], 20, "legend")

    board.put(Painted(draw), 10, 10, 200, 40)
    assert board.found(overlapping_texts) == []
    gap[0] = 30
    assert board.found(overlapping_texts) == ['"Caption" and "legend" lie over each other']


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_letters_that_are_too_faint(board: Board, choice: str) -> None:
    board.theme.choose(choice)  # type: ignore[arg-type]
    for place, role in enumerate(("text", "muted", "faint", "error", "warn", "ok", "accent")):
        board.put(Label(board.theme, f"In {role}", metrics.CAPTION, role), 10, 10 + 20 * place, 200, 16)
    assert board.found(faint_texts) == []
    board.put(Label(board.theme, "In the colour of lines", metrics.CAPTION, "line"), 10, 170, 200, 16)
    (what,) = board.found(faint_texts)
    assert what.startswith('"In the colour of lines" has 1.')
    board.theme.choose("light")


def test_letters_that_are_painted_half_transparent(board: Board) -> None:
    def draw(painter: QPainter, rect: QRect) -> None:
        painter.setOpacity(0.4)
        paint.text(painter, rect, metrics.CONTROL, QColor("#171b21"), "Faded words")

    board.put(Painted(draw), 10, 10, 200, 20)
    assert len(board.found(faint_texts)) == 1, "the colour that was meant says nothing, the pixels do"


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_edges_that_are_too_faint(board: Board, choice: str) -> None:
    board.theme.choose(choice)  # type: ignore[arg-type]
    board.put(TextField(board.theme, "Search", "Search"), 10, 10, 150, 32)
    board.put(Button(board.theme, "Load", "primary"), 10, 60, 100, 32)
    board.put(Button(board.theme, "Browse"), 150, 60, 100, 32)
    board.put(Button(board.theme, "Details", "link"), 260, 60, 100, 32)
    assert board.found(faint_edges) == []

    class Faint(TextField):
        def paintEvent(self, event: QPaintEvent) -> None:
            paint.rounded(QPainter(self), self.rect(), 6, self._theme.color("surface"), self._theme.color("line"))

    board.put(Faint(board.theme, "Search", "Search"), 200, 10, 150, 32)
    (what,) = board.found(faint_edges)
    assert what.startswith("its edge has 1.")
    board.theme.choose("light")


def test_icons_need_a_name_and_a_tooltip(board: Board) -> None:
    icon = board.put(Button(board.theme, "Close", "icon", "close"), 10, 10, 32, 32)
    board.put(Button(board.theme, "Words"), 50, 10, 80, 32)
    board.put(Switch(board.theme, "Use it"), 140, 10, 36, 28)
    assert board.found(nameless_icons) == []
    icon.setToolTip("")
    assert board.found(nameless_icons) == ["an icon without a tooltip"]
    board.put(QPushButton(), 10, 60, 32, 32)
    assert sorted(board.found(nameless_icons))[0] == "an icon without a name"


def test_fonts_that_are_in_no_table(board: Board) -> None:
    for place, style in enumerate((metrics.TITLE, metrics.SECTION, metrics.CONTROL, metrics.CAPTION, metrics.CODE)):
        board.put(Label(board.theme, "Words", style), 10, 10 + 30 * place, 200, 28)
    assert board.found(foreign_fonts) == []
    wrong = [metrics.font(metrics.CONTROL) for _ in range(3)]
    wrong[0] = QFont(wrong[0])
    wrong[0].setPixelSize(14)
    wrong[1] = QFont(wrong[1])
    wrong[1].setWeight(QFont.Weight.Black)
    wrong[2] = QFont("Sans Serif")
    wrong[2].setPixelSize(metrics.CONTROL.size)
    for place, font in enumerate(wrong):
        label = QLabel(f"Wrong {place}")
        label.setFont(font)
        board.put(label, 250, 10 + 30 * place, 100, 28)
    assert [what.split(": ")[0] for what in board.found(foreign_fonts)] == [
        '"Wrong 0" in 14', '"Wrong 1" in 900', '"Wrong 2" in Sans Serif'
    ]  # fmt: skip


def test_colours_that_are_in_no_palette(board: Board) -> None:
    box = board.put(QWidget(), 10, 10, 300, 60)
    row = QHBoxLayout(box)
    row.addWidget(Button(board.theme, "Load", "primary"))
    row.addWidget(TextField(board.theme, "Search", "Search"))
    assert board.found(foreign_colours) == []
    board.put(Painted(lambda painter, rect: painter.fillRect(rect, QColor("#ff00ff"))), 10, 100, 50, 50)
    assert board.found(foreign_colours) == ["#ff00ff is in no palette"]
