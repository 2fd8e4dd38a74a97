"""The live panel: two numbers, plots on one time axis, one row per device."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.live.card_line import CardLine
from app.live.cards import Cards
from app.live.caution import Caution
from app.live.ceiling import Ceiling
from app.live.hero import Hero
from app.live.model import RATE_HZ, LiveSpeeds
from app.live.plot import SpeedPlot
from app.live.tracks import Tracks
from app.split.loading import Loading
from app.telemetry.track import Track
from app.widgets import metrics
from app.widgets.card import Ground
from app.widgets.label import Label
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme


class LivePanel(Ground):
    """Speeds are redrawn ten times a second while there is anything to see, cards when something was read of them."""

    def __init__(
        self, theme: Theme, live: LiveSpeeds, loading: Loading, ceiling: Ceiling, cards: Cards, track: Track
    ) -> None:
        super().__init__(theme, "window", "left")
        self._live, self._loading, self._ceiling, self._cards = live, loading, ceiling, cards
        self.generation = Hero(theme, "Generation", metrics.HERO)
        self.prompt = Hero(theme, "Prompt", metrics.TITLE)
        self.plot = SpeedPlot(theme, live, loading)
        self.ceiling = Label(theme, "", metrics.CAPTION, "muted")
        self.tracks = Tracks(theme, track)
        self.processor = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.caution = Caution(theme)
        self._heading = Label(theme, "Ranks", metrics.CONTROL_STRONG)
        self.lines: list[CardLine] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics.M)
        self._put_together(theme)
        self.setFixedWidth(metrics.LIVE_WIDTH)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // RATE_HZ)
        self._timer.timeout.connect(self._tick)
        loading.changed.connect(self.show_cards)
        live.finished.connect(self.show_cards)
        self.show_cards()

    def _put_together(self, theme: Theme) -> None:
        heroes, beneath = QHBoxLayout(), QHBoxLayout()
        for row in (heroes, beneath):
            row.setContentsMargins(0, 0, metrics.M, 0)  # where the scroll bar is, further down
        heroes.addWidget(self.generation, 3)
        heroes.addWidget(self.prompt, 2)
        beneath.addWidget(Label(theme, "Last 60 s", metrics.CAPTION, "muted"))
        beneath.addStretch(1)
        beneath.addWidget(self.ceiling)
        below = QWidget()
        below.setFixedWidth(metrics.PLOT_SIZE[0])
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.M)
        column.addWidget(self.tracks)
        column.addWidget(self._heading)
        column.addLayout(self._list)
        column.addWidget(self.processor)
        column.addWidget(self.caution)
        column.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.L, metrics.L, metrics.XS, metrics.L)
        rows.setSpacing(metrics.M)
        rows.addLayout(heroes)
        rows.addWidget(self.plot)
        rows.addLayout(beneath)
        rows.addWidget(ScrollColumn(theme, "Cards", below), 1)

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

    def show_cards(self) -> None:
        """Something has been read, loaded, or chosen."""
        rows, devices = self._cards.rows(), self._cards.devices()
        while len(self.lines) > len(rows):
            line = self.lines.pop()
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.lines) < len(rows):
            self.lines.append(CardLine(self._theme, len(self.lines)))
            self._list.addWidget(self.lines[-1])
        for line, words in zip(self.lines, rows, strict=True):
            line.show_card(words, keyed=len(rows) > 1)
        self._heading.setVisible(bool(rows))
        self._heading.setText("Ranks" if any(device.trial_only for device in devices) else "Cards")
        cards = [(row.slot_key, row.name, devices[place].memory_total) for place, row in enumerate(rows)]
        self.tracks.setVisible(any(slot for slot, _, _ in cards))
        self.tracks.show_cards(cards, monotonic())
        self.caution.show_words(self._cards.caution())
        processor = self._cards.processor()
        self.processor.setText(processor)
        self.processor.setVisible(bool(processor))
