"""The small shared widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.widgets import metrics, paint
from app.widgets.banner import Banners, Notice
from app.widgets.button import Button
from app.widgets.plan_glyph import cells, mode_cells
from app.widgets.popover import Popover
from app.widgets.scroll_column import ScrollColumn
from app.widgets.segments import Segment, Segments
from app.widgets.text_field import TextField
from app.widgets.theme import FUSION_ROLES, Theme
from app.widgets.throttle import Throttle


@pytest.fixture
def segments(qtbot: QtBot, theme: Theme) -> Segments:
    made = Segments(
        theme, [Segment(key, key.capitalize()) for key in ("auto", "none", "layer")], "Split mode"
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_arrows_move_along_the_segments_and_stop_at_the_ends(segments: Segments, qtbot: QtBot) -> None:
    told: list[str] = []
    segments.chosen.connect(told.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(segments, key)
    assert told == ["none", "layer", "none"]
    assert segments.accessibleName().startswith("Split mode: None")


def test_a_click_chooses_and_alt_down_opens(segments: Segments, qtbot: QtBot) -> None:
    at = QPoint(2 * metrics.SEGMENT[0] + 20, 20)
    with qtbot.waitSignal(segments.chosen) as told:
        qtbot.mouseClick(segments, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["layer"]
    with qtbot.waitSignal(segments.opened):
        qtbot.keyClick(segments, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def test_programs_choose_silently(segments: Segments, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(segments.chosen):
        segments.set_current("layer")
    assert segments.current == "layer"


def test_a_throttle_calls_at_once_then_once_per_interval(qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(lambda: calls.append(1), 40)
    for _ in range(50):
        throttle()
    assert len(calls) == 1
    qtbot.waitUntil(lambda: len(calls) == 2, timeout=1000)
    qtbot.wait(100)
    assert len(calls) == 2
    throttle()
    throttle()
    throttle.flush()
    assert len(calls) == 4


def test_banners_replace_their_kind_and_show_two_at_most(qtbot: QtBot, theme: Theme) -> None:
    banners = Banners(theme)
    qtbot.addWidget(banners)
    for kind, sentence in (("load", "One."), ("open", "Two."), ("load", "Three."), ("engine", "Four.")):
        banners.show_notice(Notice(kind, sentence))
    assert [notice.sentence for notice in banners.notices()] == ["Four.", "Three."]
    banners.clear("engine")
    assert [notice.kind for notice in banners.notices()] == ["load"]


@pytest.mark.parametrize(("level", "word"), [("error", "Error"), ("warn", "Warning"), ("ok", "Done")])
def test_a_banner_says_how_grave_it_is(qtbot: QtBot, theme: Theme, level: str, word: str) -> None:
    banners = Banners(theme)
    qtbot.addWidget(banners)
    banners.show_notice(Notice("load", "The file is short.", level))
    assert [banner.accessibleName() for banner in banners._shown] == [f"{word}: The file is short."]


def test_every_mode_is_a_list_of_bands_of_slices() -> None:
    assert cells([(1, [(0, 3), (1, 1)]), (1, [(2, 1)])]) == [
        (0, 0, 0.75, 0.5, 0), (0.75, 0, 0.25, 0.5, 1), (0, 0.5, 1, 0.5, 2),
    ]  # fmt: skip
    assert [cell[2:4] for cell in mode_cells("tensor", 4)] == [(0.25, 1.0)] * 4
    assert [cell[2:4] for cell in mode_cells("layer", 2)] == [(1.0, 0.5)] * 2
    assert len(mode_cells("none", 8)) == 1


def test_a_popover_closes_by_escape_and_gives_the_focus_back(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    anchor = Button(theme, "Open")
    QVBoxLayout(window).addWidget(anchor)
    card = Popover(theme, window, 200, "Card")
    inside = Button(theme, "Inside")
    card.body.addWidget(inside)
    window.show()
    card.open_under(anchor)
    assert window.rect().contains(card.card.geometry())
    assert window.focusWidget() is inside
    qtbot.keyClick(inside, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.focusWidget() is anchor


def test_a_popover_gives_the_focus_back_to_where_it_came_from(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    anchor, link = Button(theme, "Open"), Button(theme, "Plan", "link")
    rows = QVBoxLayout(window)
    for button in (anchor, link):
        rows.addWidget(button)
    card = Popover(theme, window, 200, "Card")
    card.body.addWidget(Button(theme, "Inside"))
    window.show()
    link.setFocus()
    card.open_under(anchor)
    card.open_under(anchor)
    card.close_card()
    assert window.focusWidget() is link
    card.open_under(anchor)
    link.hide()
    card.close_card()
    assert window.focusWidget() is anchor


def test_a_button_that_its_press_disables_keeps_the_focus(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    unload, after = Button(theme, "Unload"), Button(theme, "After")
    rows = QVBoxLayout(window)
    for button in (unload, after):
        rows.addWidget(button)
    window.show()
    unload.clicked.connect(lambda: unload.setEnabled(False))
    unload.setFocus()
    qtbot.keyClick(unload, Qt.Key.Key_Space)
    assert not unload.isEnabled()
    assert window.focusWidget() is unload
    qtbot.keyClick(unload, Qt.Key.Key_Tab)
    assert window.focusWidget() is after
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    unload.setEnabled(True)
    unload.setFocus()
    qtbot.keyClick(unload, Qt.Key.Key_Tab)
    assert window.focusWidget() is after


def test_both_palettes_know_every_role(theme: Theme) -> None:
    names = {name: set(roles) for name, roles in theme._palettes.items()}
    assert names["light"] == names["dark"]
    assert set(FUSION_ROLES.values()) <= names["light"]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("left", [8, 9, 10, 11])
def test_edges_are_whole_pixels_at_any_scale(ratio: float, left: int) -> None:
    image = QImage(round(100 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setClipRect(left, 10, 60, 30)
    paint.rounded(painter, QRect(left, 10, 60, 30), 6, QColor("#ffffff"), QColor("#7f8996"))
    painter.end()
    row = [image.pixelColor(x, round(25 * ratio)).name() for x in range(image.width())]
    assert set(row) == {"#ffffff", "#7f8996"}
    assert row.count("#7f8996") == 2 * max(1, round(ratio))


def test_the_cross_of_a_field_has_a_name(qtbot: QtBot, theme: Theme) -> None:
    field = TextField(theme, "Search models")
    qtbot.addWidget(field)
    field.offer_to_clear()
    (cross,) = field.findChildren(QToolButton)
    assert (cross.accessibleName(), cross.toolTip()) == ("Clear: Search models", "Clear")


def test_tab_stops_at_a_column_only_while_it_scrolls(qtbot: QtBot, theme: Theme) -> None:
    content = QWidget()
    column = ScrollColumn(theme, "Column", content)
    qtbot.addWidget(column)
    column.resize(200, 200)
    column.show()
    assert column.focusPolicy() == Qt.FocusPolicy.NoFocus
    content.setMinimumHeight(400)
    qtbot.waitUntil(lambda: column.focusPolicy() == Qt.FocusPolicy.StrongFocus)
    content.setMinimumHeight(100)
    qtbot.waitUntil(lambda: column.focusPolicy() == Qt.FocusPolicy.NoFocus)
