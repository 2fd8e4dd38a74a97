"""The live panel in one line, for narrow windows."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from app.language import translate
from app.live.cards import Cards, told_apart
from app.live.hero import NOTHING
from app.live.model import LiveSpeeds
from app.widgets import metrics
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel
from app.widgets.numbers import figure
from app.widgets.theme import Theme


class LiveStrip(Ground):
    def __init__(self, theme: Theme, live: LiveSpeeds, cards: Cards) -> None:
        super().__init__(theme, "window", "top")
        self._live, self._cards = live, cards
        self._words = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, 0, metrics.L, 0)
        row.addWidget(self._words)
        self.setFixedHeight(metrics.LIVE_STRIP_HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_cards()  # it is not told while it is hidden

    def show_cards(self) -> None:
        live = self._live
        parts = [
            translate("live", "Generation {speed}\xa0tok/s").format(speed=_shown(live.generation)),
            translate("live", "Prompt {speed}\xa0tok/s").format(speed=_shown(live.prompt)),
        ]
        rows = self._cards.rows()
        named = zip(told_apart(rows, numbered=False), rows, strict=True)
        parts += [f"{name} {row.busy or row.held}" for name, row in named]
        self._words.setText("  ·  ".join(parts))


def _shown(speed: float | None) -> str:
    return NOTHING if speed is None else figure(speed)
