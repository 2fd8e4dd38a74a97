"""Every size and font of the window, in px at 100%. No other module writes a number of pixels that stands here.

The setting for the size of letters (`set_scale`) changes them all but spaces, radii and lines: what holds text grows
with it. So these names are asked for when something is built, laid out or painted, and not kept.
"""

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
UNBOUNDED = 16777215  # QWIDGETSIZE_MAX: what Qt calls no limit

# Controls
CONTROL_HEIGHT, CONTROL_HEIGHT_TALL, CONTROL_HEIGHT_TABLE = 32, 44, 28
ICON, ICON_RAIL = 16, 20
BUTTON_MIN_WIDTH = 72
FIELD_WIDTH, NUMBER_WIDTH, SPIN_AROUND = 112, 72, 40
SWITCH, SWITCH_INSET = (36, 20), 4

# Frame
WINDOW_SIZE, WINDOW_MINIMUM = (1280, 800), (960, 600)
RAIL_WIDTH, RAIL_ITEM = 72, (60, 56)
RUN_BAR_HEIGHT = 64
# Of the run bar in a wide window, in a narrow one, and in one that is narrow for large letters.
PICKER_WIDTH, PICKER_WIDTH_TIGHT, PICKER_WIDTH_LEAST = 296, 200, 112
SEGMENT, SEGMENT_WIDTH_TIGHT, SEGMENT_WIDTH_LEAST = (116, 40), 92, 68
RUN_BUTTON_WIDTH, RUN_BUTTON_WIDTH_TIGHT, RUN_BUTTON_WIDTH_LEAST = 148, 124, 96
TIGHT_BELOW, LEAST_BELOW = 1160, 850
LIVE_WIDTH, LIVE_STRIP_HEIGHT = 320, 28
PLOT_SIZE, PLOT_AXIS = (288, 120), 36
TRACK_HEIGHT, TRACK_KEY = 32, 24
GLYPH_SMALL, GLYPH_LIST, GLYPH_LARGE = (22, 20), (18, 16), (208, 132)
HANDLE_SIZE = (12, 24)
MODE_ROW_HEIGHT, MODE_BAR_HEIGHT, MODE_SPEED_WIDTH, MODE_SOURCE_WIDTH = 28, 12, 112, 120
HATCH_STEP = 5
SCROLL_BAR_WIDTH = 12

# Pages
READING_WIDTH, BUBBLE_WIDTH = 760, 520
POPOVER_WIDTH = 672
PANEL_WIDTH = 400
BANNER_HEIGHT = 44
BAR_HEIGHT, FIT_BAR_HEIGHT, THIN_BAR_HEIGHT = 14, 16, 6
GAUGE_WIDTH = 160
COMPOSER_LINES = 8
THINKING_ROW = 32
READING_LIFT = 3  # half of what a reading line is higher than its letters
CHAT_HEAD_HEIGHT, GROUP_HEAD_HEIGHT = 48, 32
LIST_FOLDS_BELOW = 1000
UNDO_WIDTH, SAMPLING_WIDTH = 400, 480
SAMPLING_AROUND_ROWS = 180  # what else stands in the sampling card, and its distance from the window's edges
EMPTY_WIDTH = 440
PAGE_WIDTH = 1280

# Hardware
FIGURE_WIDTH, FIGURE_WIDTH_LEAST = 108, 96
DEVICE_HEIGHT, DEVICE_HEIGHT_SHORT, DEVICE_NAME_WIDTH = 120, 64, 280
HOST_NAME_WIDTH = 496

# Settings and the command palette
SETTINGS_WIDTH, PALETTE_WIDTH, PALETTE_ROW_HEIGHT = 640, 560, 36
PALETTE_ROWS = 10

# Library
ROW_HEIGHT, PILL_HEIGHT = 48, 24
CELL_WIDTH, FIT_WIDTH, NAME_WIDTH = 88, 256, 200
LIST_WIDTH, DETAILS_WIDTH, TABLE_WIDTH = 248, 360, 640
LIST_LEAST, LIST_MOST, LIST_STEP, LIST_USUAL = 200, 360, 16, 248  # px at 100%, whatever the size of letters
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


PERCENT_LEAST, PERCENT_MOST, PERCENT_STEP = 85, 150, 5
_KEEP = (
    "XS", "S", "M", "L", "XL", "XXL", "XXXL", "RADIUS_CONTROL", "RADIUS_CARD", "RADIUS_BAR", "BORDER", "FOCUS_WIDTH",
    "FOCUS_GAP", "MARK", "BAR_GAP", "WINDOW_SIZE", "WINDOW_MINIMUM", "HATCH_STEP", "SCROLL_BAR_WIDTH",
    "COMPOSER_LINES", "PALETTE_ROWS", "LIST_LEAST", "LIST_MOST", "LIST_STEP", "LIST_USUAL", "DOT_RADIUS",
    "WHISKER_CAP", "UNBOUNDED", "PERCENT_LEAST", "PERCENT_MOST", "PERCENT_STEP",
)  # fmt: skip
_AT_100 = {
    name: value for name, value in list(globals().items())
    if name.isupper() and not name.startswith("_") and name not in _KEEP and isinstance(value, (int, tuple))
}  # fmt: skip
_scale = 1.0


def scaled(pixels: int) -> int:
    """px at 100%, at the size that is set."""
    return round(pixels * _scale)


def scale() -> float:
    """1.0 at 100%."""
    return _scale


def set_scale(percent: int) -> None:
    """Letters and what holds them at so many percent of the tables here, within what is offered."""
    global _scale
    _scale = min(max(percent, PERCENT_LEAST), PERCENT_MOST) / 100
    for name, value in _AT_100.items():
        globals()[name] = scaled(value) if isinstance(value, int) else tuple(map(scaled, value))
    font.cache_clear()


@dataclass(frozen=True)
class TextStyle:
    """A row of the type table: font size and line height at 100%, weight, family."""

    size_at_100: int
    line_at_100: int
    weight: QFont.Weight = QFont.Weight.Normal
    mono: bool = False

    @property
    def size(self) -> int:
        return scaled(self.size_at_100)

    @property
    def line(self) -> int:
        return scaled(self.line_at_100)


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
