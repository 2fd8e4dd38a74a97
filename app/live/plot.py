"""Sixty seconds of generation speed, from exactly zero, in the colour of the loaded mode."""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.language import translate
from app.live.model import RATE_HZ, SECONDS, LiveSpeeds
from app.split.loading import Loading
from app.widgets import metrics
from app.widgets.axis import axis_step
from app.widgets.card import Card
from app.widgets.numbers import figure, tick
from app.widgets.theme import Theme

if TYPE_CHECKING:
    import pyqtgraph

LINES = 2  # grid lines above zero


class SpeedPlot(Card):
    """An empty card until `fill` has imported pyqtgraph: that import is for after the first paint."""

    _imported = Signal()

    def __init__(self, theme: Theme, live: LiveSpeeds, loading: Loading) -> None:
        super().__init__(theme)
        self._imported.connect(self.fill, Qt.ConnectionType.QueuedConnection)
        self._live, self._loading = live, loading
        self._plot: pyqtgraph.PlotWidget | None = None
        self._curve: Any = None
        self._mode = "none"
        self._grid: list[Any] = []
        self.body.setContentsMargins(metrics.XS, metrics.XS, metrics.XS, metrics.XS)
        self.setFixedSize(*metrics.PLOT_SIZE)
        self.setAccessibleName(translate("live", "Generation speed over the last 60 seconds"))
        theme.changed.connect(self._tint)
        loading.changed.connect(self._tint)

    def fill_later(self) -> None:
        """Import on a thread, where it stalls the window by 25 ms and not by 300, then draw."""
        threading.Thread(target=self._import, name="import pyqtgraph", daemon=True).start()

    def _import(self) -> None:
        importlib.import_module("pyqtgraph")
        self._imported.emit()

    def fill(self) -> None:
        import pyqtgraph

        if self._plot is not None:
            return
        plot = self._plot = pyqtgraph.PlotWidget(enableMenu=False)
        menu = plot.getPlotItem().ctrlMenu  # made all the same, and without a parent it would outlive the plot
        menu.setParent(plot, menu.windowFlags())
        plot.setMouseEnabled(False, False)
        plot.hideButtons()
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.hideAxis("bottom")
        # Lines of our own: the axis' grid would clip the labels at both ends.
        self._grid = [plot.addLine(y=0) for _ in range(LINES + 1)]
        plot.setXRange(-SECONDS, 0, padding=0)
        plot.setLimits(yMin=0)
        axis = plot.getAxis("left")
        axis.setStyle(tickFont=metrics.font(metrics.CAPTION), tickLength=0, hideOverlappingLabels=False)
        axis.setWidth(metrics.PLOT_AXIS)
        plot.getPlotItem().setContentsMargins(0, metrics.S, metrics.S, metrics.S)  # room for half a label
        self._curve = plot.plot([], [], antialias=True)
        self._curve.curve.setSegmentedLineMode("on")  # wide antialiased pens are slow otherwise
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(plot)
        self._tint()
        self.redraw()

    def redraw(self) -> None:
        if self._plot is None or not self.isVisible():
            return
        values = list(self._live.ring)
        now, most = figure(values[-1]), figure(max(values))
        told = translate("live", "{now} tokens per second now, {most} at most")
        self.setAccessibleDescription(told.format(now=now, most=most))
        self._curve.setData([(i + 1 - len(values)) / RATE_HZ for i in range(len(values))], values)
        step = axis_step(max(max(values) * 1.05, 1.0), LINES)
        self._plot.setYRange(0, step * LINES, padding=0)
        for place, line in enumerate(self._grid):
            line.setValue(step * place)
        ticks = [(step * place, tick(step * place)) for place in range(LINES + 1)]
        self._plot.getAxis("left").setTicks([ticks])

    def _tint(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        color = self._theme.color
        if self._loading.plan is not None:
            self._mode = self._loading.plan.mode  # kept after an unload: the line is still that mode's
        self._curve.setPen(pyqtgraph.mkPen(color(f"mode_{self._mode}"), width=metrics.FOCUS_WIDTH))
        self._plot.setBackground(color("surface"))
        axis = self._plot.getAxis("left")
        axis.setPen(pyqtgraph.mkPen(None))
        axis.setTickPen(pyqtgraph.mkPen(color("surface")))  # Qt draws lines of no length as dots, pen or not
        for line in self._grid:
            line.setPen(pyqtgraph.mkPen(color("line")))
        axis.setTextPen(color("muted"))
