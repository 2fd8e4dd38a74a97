"""What a widget itself paints, read back from a drawing of it: its texts with place, font and colour, and its colours.

Qt's SVG writer takes the drawing apart, whatever it is made with: a label, a painter, a text document, a delegate.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.widgets import metrics

TAG = "{http://www.w3.org/2000/svg}"
FAINT = 0.2  # opacity of what is a shadow and no colour
NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Run:
    """Letters painted in one go; `x` and `y` where their line begins, in px of the widget."""

    words: str
    x: float
    y: float
    family: str
    size: float
    weight: int
    colour: str

    def box(self) -> QRectF:
        """Around what is seen of the letters."""
        return _letters(self.words, self.family, self.size, self.weight).translated(self.x, self.y)


@dataclass(frozen=True)
class Ink:
    runs: tuple[Run, ...]
    colours: frozenset[str]  # of lines and fills, as "#171b21"


@lru_cache(maxsize=4096)
def _letters(words: str, family: str, size: float, weight: int) -> QRectF:
    font = QFont(family)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    if family == metrics.MONO_FAMILY:
        for ligature in ("liga", "calt"):
            font.setFeature(QFont.Tag(ligature), 0)
    return QFontMetricsF(font).tightBoundingRect(words)


def ink(widget: QWidget) -> Ink:
    """Of the widget without its children."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QSvgGenerator()
    writer.setOutputDevice(held)
    writer.setSize(widget.size())
    writer.setResolution(96)
    painter = QPainter(writer)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    tree = ElementTree.fromstring(NOT_XML.sub(" ", bytes(held.data().data()).decode()))
    runs: list[Run] = []
    colours: set[str] = set()
    for group in tree.iter(f"{TAG}g"):
        for part in group:
            if part.tag == f"{TAG}text":
                runs.append(_run(part, _transform(group.get("transform"))))
            elif part.tag not in (f"{TAG}g", f"{TAG}image"):
                colours |= _colours(group)
    return Ink(tuple(run for run in runs if run.words.strip()), frozenset(colours))


def _transform(words: str | None) -> QTransform:
    return QTransform(*(float(each) for each in NUMBER.findall(words))) if words else QTransform()


def _run(part: ElementTree.Element, moved: QTransform) -> Run:
    words = part.text or ""
    start = moved.map(QPointF(float(part.get("x", "0")), float(part.get("y", "0"))))
    size, weight = float(part.get("font-size", "0")) * moved.m22(), int(part.get("font-weight", "400"))
    return Run(words, start.x(), start.y(), part.get("font-family", ""), size, weight, part.get("fill", ""))


def _colours(group: ElementTree.Element) -> set[str]:
    found = set()
    for what in ("fill", "stroke"):
        colour = group.get(what, "none")
        if colour.startswith("#") and float(group.get(f"{what}-opacity", "1")) > FAINT:
            found.add(colour)
    return found
