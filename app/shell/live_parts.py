"""What shows speeds and cards as they are now: the panel, the strip that stands for it in narrow windows, and the view
of the compare page. One telling reaches all of them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.live.cards import Cards
from app.live.cards_view import CardsView
from app.live.ceiling import Ceiling
from app.live.strip import LiveStrip
from app.live.view import LivePanel
from app.shell.models import Models
from app.telemetry.watch import Watch
from app.widgets.theme import Theme
from engine.protocol import Event, PromptProgress, Text


class LiveParts(QObject):
    def __init__(self, theme: Theme, models: Models) -> None:
        super().__init__()
        self._models = models
        live, loading = models.live, models.loading
        cards = Cards(loading, models.hardware, live, models.telemetry, models.lately)
        self.views = tuple(CardsView(theme, cards, models.track) for _ in range(2))
        beside, self.compared = self.views
        self.panel = LivePanel(theme, live, loading, Ceiling(loading, models.library), beside)
        self.strip = LiveStrip(theme, live, cards)
        for signal in (models.telemetry.arrived, loading.changed, models.hardware.changed, live.finished):
            signal.connect(self._show_cards)
        live.finished.connect(self.panel.refresh)
        models.client.arrived.connect(self._on_event)

    def watch(self, *others: QWidget) -> None:
        """Once all stand in a window: cards are read only while one of these, or of `others`, is to be seen."""
        Watch(self._models.telemetry, *others, *self.views, self.strip)

    def arrange(self, wanted: bool, narrow: bool) -> None:
        self.panel.setVisible(wanted and not narrow)
        self.strip.setVisible(wanted and narrow)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, (PromptProgress, Text)):
            self.panel.wake()
            if self.strip.isVisible():
                self.strip.show_cards()

    def _show_cards(self) -> None:
        """Something has been read of them, or other ones matter now."""
        for view in self.views:
            if view.isVisible():
                view.show_cards()
        if self.strip.isVisible():
            self.strip.show_cards()
