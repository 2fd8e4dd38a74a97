"""Speeds of the split modes as bars from zero: what was measured, how sure it is, and every load as a dot."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import translate
from app.split.model import mode_name
from app.widgets import metrics, paint
from app.widgets.axis import axis_step
from app.widgets.mode_paint import mode_bar
from app.widgets.numbers import count, decimal, figure, plus_minus
from app.widgets.theme import Theme
from engine.plan.types import Mode
from engine.protocol import Speed

LINES = 5  # grid lines above zero, at most
LEVELS = (-0.3, 0.3, 0.0)  # where dots stand, in parts of a bar's height, so that equal ones stay apart
BASELINE: Mode = "none"


@dataclass(frozen=True)
class Bar:
    """`speed` None: nothing has been measured yet."""

    mode: Mode
    speed: Speed | None


def half_interval(speed: Speed) -> float | None:
    return None if speed.low is None or speed.high is None else (speed.high - speed.low) / 2


def speed_words(speed: Speed) -> str:
    """ "36.2 ± 0.9", or "36.2" where a single load knows no interval."""
    half = half_interval(speed)
    return figure(speed.value) if half is None else plus_minus(speed.value, half)


def _reach(speed: Speed) -> float:
    """The highest value that is drawn."""
    return max(speed.value, speed.high or 0.0, *speed.blocks)


class Bars(QWidget):
    """One bar a mode on one axis, the speed of a single device as a dashed line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._bars: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleDescription(self.sentence())
        self.setToolTip("\n".join(mode_name(bar.mode) for bar in self._bars) if self._narrow() else "")
        self.updateGeometry()
        self.update()

    def _narrow(self) -> bool:
        """Whether a name is elided."""
        room = metrics.CHART_NAME_WIDTH - metrics.S
        return any(metrics.text_width(metrics.CONTROL, mode_name(bar.mode)) > room for bar in self._bars)

    def sentence(self) -> str:
        """The picture in words."""
        parts = []
        for bar in self._bars:
            words = translate("compare", "not measured yet")
            if bar.speed is not None:
                half = half_interval(bar.speed)
                loads = len(bar.speed.blocks)
                told = (
                    translate("compare", "{speed} tokens per second, over {n} loads", "", loads, n=count(loads))
                    if half is None
                    else translate(
                        "compare", "{speed} tokens per second, give or take {half}, over {n} loads", "", loads,
                        n=count(loads),
                    )
                )  # fmt: skip
                words = told.format(speed=figure(bar.speed.value), half=figure(half))
            parts.append(f"{mode_name(bar.mode)}: {words}.")
        return " ".join([f"{self._name}.", *parts])

    # Where things are, in px

    @property
    def most(self) -> float:
        """The value at the right end of the axis."""
        return max((_reach(bar.speed) for bar in self._bars if bar.speed is not None), default=0.0)

    def x_of(self, value: float) -> float:
        left = float(metrics.CHART_NAME_WIDTH)
        room = self.width() - left - metrics.CHART_VALUE_WIDTH - metrics.S
        return left + (room * value / self.most if self.most else 0.0)

    def bar_rect(self, index: int) -> QRectF:
        """The bar of a row; of no width where nothing has been measured."""
        speed = self._bars[index].speed
        left, right = self.x_of(0), self.x_of(speed.value if speed is not None else 0)
        return QRectF(left, self._top(index), right - left, metrics.CHART_BAR_HEIGHT)

    def dots(self, index: int) -> list[QPointF]:
        """The middle of each load's dot."""
        speed, middle = self._bars[index].speed, self.bar_rect(index).center().y()
        return [
            QPointF(self.x_of(value), middle + LEVELS[place % len(LEVELS)] * metrics.CHART_BAR_HEIGHT)
            for place, value in enumerate(speed.blocks if speed is not None else ())
        ]

    def _top(self, index: int) -> int:
        return metrics.XS + index * (metrics.CHART_BAR_HEIGHT + metrics.CHART_ROW_GAP)

    @property
    def _floor(self) -> int:
        """Where the rows end and the axis' numbers begin."""
        return self._top(len(self._bars)) - metrics.CHART_ROW_GAP + metrics.XS

    def sizeHint(self) -> QSize:
        return QSize(metrics.GAUGE_WIDTH * 2, self._floor + metrics.XS + metrics.CAPTION.line)

    minimumSizeHint = sizeHint

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Where a grid line stands, and what is written under it."""
        if self.most:
            step = axis_step(self.most, LINES)
            digits = max(0, -math.floor(math.log10(step)))
            for count in range(int(self.most / step * (1 + 1e-9)) + 1):
                yield count * step, decimal(count * step, digits)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        for index, bar in enumerate(self._bars):
            self._paint_name(painter, index, bar)
            self._paint_bar(painter, index, bar)
        self._paint_baseline(painter)
        for index, bar in enumerate(self._bars):
            if bar.speed is not None:
                self._paint_spread(painter, index, bar.speed)

    def _paint_axis(self, painter: QPainter) -> None:
        for value, words in self.ticks():
            x = round(self.x_of(value)) + 0.5
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(QLineF(x, 0, x, self._floor))
            label = QRect(round(x) - metrics.XXL, self._floor + metrics.XS, 2 * metrics.XXL, metrics.CAPTION.line)
            paint.text(painter, label, metrics.CAPTION, self._theme.color("muted"), words,
                       Qt.AlignmentFlag.AlignHCenter)  # fmt: skip

    def _paint_name(self, painter: QPainter, index: int, bar: Bar) -> None:
        room = QRect(0, self._top(index), metrics.CHART_NAME_WIDTH - metrics.S, metrics.CHART_BAR_HEIGHT)
        paint.text(painter, room, metrics.CONTROL, self._theme.color("text"), mode_name(bar.mode))

    def _paint_bar(self, painter: QPainter, index: int, bar: Bar) -> None:
        box = self.bar_rect(index)
        if bar.speed is None:
            room = QRect(round(box.left()) + metrics.S, round(box.top()), self.width(), round(box.height()))
            paint.text(
                painter, room, metrics.CONTROL, self._theme.color("muted"), translate("compare", "not measured yet")
            )
            return
        mode_bar(painter, box, self._theme, bar.mode)
        left = round(self.x_of(_reach(bar.speed))) + metrics.M
        room = QRect(left, round(box.top()), self.width() - left, round(box.height()))
        paint.text(painter, room, metrics.CONTROL_STRONG, self._theme.color("text"), speed_words(bar.speed))

    def _paint_baseline(self, painter: QPainter) -> None:
        """The speed of a single device, across all bars."""
        base = next((bar.speed for bar in self._bars if bar.mode == BASELINE), None)
        if base is None or len(self._bars) < 2:
            return
        x = round(self.x_of(base.value)) + 0.5
        line = QLineF(x, 0, x, self._floor)
        painter.setPen(QPen(self._theme.color("surface"), 3))
        painter.drawLine(line)
        dashes = QPen(self._theme.color("text"), 1)
        dashes.setDashPattern([4, 3])
        painter.setPen(dashes)
        painter.drawLine(line)

    def _paint_spread(self, painter: QPainter, index: int, speed: Speed) -> None:
        middle = self.bar_rect(index).center().y()
        if speed.low is not None and speed.high is not None:
            low, high, cap = self.x_of(max(speed.low, 0.0)), self.x_of(speed.high), metrics.WHISKER_CAP
            strokes = [QLineF(low, middle, high, middle)]
            strokes += [QLineF(x, middle - cap, x, middle + cap) for x in (low, high)]
            for role, width in (("surface", 2 + 2 * metrics.BAR_GAP), ("text", 2)):  # a halo, then the line
                painter.setPen(QPen(self._theme.color(role), width))
                painter.drawLines(strokes)
        painter.setPen(QPen(self._theme.color("surface"), metrics.BAR_GAP))
        painter.setBrush(self._theme.color("text"))
        for dot in self.dots(index):
            radius = metrics.DOT_RADIUS + metrics.BAR_GAP / 2
            painter.drawEllipse(dot, radius, radius)
