"""Load, memory and power of every card over the last sixty seconds, beneath the plot of speed and on its time axis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.telemetry.track import SECONDS, Sample, Track
from app.widgets import metrics, paint
from app.widgets.axis import axis_step
from app.widgets.numbers import memory
from app.widgets.theme import Theme

GAP = 3.0  # seconds without a reading: the line is interrupted
LINES: Sequence[Sequence[float]] = ((), (5, 3), (1, 2), (5, 2, 1, 2))  # dashes; hue would mean a split mode
OUTSIDE = 0.1  # of the axis: so far from the middle one of many cards a card is named
NEAR = 1.5  # seconds around the mouse


class Kind(NamedTuple):
    """`top`: the end of the axis for the largest value, which is none where it is fixed."""

    name: str
    value: Callable[[Sample], float | None]
    words: Callable[[float], str]
    top: Callable[[float], float]


KINDS = (
    Kind("Busy", lambda sample: sample.busy, lambda value: f"{value:.0f}%", lambda _: 100.0),
    Kind("Memory", lambda sample: sample.memory, lambda value: memory(round(value)), lambda most: most),
    Kind("Power", lambda sample: sample.watts, lambda value: f"{value:.0f}\u00a0W", lambda most: axis_step(most, 1)),
)


def many(cards: int) -> bool:
    """Too many lines to be told apart: what they span is drawn, and numbers name those outside."""
    return cards > len(LINES)


def line_pen(theme: Theme, place: int) -> QPen:
    """Of the card at this place, where there are not `many`."""
    pen = QPen(theme.color("text"), metrics.BORDER)
    if dashes := LINES[place]:
        pen.setDashPattern(list(dashes))
    return pen


def _runs(values: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Cut where nothing was read for a while."""
    runs: list[list[tuple[float, float]]] = []
    for each in values:
        if not runs or each[0] - runs[-1][-1][0] >= GAP:
            runs.append([])
        runs[-1].append(each)
    return runs


def outside(values: dict[int, float], far: float) -> list[tuple[int, float]]:
    """The place and value of the least and of the most, where it is more than `far` from the middle of all."""
    if not values:
        return []
    middle = median(values.values())
    ends = (min(values, key=lambda place: values[place]), max(values, key=lambda place: values[place]))
    return [(place, values[place]) for place in ends if abs(values[place] - middle) > far]


class Tracks(QWidget):
    def __init__(self, theme: Theme, track: Track) -> None:
        super().__init__()
        self._theme, self._track = theme, track
        self._cards: list[tuple[str, str, int | None]] = []  # slot, name, bytes of memory
        self._now = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_cards(self, cards: Sequence[tuple[str, str, int | None]], now: float) -> None:
        """By rank: slot, name and size of the memory."""
        self._cards, self._now = list(cards), now
        self.updateGeometry()
        self.setAccessibleName(" ".join(self._spoken()) or "Nothing is reported of these cards")
        self.update()

    def sizeHint(self) -> QSize:
        height = len(self._kinds()) * (metrics.CAPTION.line + metrics.TRACK_HEIGHT + metrics.S)
        return QSize(metrics.PLOT_SIZE[0], height)

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.GAUGE_WIDTH, self.sizeHint().height())

    def _kinds(self) -> list[Kind]:
        """Those that any card reports."""
        return [kind for kind in KINDS if any(self._values(kind, slot) for slot, _, _ in self._cards)]

    def _values(self, kind: Kind, slot: str) -> list[tuple[float, float]]:
        samples = self._track.by_slot.get(slot, ())
        return [(each.when, value) for each in samples if (value := kind.value(each)) is not None]

    def _spoken(self) -> Iterator[str]:
        for kind in self._kinds():
            last = [(name, self._values(kind, slot)) for slot, name, _ in self._cards]
            told = ", ".join(f"{name} {kind.words(values[-1][1])}" for name, values in last if values)
            yield f"{kind.name}: {told}."

    def _top(self, kind: Kind) -> float:
        if kind.name == "Memory" and (sizes := [size for _, _, size in self._cards if size]):
            return float(max(sizes))
        return kind.top(max((v for slot, _, _ in self._cards for _, v in self._values(kind, slot)), default=1.0) or 1.0)

    def _plot(self, place: int) -> QRectF:
        """As far to the left and right as the plot of speed."""
        top = place * (metrics.CAPTION.line + metrics.TRACK_HEIGHT + metrics.S) + metrics.CAPTION.line
        left = metrics.XS + metrics.PLOT_AXIS
        width = min(self.width(), metrics.PLOT_SIZE[0])
        return QRectF(left, top, width - left - metrics.M, metrics.TRACK_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, kind in enumerate(self._kinds()):
            self._paint_kind(painter, kind, self._plot(place))

    def _paint_kind(self, painter: QPainter, kind: Kind, plot: QRectF) -> None:
        color, top = self._theme.color, self._top(kind)
        above = QRectF(plot.left(), plot.top() - metrics.CAPTION.line, plot.width(), metrics.CAPTION.line)
        paint.text(painter, above.toRect(), metrics.CAPTION, color("muted"), f"{kind.name}, 0 to {kind.words(top)}")
        painter.setPen(QPen(color("line"), metrics.BORDER))
        for y in (plot.top(), plot.bottom()):
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if many(len(self._cards)):
            self._paint_span(painter, kind, plot, top)
            return
        for place, (slot, _, _) in enumerate(self._cards):
            painter.setPen(line_pen(self._theme, place))
            for run in _runs(self._values(kind, slot)):  # whole lines: dashes go on from point to point
                painter.drawPolyline([self._point(plot, each, top) for each in run])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_span(self, painter: QPainter, kind: Kind, plot: QRectF, top: float) -> None:
        """From the least to the most of all cards, edges drawn, and the numbers of those far from the middle."""
        values = [self._values(kind, slot) for slot, _, _ in self._cards]
        by_moment: dict[float, list[float]] = {}
        for when, value in (each for card in values for each in card):
            by_moment.setdefault(when, []).append(value)
        edges = [_runs([(when, pick(by_moment[when])) for when in sorted(by_moment)]) for pick in (min, max)]
        for least, most in zip(*edges, strict=True):
            below, above = ([self._point(plot, each, top) for each in run] for run in (least, most))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("track"))
            painter.drawPolygon(below + above[::-1])
            painter.setPen(QPen(self._theme.color("text"), metrics.BORDER))
            for edge in (below, above):
                painter.drawPolyline(edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_numbers(painter, plot, values, top)

    def _paint_numbers(
        self, painter: QPainter, plot: QRectF, values: Sequence[Sequence[tuple[float, float]]], top: float
    ) -> None:
        """Beside the end of the plot, at the height of what they are of, and not into each other."""
        last = {place: card[-1] for place, card in enumerate(values) if card and self._now - card[-1][0] < GAP}
        found = outside({place: value for place, (_, value) in last.items()}, OUTSIDE * top)
        heights = [self._point(plot, (self._now, value), top).y() for _, value in found]
        if len(heights) == 2 and (lack := metrics.CAPTION.line - metrics.XS - (heights[0] - heights[1])) > 0:
            heights = [heights[0] + lack / 2, heights[1] - lack / 2]
        left, line = round(plot.right()) + metrics.XS, metrics.CAPTION.line
        for (place, _), y in zip(found, heights, strict=True):
            room = QRect(left, round(y) - line // 2, self.width() - left, line)
            paint.text(painter, room, metrics.CAPTION, self._theme.color("text"), str(place + 1))

    def _point(self, plot: QRectF, told: tuple[float, float], top: float) -> QPointF:
        when, value = told
        across, up = max(1 - (self._now - when) / SECONDS, 0.0), min(value / top, 1.0)
        return QPointF(plot.left() + across * plot.width(), plot.bottom() - up * plot.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words_at(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def _words_at(self, x: int, y: int) -> str:
        """What each card did at the moment under the mouse."""
        for place, kind in enumerate(self._kinds()):
            plot = self._plot(place)
            if not plot.adjusted(0, -metrics.CAPTION.line, 0, 0).contains(QPointF(x, y)):
                continue
            ago = (1 - (x - plot.left()) / plot.width()) * SECONDS
            told = []
            for slot, name, _ in self._cards:
                near = [each for each in self._values(kind, slot) if abs(self._now - each[0] - ago) < NEAR]
                if near:
                    told.append(f"{name}: {kind.words(min(near, key=lambda each: abs(self._now - each[0] - ago))[1])}")
            return "\n".join([f"{kind.name} {ago:.0f}\u00a0s ago", *told]) if told else ""
        return ""
