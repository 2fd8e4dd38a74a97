"""What shows speeds and cards as they are now: the panel, the strip that stands for it in narrow windows, and the view
of the compare page. One telling reaches all of them.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
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
    """`why`: a reader asks what costs speed."""

    why = Signal()

    def __init__(self, theme: Theme, models: Models) -> None:
        super().__init__()
        self._models, self._theme = models, theme
        live, loading = models.live, models.loading
        self._cards = Cards(loading, models.hardware, live, models.telemetry, models.lately)
        self._watch: Watch | None = None
        self.views: list[CardsView] = []
        self.panel = LivePanel(theme, live, loading, Ceiling(loading, models.library), self.new_view())
        self.strip = LiveStrip(theme, live, self._cards)
        for signal in (models.telemetry.arrived, loading.changed, models.hardware.changed, live.finished):
            signal.connect(self._show_cards)
        live.finished.connect(self.panel.refresh)
        models.client.arrived.connect(self._on_event)

    def new_view(self) -> CardsView:
        """For a place of its own."""
        view = CardsView(self._theme, self._cards, self._models.track)
        view.caution.why.connect(self.why)
        self.views.append(view)
        if self._watch is not None:
            self._watch.add(view)
        return view

    def begin_watch(self) -> None:
        """Once panel and strip stand in a window: cards are read only while something that shows them is to be seen."""
        self._watch = Watch(self._models.telemetry, *self.views, self.strip)

    def watch(self, page: QWidget) -> None:
        """A page that shows what was read, too."""
        assert self._watch is not None
        self._watch.add(page)

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
