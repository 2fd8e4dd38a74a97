"""Formulas are drawn; what is none stays readable, and what a model writes can do no harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.chat.formulas import LONGEST, Formula, Formulas, draw
from app.chat.markdown import BlockStream, to_html
from app.chat.turn import Turn
from app.widgets.theme import Theme
from tests.app.conftest import Desk
from tests.app.test_chat_page import keep

INK = "#171b21"
FOUND = {
    "a $x^2$ b": ["x^2"], r"in \(a_b\) out": ["a_b"], "so $$x$$ in": ["x"], "$$\nx\n\ny\n$$": ["x\n\ny"],
    "\\[\na = b\n= c\n\\]": ["a = b\n= c"], "text\n\\[\nx\n\\]\nmore": ["x"], "\\[ x \\] tail": ["x"],
    "- item\n  \\[ x \\]": ["x"], "| a |\n|---|\n| $a$ |": ["a"], "> \\[\n> x\n> \\]": ["x"], "**bold $a_1$**": ["a_1"],
    "costs $5 and $6": [], "`$x$`": [], "```\n$x$\n```": [], r"`\(a\)`": [], "\\[open": [], r"\\(a\\)": [], "$ x $": [],
    r"\(\)": [], "US$5, A$6": [],
}  # fmt: skip


@pytest.mark.parametrize("source", FOUND)
def test_formulas_are_told_from_prices_and_code(source: str) -> None:
    found = list[str]()
    to_html(source, lambda formula, display: found.append(formula.strip()) or "")
    assert found == FOUND[source]


@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(0, 200), max_size=8))
def test_a_formula_streams_in_any_pieces(cuts: list[int]) -> None:
    text = "One $a$.\n\n$$\nx\n\ny\n$$\n\nTwo\n\n\\[\na\n\nb\n\\]\n\nThree \\(c\\)\n\nFour"
    whole, stream = BlockStream(), BlockStream()
    whole.feed(text)
    for cut in sorted(cuts):
        stream.feed(text[:cut])
    stream.feed(text)
    assert stream.blocks == whole.blocks
    assert len(whole.blocks) == 6


def test_a_formula_is_drawn_in_ink_on_the_line_of_the_letters(theme: Theme) -> None:
    high, low = draw(Formula(r"\frac{a}{b}", True, INK, 15)), draw(Formula("x", False, INK, 15))
    assert high is not None
    assert low is not None
    assert high.ascent > low.ascent > 0
    assert high.descent > low.descent
    image = high.image()
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(dark) > 20  # glyphs, and not the bar alone
    assert len({y for _, y in dark}) > image.height() / 3
    shades = [image.pixelColor(*place) for place in dark]
    assert min(shade.lightness() for shade in shades) <= QColor(INK).lightness() + 10


@pytest.mark.parametrize("source", [r"\frac{", "_^", r"\left( a", r"\begin{matrix} a", "}{"])
def test_what_is_no_formula_draws_nothing(source: str) -> None:
    assert draw(Formula(source, False, INK, 15)) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=r"\{}^_&$ abfrcleqxt12[]()", max_size=60))
def test_nothing_that_is_written_raises(source: str) -> None:
    draw(Formula(source, True, INK, 15))


def test_hopeless_sources_are_not_tried(qtbot: QtBot, theme: Theme) -> None:
    formulas = Formulas(theme)
    for source in ("x" * (LONGEST + 1), r"\text{中文}", "", " "):
        formula = formulas.formula(source, False, "text")
        assert formulas.drawing(formula) is None
        assert not formulas.awaits(formula)


def test_the_source_stands_until_the_drawing_is_there_and_is_copied(desk: Desk, qtbot: QtBot) -> None:
    keep(desk, "Math", 0, Turn("user", "x"), Turn("assistant", "With $a^2$ and \\(b_1\\) and $\\frac{$ end"))
    desk.models.chat.open_kept(desk.models.store.summaries()[0].id)
    transcript = desk.window.chat_page.transcript
    block = transcript.layout_of(1).blocks[0]
    assert block.document.toPlainText() == "With a^2 and b_1 and \\frac{ end"
    qtbot.waitUntil(lambda: len(block.document.drawings) == 2, timeout=20_000)
    assert block.document.toPlainText() == "With \ufffc and \ufffc and \\frac{ end"
    assert block.text(0, block.length) == "With $a^2$ and $b_1$ and \\frac{ end"
    assert block.text(6, block.length) == " and $b_1$ and \\frac{ end"
    before = transcript.formulas._known.copy()
    desk.theme.choose("dark")
    qtbot.waitUntil(lambda: len(transcript.formulas._known) > len(before), timeout=20_000)  # in the other ink
    desk.theme.choose("light")


def test_a_formula_grows_with_the_letters_around_it() -> None:
    usual, large = draw(Formula("x + y", False, INK, 15)), draw(Formula("x + y", False, INK, 30))
    assert usual is not None
    assert large is not None
    assert large.width == pytest.approx(2 * usual.width, rel=0.1)
