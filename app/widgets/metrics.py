"""Every size and font of the window, in px at 100%. No other module writes a number of pixels that stands here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

# Space: these steps only.
XS, S, M, L, XL, XXL, XXXL = 4, 8, 12, 16, 24, 32, 48

# Shape
RADIUS_CONTROL, RADIUS_CARD, RADIUS_BAR = 6, 10, 3
BORDER, FOCUS_WIDTH, FOCUS_GAP, MARK = 1, 2, 2, 3
BAR_GAP = 2

# Controls
CONTROL_HEIGHT, CONTROL_HEIGHT_TALL, CONTROL_HEIGHT_TABLE = 32, 44, 28
ICON, ICON_RAIL = 16, 20
BUTTON_MIN_WIDTH = 72
FIELD_WIDTH, NUMBER_WIDTH = 112, 72

# Frame
WINDOW_SIZE, WINDOW_MINIMUM = (1280, 800), (960, 600)
RAIL_WIDTH, RAIL_ITEM = 72, (60, 56)
RUN_BAR_HEIGHT = 64
PICKER_WIDTH, PICKER_WIDTH_TIGHT = 296, 200
SEGMENT, SEGMENT_WIDTH_TIGHT = (116, 40), 92
RUN_BUTTON_WIDTH, RUN_BUTTON_WIDTH_TIGHT = 148, 124
TIGHT_BELOW = 1160
LIVE_WIDTH, LIVE_STRIP_HEIGHT = 320, 28
PLOT_SIZE = (288, 120)
GLYPH_SMALL, GLYPH_LARGE = (22, 20), (208, 132)
HATCH_STEP = 5
SCROLL_BAR_WIDTH = 12

# Pages
READING_WIDTH, BUBBLE_WIDTH = 760, 520
POPOVER_WIDTH = 672
PLAN_AROUND_LIST = 292  # what else stands in the plan card, above and below its list
PANEL_WIDTH = 400
BANNER_HEIGHT = 44
BAR_HEIGHT, FIT_BAR_HEIGHT, THIN_BAR_HEIGHT = 14, 16, 6
GAUGE_WIDTH = 160
COMPOSER_LINES = 8
THINKING_ROW = 32
CHAT_HEAD_HEIGHT, GROUP_HEAD_HEIGHT = 48, 32
LIST_FOLDS_BELOW = 1000
UNDO_WIDTH, SAMPLING_WIDTH = 400, 480
SAMPLING_AROUND_ROWS = 180  # what else stands in the sampling card, and its distance from the window's edges
EMPTY_WIDTH = 440
PAGE_WIDTH = 960

# Library
ROW_HEIGHT, PILL_HEIGHT = 48, 24
CELL_WIDTH, FIT_WIDTH, NAME_WIDTH = 88, 256, 200
LIST_WIDTH, DETAILS_WIDTH, TABLE_WIDTH = 248, 360, 640
SEARCH_WIDTH, MENU_NAME_WIDTH = 240, 400
DOWNLOAD_ROW, DOWNLOAD_BUTTON = 72, 136
QUANT_WIDTH, GUESS_WIDTH = 120, 152
DOWNLOAD_AROUND_TABLE = 380  # what else stands in the download card, above and below it

# Compare
CHART_BAR_HEIGHT, CHART_ROW_GAP, CHART_NAME_WIDTH, CHART_VALUE_WIDTH = 28, 12, 56, 104
DOT_RADIUS, WHISKER_CAP = 3, 6
BLOCK_CELL = (30, 8)
TOGGLE_WIDTH, WORK_WIDTH, SIZE_FIELD_WIDTH = 112, 208, 96
VERDICT_WIDTH, VERDICT_WIDTH_TIGHT = 352, 280
REPLY_HEIGHT = 240


@dataclass(frozen=True)
class TextStyle:
    """A row of the type table: font size, line height, weight, family."""

    size: int
    line: int
    weight: QFont.Weight = QFont.Weight.Normal
    mono: bool = False


HERO = TextStyle(32, 38, QFont.Weight.DemiBold)
TITLE = TextStyle(20, 28, QFont.Weight.DemiBold)
SECTION = TextStyle(15, 24, QFont.Weight.DemiBold)
READING = TextStyle(15, 24)
CONTROL = TextStyle(13, 20)
CONTROL_LINK = TextStyle(13, 20, QFont.Weight.Medium)
CONTROL_STRONG = TextStyle(13, 20, QFont.Weight.DemiBold)
CAPTION = TextStyle(12, 16)
CAPTION_LINK = TextStyle(12, 16, QFont.Weight.Medium)
CODE = TextStyle(13, 20, mono=True)
READING_LIFT = 3  # half of what a reading line is higher than its letters

UI_FAMILY, MONO_FAMILY = "Inter", "JetBrains Mono"


def load_fonts() -> None:
    """Make the bundled fonts known to Qt. Needs a QApplication."""
    for entry in files("assets").joinpath("fonts").iterdir():
        if entry.name.endswith((".otf", ".ttf")):
            QFontDatabase.addApplicationFontFromData(entry.read_bytes())


@cache
def font(style: TextStyle) -> QFont:
    """The font of a style, with tabular figures so that changing numbers do not jump."""
    made = QFont(MONO_FAMILY if style.mono else UI_FAMILY)
    if style.mono:
        made.setStyleHint(QFont.StyleHint.Monospace)
        for ligature in ("liga", "calt"):  # code shows the characters that are there
            made.setFeature(QFont.Tag(ligature), 0)
    made.setPixelSize(style.size)
    made.setWeight(style.weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def text_width(style: TextStyle, text: str) -> int:
    """Width of a text on one line, in px."""
    return QFontMetrics(font(style)).horizontalAdvance(text)
