"""Bars are as long as their values, from exactly zero, and the pixels say so."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.compare.bars import Bar, Bars, speed_words
from app.compare.replies import first_difference
from app.compare.strip import BlockStrip
from app.widgets import metrics
from app.widgets.theme import Theme
from engine.protocol import Speed

NONE = Speed(22.1, 21.6, 22.6, (21.9, 22.3))
LAYER = Speed(22.4, 21.8, 23.0, (22.0, 22.8))
TENSOR = Speed(36.2, 35.3, 37.1, (35.5, 36.9))


@pytest.fixture
def bars(qtbot: QtBot, theme: Theme) -> Bars:
    made = Bars(theme, "Generation, tok/s")
    qtbot.addWidget(made)
    made.show_bars([Bar("none", NONE), Bar("layer", LAYER), Bar("tensor", TENSOR)])
    made.resize(700, made.sizeHint().height())
    return made


def picture(widget: Bars | BlockStrip) -> QImage:
    return widget.grab().toImage()


def length_in_pixels(image: QImage, y: int, color: QColor) -> int:
    return sum(image.pixelColor(x, y) == color for x in range(image.width()))


def test_lengths_are_proportional_from_exactly_zero(bars: Bars) -> None:
    zero = bars.x_of(0)
    for index, speed in enumerate((NONE, LAYER, TENSOR)):
        box = bars.bar_rect(index)
        assert box.left() == zero
        assert box.height() == 28
        assert box.width() / bars.bar_rect(0).width() == pytest.approx(speed.value / NONE.value)
        assert [dot.x() for dot in bars.dots(index)] == pytest.approx([bars.x_of(each) for each in speed.blocks])
    ticks = list(bars.ticks())
    assert ticks[0] == (0.0, "0")
    assert bars.x_of(ticks[0][0]) == zero
    assert bars.x_of(37.1) <= bars.width() - metrics.CHART_VALUE_WIDTH


def test_the_pixels_have_the_lengths_that_the_geometry_says(bars: Bars, theme: Theme) -> None:
    image = picture(bars)
    scale = image.width() / bars.width()
    for index, mode in ((0, "none"), (2, "tensor")):
        box, row = bars.bar_rect(index), round((bars.bar_rect(index).bottom() - 2) * scale)
        found = length_in_pixels(image, row, theme.color(f"mode_{mode}")) / scale
        assert found == pytest.approx(box.width(), abs=16)  # the baseline and dots cover a little
    box = bars.bar_rect(1)
    hatched = length_in_pixels(image, round(box.center().y() * scale), theme.color("mode_layer")) / scale
    assert 0.3 * box.width() < hatched < 0.95 * box.width()


def test_the_baseline_is_the_speed_of_one_device_across_all_rows(bars: Bars, theme: Theme) -> None:
    image = picture(bars)
    x = round(bars.x_of(NONE.value))
    rows = range(round(bars.bar_rect(2).top()), round(bars.bar_rect(2).bottom()))
    dark = [y for y in rows if abs(image.pixelColor(x, y).lightness() - theme.color("text").lightness()) < 40]
    assert 0.3 * len(rows) < len(dark) < 0.8 * len(rows)  # dashes
    bars.show_bars([Bar("layer", LAYER), Bar("tensor", TENSOR)])
    clean = picture(bars)
    inside = round(bars.x_of(NONE.value))
    rows = range(round(bars.bar_rect(1).top()) + 2, round(bars.bar_rect(1).bottom()) - 2)
    assert {clean.pixelColor(inside, y).name() for y in rows} == {theme.color("mode_tensor").name()}


def test_the_axis_reaches_what_is_drawn_and_small_speeds_have_numbers(bars: Bars) -> None:
    bars.show_bars([Bar("none", Speed(0.31, 0.2, 0.42, (0.3, 0.5))), Bar("tensor", None)])
    assert bars.most == 0.5
    assert [words for _, words in bars.ticks()] == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]
    assert bars.bar_rect(1).width() == 0
    bars.show_bars([Bar("none", None)])
    assert list(bars.ticks()) == []
    assert bars.x_of(5) == bars.x_of(0)
    picture(bars)


def test_the_picture_is_told_in_a_sentence(bars: Bars) -> None:
    assert speed_words(TENSOR).replace("\u00a0", " ") == "36.2 ± 0.9"
    assert speed_words(Speed(1548.2, None, None, (1548.2,))) == "1,548"
    bars.show_bars([Bar("none", NONE), Bar("tensor", None)])
    assert bars.accessibleDescription() == (
        "Generation, tok/s. None: 22.1 tokens per second, give or take 0.50, over 2 loads. Tensor: not measured yet."
    )


def test_blocks_are_filled_when_done_and_outlined_while_running(qtbot: QtBot, theme: Theme) -> None:
    strip = BlockStrip(theme)
    qtbot.addWidget(strip)
    strip.show_blocks(("none", "tensor", "tensor", "none"), 1, True)
    strip.resize(strip.sizeHint())
    image, (width, height) = picture(strip), metrics.BLOCK_CELL
    middles = [image.pixelColor(i * (width + metrics.XS) + width // 2, height // 2).name() for i in range(4)]
    track = theme.color("track").name()
    assert middles == [theme.color("mode_none").name(), track, track, track]
    edges = [image.pixelColor(i * (width + metrics.XS) + width // 2, 0).name() for i in range(4)]
    assert edges[1:] == [theme.color("mode_tensor").name(), track, track]
    assert strip.accessibleName().startswith("1 of 4 blocks done, tensor under way")


@pytest.mark.parametrize(
    ("texts", "place"),
    [(("same", "same"), None), (("one", "two"), 0), (("abc", "abd", "abc"), 2), (("ab", "abc"), 2), (("", ""), None)],
)
def test_the_first_difference_of_texts(texts: tuple[str, ...], place: int | None) -> None:
    assert first_difference(texts) == place
