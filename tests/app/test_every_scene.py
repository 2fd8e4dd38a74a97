"""Every state of every page that there is a picture of, by keyboard alone and as a screen reader finds it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

import app
from app.shell.crash_dialog import CrashDialog
from app.widgets.label import ElidedLabel
from app.widgets.popover import Popover
from app.widgets.theme import Theme
from tests.app.screens.sight import name
from tests.app.screens.stage import Stage
from tests.app.screens.table import SHOTS, SMALL, USUAL

TAB, NONE, SHIFT = Qt.FocusPolicy.TabFocus, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = ((Qt.Key.Key_Tab, NONE), (Qt.Key.Key_Backtab, SHIFT))
SCENES = {shot.scene.__name__: shot.scene for shot in SHOTS}
CASES = [(each, USUAL) for each in SCENES] + [(each, SMALL) for each in ("reply", "library", "compare_done", "plan")]
MOST = 300  # steps
# What paints itself. These paint a ground, an edge or a mark; what is to be said stands on them, in other widgets.
GROUNDS = {
    "app.chat.chip.Chip", "app.chat.composer.Composer", "app.compare.head.PromptField",
    "app.compare.verdict.VerdictCard", "app.live.card_line.Key", "app.live.caution.Caution", "app.settings.about._Mark",
    "app.shell.rail.Rail", "app.widgets.banner._Mark", "app.widgets.card.Card", "app.widgets.card.Ground",
    "app.widgets.card.Rule", "app.widgets.focus_ring.FocusRing", "app.widgets.popover.Popover", "app.widgets.sash.Sash",
    "app.widgets.scroll_bar.ScrollBar", "app.widgets.table_head.TableHead", "app.widgets.undo_bar.UndoBar",
}  # fmt: skip
# These are drawings of figures, which have to be said.
FIGURES = {
    "app.compare.bars.Bars", "app.compare.strip.BlockStrip", "app.hardware.figure_row.FigureRow",
    "app.live.plot.SpeedPlot", "app.live.tracks.Tracks", "app.split.mode_rows.ModeRows",
    "app.split.share_glyph.Handle", "app.widgets.memory_bar.MemoryBar", "app.widgets.plan_glyph.PlanGlyph",
}  # fmt: skip
TOLD = re.compile(r"\d|nothing|not reported", re.IGNORECASE)
seen: dict[tuple[str, tuple[int, int]], set[str]] = {}  # by case: what of all this was there


@pytest.fixture
def stage(theme: Theme, request: pytest.FixtureRequest) -> Iterator[Stage]:
    scene, size = request.param
    made = Stage(theme, size, cards=2)
    try:
        SCENES[scene](made)
        made.wait(250)  # throttled parts show themselves by then, and what would make a model fit
        yield made
    finally:
        made.close()


def opened(stage: Stage) -> QWidget:
    """What the keyboard belongs to: the card that lies over the window, or the window."""
    cards = [each for each in stage.window.findChildren(Popover) if each.isVisible()]
    return cards[0].card if cards else stage.window


def controls(whole: QWidget) -> list[QWidget]:
    """What the keyboard can be on, of all that is shown."""
    return [
        each for each in whole.findChildren(QWidget)
        if each.window() is whole.window() and each.isVisible() and each.isEnabled() and not each.focusProxy()
        and each.focusPolicy() & TAB == TAB and not isinstance(each.parent(), QAbstractSpinBox)
    ]  # fmt: skip


def spoken(widget: QWidget) -> tuple[str, str]:
    """Its name, and what else a screen reader is told of it."""
    found = QAccessible.queryAccessibleInterface(widget)
    kinds = QAccessible.Text
    return found.text(kinds.Name), f"{found.text(kinds.Description)} {found.text(kinds.Value)}"


def in_view(widget: QWidget) -> bool:
    """Whether the middle of what its surroundings leave open of it lies on top of everything."""
    part, above = widget.rect(), widget
    while not above.isWindow():
        part, above = part.translated(above.pos()) & above.parentWidget().rect(), above.parentWidget()
    top = above.childAt(part.center()) if not part.isEmpty() else None
    return top is not None and (top is widget or widget.isAncestorOf(top))


def walk(whole: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Come to all that is there the whole time, and to nothing else, and see each."""
    reached: list[QWidget] = []
    ever = always = set(controls(whole))  # one scrolls when it is come to, which brings up a button
    while (focused := QApplication.focusWidget()) is not None and focused not in reached and len(reached) < MOST:
        reached.append(focused)
        assert in_view(focused), f"{name(focused)} is not to be seen"
        QTest.keyClick(whole.window().windowHandle(), key, modifier)
        ever, always = ever | set(controls(whole)), always & set(controls(whole))
    assert [name(each) for each in always if each not in reached] == []
    assert [name(each) for each in reached if each not in ever] == []
    assert focused is reached[0], "it goes round"
    assert [name(each) for each in reached if not spoken(each)[0]] == []


def walk_both_ways(whole: QWidget) -> None:
    whole.window().activateWindow()
    if QApplication.focusWidget() not in controls(whole):
        controls(whole)[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key, modifier in KEYS:
        walk(whole, key, modifier)


def painted() -> dict[type[QWidget], str]:
    """Every class of the window's with a `paintEvent` of its own."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    found, left = dict[type[QWidget], str](), list(QWidget.__subclasses__())
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("app.") and "paintEvent" in kind.__dict__:
            found[kind] = f"{kind.__module__}.{kind.__name__}"
    return found


def kind_of(widget: QWidget) -> str:
    """The nearest of its classes that paints."""
    kinds, own = painted(), f"{type(widget).__module__}.{type(widget).__name__}"
    return own if own in FIGURES else next((kinds[each] for each in type(widget).__mro__ if each in kinds), "")


@pytest.mark.parametrize("stage", CASES, ids=lambda case: f"{case[0]}-{case[1][0]}", indirect=True)
def test_tab_reaches_every_control_and_what_is_painted_is_said(stage: Stage, request: pytest.FixtureRequest) -> None:
    walk_both_ways(opened(stage))
    there = [each for each in stage.window.findChildren(QWidget) if each.isVisible()]
    kinds = {each: kind_of(each) for each in there}
    mute = [name(each) for each, kind in kinds.items() if kind and kind not in GROUNDS and not said(each)]
    assert mute == []
    figures = {each: " ".join(spoken(each)) for each, kind in kinds.items() if kind in FIGURES}
    assert [name(each) for each, words in figures.items() if not TOLD.search(words)] == []
    seen[request.node.callspec.params["stage"]] = set(kinds.values())


def said(widget: QWidget) -> str:
    """Its name; a label without words paints none, so it needs none."""
    return "nothing" if isinstance(widget, ElidedLabel) and not widget.text() else spoken(widget)[0]


def test_whatever_is_painted_was_there() -> None:
    if len(seen) < len(CASES):
        pytest.skip("only after all of the scenes")
    assert (set(painted().values()) | FIGURES) - set.union(*seen.values()) == set()


def test_dialogs_by_keyboard(theme: Theme) -> None:
    stage = Stage(theme, USUAL, cards=2)
    try:
        stage.window.show_crash("Something went wrong.", "A report")
        dialog = stage.window.findChild(CrashDialog)
        dialog.activateWindow()
        stage.waitUntil(lambda: QApplication.activeWindow() is dialog)
        walk_both_ways(dialog)
    finally:
        stage.close()
