"""Formulas as drawings, made on a thread of their own. Where there is none, the source stands."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QRectF, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.widgets import metrics
from app.widgets.theme import Theme

LONGEST = 2000  # letters; who writes more wants to stall the window
KEPT = 1000  # drawings, of about 8 KB
VIEW = re.compile(r'viewBox="([-\d. ]+)"')
LAST_DRAWABLE = "\u2fff"  # the font holds no Chinese, Japanese or Korean letters


@dataclass(frozen=True)
class Formula:
    """What is to be drawn. `color` is a name of Qt's, such as #171b21; `size` that of the letters around it, in px."""

    source: str
    display: bool
    color: str
    size: int


@dataclass(frozen=True)
class Drawing:
    """`width`, `ascent` and `descent` in px, from the line that letters stand on."""

    svg: bytes
    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """Qt sets the middle of a picture a quarter of an x above the line, so the picture is filled up around that."""
        lift = _lift()
        return 2 * max(self.ascent - lift, self.descent + lift)

    def image(self) -> QImage:
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen is not None else 1.0
        width, height = (max(1, round(size * ratio)) for size in (self.width, self.height))
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        top = self.height / 2 + _lift() - self.ascent
        box = QRectF(0, top * ratio, self.width * ratio, (self.ascent + self.descent) * ratio)
        QSvgRenderer(QByteArray(self.svg)).render(painter, box)
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image


def _lift() -> float:
    return QFontMetricsF(metrics.font(metrics.READING)).xHeight() / 4


class Formulas(QObject):
    """`ready`: some that were asked for can be drawn now."""

    ready = Signal()
    _done = Signal(object, object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known: OrderedDict[Formula, Drawing | None] = OrderedDict()
        self._asked: set[Formula] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(self._take)

    def formula(self, source: str, display: bool, role: str) -> Formula:
        """`role` is the palette role of its ink."""
        return Formula(source.strip(), display, self._theme.color(role).name(), metrics.READING.size)

    def drawing(self, formula: Formula) -> Drawing | None:
        """None while it is being made, and where it cannot be."""
        if formula in self._known:
            self._known.move_to_end(formula)
            return self._known[formula]
        if formula not in self._asked and _drawable(formula.source):
            self._asked.add(formula)
            self._pool.start(_Job(formula, self._done))
        return None

    def awaits(self, formula: Formula) -> bool:
        return formula in self._asked

    def close(self) -> None:
        self._pool.clear()
        self._pool.waitForDone()

    def _take(self, formula: Formula, drawing: Drawing | None) -> None:
        self._asked.discard(formula)
        self._known[formula] = drawing
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.ready.emit()


class _Job(QRunnable):
    def __init__(self, formula: Formula, done: object) -> None:
        super().__init__()
        self._formula, self._done = formula, done

    def run(self) -> None:
        drawing = draw(self._formula)
        try:
            self._done.emit(self._formula, drawing)  # type: ignore[attr-defined]
        except RuntimeError:  # the window has closed meanwhile
            return


def _drawable(source: str) -> bool:
    return 0 < len(source) <= LONGEST and max(source) <= LAST_DRAWABLE


def draw(formula: Formula) -> Drawing | None:
    """None for what is no LaTeX, or none that is known."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt draws no <use> of a <symbol>
    try:
        made = Latex(formula.source, size=formula.size, color=formula.color, inline=not formula.display)
        svg = made.svg()
    except Exception:  # a model wrote it, and the library raises whatever its parsing stumbles over
        return None
    box = VIEW.search(svg)
    _, top, width, height = (float(part) for part in box[1].split()) if box else (0.0, 0.0, 0.0, 0.0)
    return Drawing(svg.encode(), width, -top, top + height) if width > 0 < height else None
