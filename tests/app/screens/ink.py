"""What a widget itself paints, read back from a drawing of it: its texts with place, font and colour, and its colours.

Qt's SVG writer takes the drawing apart, whatever it is made with: a label, a painter, a text document, a delegate.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
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
    clip: QRectF | None = None  # what it was painted within

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
    writer = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the one that knows clips
    writer.setOutputDevice(held)
    writer.setSize(widget.size())
    writer.setResolution(96)
    painter = QPainter(writer)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    tree = ElementTree.fromstring(NOT_XML.sub(" ", bytes(held.data().data()).decode()))
    clips = {each.get("id"): _around(each) for each in tree.iter(f"{TAG}clipPath")}
    runs: dict[tuple[str, int, int], Run] = {}  # of letters that are selected, Qt paints those first
    colours: set[str] = set()
    for clip, group in _groups(tree):
        for part in group:
            if part.tag == f"{TAG}text":
                run = _run(part, _transform(group.get("transform")), clips.get(clip))
                runs.setdefault((run.words, round(run.x), round(run.y)), run)
            elif part.tag not in (f"{TAG}g", f"{TAG}image") and _drawn(part):
                colours |= _colours(group)
    return Ink(tuple(run for run in runs.values() if run.words.strip()), frozenset(colours))


def _groups(tree: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    """Each with the name of its clip."""
    for outer in tree.iter(f"{TAG}g"):
        clip = outer.get("clip-path", "").removeprefix("url(#").removesuffix(")")
        for group in outer.findall(f"{TAG}g"):
            yield clip, group


def _around(clip: ElementTree.Element) -> QRectF:
    """The box of a clip; Qt writes it in px of the widget."""
    path = clip.find(f"{TAG}path")
    numbers = [float(each) for each in NUMBER.findall(path.get("d", "") if path is not None else "")]
    if not numbers:
        return QRectF()
    across, down = numbers[::2], numbers[1::2]
    return QRectF(min(across), min(down), max(across) - min(across), max(down) - min(down))


def _drawn(part: ElementTree.Element) -> bool:
    return bool(part.get("d", "drawn").strip()) and bool(part.get("points", "drawn").strip())


def _transform(words: str | None) -> QTransform:
    return QTransform(*(float(each) for each in NUMBER.findall(words))) if words else QTransform()


def _run(part: ElementTree.Element, moved: QTransform, clip: QRectF | None) -> Run:
    words = part.text or ""
    start = moved.map(QPointF(float(part.get("x", "0")), float(part.get("y", "0"))))
    size, weight = float(part.get("font-size", "0")) * moved.m22(), int(part.get("font-weight", "400"))
    return Run(words, start.x(), start.y(), part.get("font-family", ""), size, weight, part.get("fill", ""), clip)


def _colours(group: ElementTree.Element) -> set[str]:
    found = set()
    for what in ("fill", "stroke"):
        colour = group.get(what, "none")
        if colour.startswith("#") and float(group.get(f"{what}-opacity", "1")) > FAINT:
            found.add(colour)
    return found
