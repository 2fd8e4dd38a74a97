"""A picture of a window beside the widgets that are to be seen in it, and what each of them paints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.chat.view import JumpPill
from app.split.share_glyph import Handle as ShareHandle
from app.widgets.focus_ring import FocusRing
from app.widgets.popover import Popover
from app.widgets.sash import Sash
from app.widgets.undo_bar import UndoBar
from tests.app.screens.ink import Ink, Run, ink

FLOATING = (Popover, UndoBar, JumpPill, FocusRing, Sash, ShareHandle)  # lie over others on purpose
COVERING = (Popover, UndoBar, JumpPill)
MOST_OF_IT = 0.7  # of a text's area


@dataclass(frozen=True)
class Finding:
    picture: str
    widget: str
    what: str

    def __str__(self) -> str:
        return f"{self.picture}: {self.widget}: {self.what}"


@dataclass(frozen=True)
class Text:
    """A run of letters: `box` in px of the window, `seen` as much of it as the widget's surroundings leave open."""

    widget: QWidget
    run: Run
    box: QRectF
    seen: QRectF

    @property
    def whole(self) -> bool:
        """Whether enough of it is seen to judge it by."""
        seen, all_of_it = (each.width() * each.height() for each in (self.seen, self.box))
        return seen > MOST_OF_IT * all_of_it


class Sight:
    def __init__(self, window: QWidget, picture: str = "") -> None:
        self.window, self.picture = window, picture

    @cached_property
    def image(self) -> QImage:
        return self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    @property
    def ratio(self) -> float:
        return self.image.devicePixelRatio()

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """[height, width, red green blue]."""
        image = self.image
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
        return rows[:, : image.width(), 2::-1]

    def crop(self, box: QRectF | QRect) -> NDArray[np.uint8]:
        """Its pixels, one a row."""
        ratio, (height, width, _) = self.ratio, self.pixels.shape
        left, top = max(0, int(box.left() * ratio)), max(0, int(box.top() * ratio))
        right = min(width, round((box.left() + box.width()) * ratio))
        bottom = min(height, round((box.top() + box.height()) * ratio))
        return self.pixels[top : max(bottom, top), left : max(right, left)].reshape(-1, 3)

    @cached_property
    def widgets(self) -> list[QWidget]:
        """All that have a place in the picture."""
        return [each for each in (self.window, *self.window.findChildren(QWidget)) if self._shown(each)]

    def _shown(self, widget: QWidget) -> bool:
        own = widget.window() is self.window and widget.isVisible() and not widget.visibleRegion().isEmpty()
        return own and not self._veiled(widget)

    @cached_property
    def _covers(self) -> list[tuple[QWidget, QRect]]:
        found = [each for each in self.window.findChildren(QWidget) if isinstance(each, COVERING) and each.isVisible()]
        return [(each, self.place(each.card if isinstance(each, Popover) else each)) for each in found]

    def _veiled(self, widget: QWidget) -> bool:
        """Whether the middle of it lies under something that floats."""
        return self.covered(widget, QRectF(self.place(widget)))

    def covered(self, widget: QWidget, box: QRectF) -> bool:
        """Whether something that floats, and the widget is no part of, lies over some of a box."""
        return any(
            cover is not widget and not cover.isAncestorOf(widget) and not widget.isAncestorOf(cover)
            and QRectF(rect).intersects(box) for cover, rect in self._covers
        )  # fmt: skip

    def place(self, widget: QWidget) -> QRect:
        """In px of the window."""
        return QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())

    def open_part(self, widget: QWidget) -> QRect:
        """What its surroundings leave open of it, in px of the window."""
        return widget.visibleRegion().boundingRect().translated(self.place(widget).topLeft())

    @cached_property
    def inks(self) -> list[tuple[QWidget, Ink]]:
        return [(each, ink(each)) for each in self.widgets]

    @cached_property
    def texts(self) -> list[Text]:
        found = []
        for widget, painted in self.inks:
            corner, part = self.place(widget).topLeft(), QRectF(self.open_part(widget))
            for run in painted.runs:
                box = run.box().translated(corner)
                within = part if run.clip is None else part & run.clip.translated(corner)
                found.append(Text(widget, run, box, box & within))
        return found

    def finding(self, widget: QWidget, what: str) -> Finding:
        return Finding(self.picture, name(widget), what)


def scroller(widget: QWidget) -> QAbstractScrollArea | None:
    """The nearest area that can scroll this widget, or that the widget is the view of."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            view = above.viewport()
            if view is widget or view.isAncestorOf(widget):
                return above
        above = above.parentWidget()
    return None


def surroundings(widget: QWidget) -> Iterator[QWidget]:
    """What a widget stands in, up to what scrolls."""
    area = scroller(widget)
    above = widget.parentWidget()
    while above is not None and above is not area and not (area is not None and above is area.viewport()):
        yield above
        above = above.parentWidget()


def name(widget: QWidget) -> str:
    """Enough to find it by: its class, and its name or whose part it is."""
    said = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    told = type(widget).__name__ + (f' "{said[:40]}"' if isinstance(said, str) and said else "")
    above = widget.parentWidget()
    while above is not None and type(above) is QWidget:
        above = above.parentWidget()
    return f"{told} in {type(above).__name__}" if above is not None else told
