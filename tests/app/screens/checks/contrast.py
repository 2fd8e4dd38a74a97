"""Contrast as it came out in the pixels: letters on their ground 4.5:1, the edges of controls 3:1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.library.picker import ModelPicker
from app.widgets.button import Button
from app.widgets.menu_button import MenuButton
from app.widgets.number_field import DecimalField, WholeField
from app.widgets.segments import Segments
from app.widgets.switch import Switch
from app.widgets.text_field import TextField
from tests.app.screens.sight import Finding, Sight

TEXT_LEAST, EDGE_LEAST = 4.5, 2.95  # the lowest edge that style allows is 3.0, rounded
EDGED = (TextField, WholeField, DecimalField, MenuButton, Segments, ModelPicker, Switch)  # and two looks of Button
EDGED_LOOKS = ("primary", "plain")
FEWEST = 12  # pixels to judge by
ACROSS = 3  # px on either side of an edge


def luminance(colours: NDArray[np.uint8]) -> NDArray[np.float64]:
    """WCAG's relative luminance of [n, 3] colours."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def ratios(colours: NDArray[np.uint8], ground: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The contrast of each colour with one ground."""
    one, other = luminance(colours), luminance(ground.reshape(1, 3))
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def commonest(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    found, counts = np.unique(colours, axis=0, return_counts=True)
    return np.asarray(found[counts.argmax()])


def faint_texts(sight: Sight) -> list[Finding]:
    found = []
    for text in sight.texts:
        if sight.covered(text.widget, text.box) or not text.whole or text.seen.width() * text.seen.height() < FEWEST:
            continue
        around = sight.crop(text.seen.adjusted(-1, -1, 1, 1))
        ground = commonest(around)
        meant = QColor(text.run.colour)
        away = np.abs(around.astype(int) - [meant.red(), meant.green(), meant.blue()]).sum(axis=1)
        reached = float(ratios(around[away == away.min()], ground).max())  # what came nearest to the letters' colour
        if reached < TEXT_LEAST:
            what = f'"{text.run.words[:60]}" has {reached:.2f}:1 in {text.run.colour} on {_hex(ground)}'
            found.append(sight.finding(text.widget, what))
    return found


def faint_edges(sight: Sight) -> list[Finding]:
    found = []
    for widget in sight.widgets:
        whole = sight.place(widget)
        if not _edged(widget) or sight.covered(widget, QRectF(whole)):
            continue
        weak = min((_most(sight.crop(side), ground) for side, ground in _sides(whole, sight.open_part(widget))),
                   default=EDGE_LEAST)  # fmt: skip
        if weak < EDGE_LEAST:
            found.append(sight.finding(widget, f"its edge has {weak:.2f}:1"))
    return found


def _edged(widget: QWidget) -> bool:
    looks = isinstance(widget, Button) and widget.look in EDGED_LOOKS
    return widget.isEnabled() and (looks or isinstance(widget, EDGED))


def _sides(box: QRect, part: QRect) -> list[tuple[QRect, int]]:
    """Strips at half height, from 3 px outside to 3 px inside, and which of their pixels is outside; where in view."""
    middle = box.center().y()
    if not part.top() <= middle <= part.bottom():
        return []
    left, right = (QRect(x - ACROSS, middle, 2 * ACROSS, 1) for x in (box.left(), box.right() + 1))
    ends = ((left, 0, part.left() == box.left()), (right, -1, part.right() == box.right()))
    return [(side, ground) for side, ground, whole in ends if whole]


def _most(pixels: NDArray[np.uint8], ground: int) -> float:
    """How much the strongest pixel differs from the one at that end."""
    return float(ratios(pixels, pixels[ground]).max()) if pixels.size else EDGE_LEAST


def _hex(colour: NDArray[np.uint8]) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in colour)
