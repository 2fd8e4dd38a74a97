"""The live panel: two numbers, plots on one time axis, one row per device."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.language import translate
from app.live.cards_view import CardsView
from app.live.ceiling import Ceiling
from app.live.hero import Hero
from app.live.model import RATE_HZ, LiveSpeeds
from app.live.plot import SpeedPlot
from app.split.loading import Loading
from app.widgets import metrics
from app.widgets.card import Ground
from app.widgets.label import Label
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme


class LivePanel(Ground):
    """Speeds are redrawn ten times a second while there is anything to see, cards when something was read of them."""

    def __init__(
        self, theme: Theme, live: LiveSpeeds, loading: Loading, ceiling: Ceiling, cards: CardsView
    ) -> None:
        super().__init__(theme, "window", "left")
        self._live, self._ceiling, self.cards = live, ceiling, cards
        self.generation = Hero(theme, translate("live", "Generation"), metrics.HERO)
        self.prompt = Hero(theme, translate("live", "Prompt"), metrics.TITLE)
        self.plot = SpeedPlot(theme, live, loading)
        self.ceiling = Label(theme, "", metrics.CAPTION, "muted")
        self._put_together(theme)
        self.setFixedWidth(metrics.LIVE_WIDTH)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // RATE_HZ)
        self._timer.timeout.connect(self._tick)

    def _put_together(self, theme: Theme) -> None:
        heroes, beneath = QHBoxLayout(), QHBoxLayout()
        for row in (heroes, beneath):
            row.setContentsMargins(0, 0, metrics.M, 0)  # where the scroll bar is, further down
        heroes.addWidget(self.generation, 3)
        heroes.addWidget(self.prompt, 2)
        beneath.addWidget(Label(theme, translate("live", "Last 60 s"), metrics.CAPTION, "muted"))
        beneath.addStretch(1)
        beneath.addWidget(self.ceiling)
        self.cards.setFixedWidth(metrics.PLOT_SIZE[0])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.L, metrics.L, metrics.XS, metrics.L)
        rows.setSpacing(metrics.M)
        rows.addLayout(heroes)
        rows.addWidget(self.plot)
        rows.addLayout(beneath)
        rows.addWidget(ScrollColumn(theme, translate("live", "Cards"), self.cards), 1)

    def wake(self) -> None:
        """Something is being generated: start redrawing."""
        if not self._timer.isActive():
            self._timer.start()

    def _tick(self) -> None:
        self._live.sample()
        self.refresh()
        if self._live.silent:
            self._timer.stop()

    def refresh(self) -> None:
        live = self._live
        self.generation.show_speed(live.generation, live.generating)
        self.prompt.show_speed(live.prompt, live.generating and live.prompt_is_new)
        self.ceiling.setText(self._ceiling.words(live.generation))
        self.plot.redraw()
