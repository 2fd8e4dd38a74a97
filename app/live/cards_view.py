"""What cards are doing: plots over the last sixty seconds, a row per device, and what costs speed.

Stands in the live panel, and on the compare page while something is compared.
"""

from __future__ import annotations

from time import monotonic

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.live.card_line import CardLine
from app.live.cards import Cards, told_apart
from app.live.caution import Caution
from app.live.tracks import Tracks, many
from app.telemetry.track import Track
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.theme import Theme


class CardsView(QWidget):
    def __init__(self, theme: Theme, cards: Cards, track: Track) -> None:
        super().__init__()
        self._theme, self._cards = theme, cards
        self.tracks = Tracks(theme, track)
        self.lines: list[CardLine] = []
        self.processor = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.caution = Caution(theme)
        self._heading = Label(theme, "Ranks", metrics.CONTROL_STRONG)
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.M)
        column.addWidget(self.tracks)
        column.addWidget(self.caution)  # before the rows: of eight cards only some are in view
        column.addWidget(self._heading)
        column.addLayout(self._list)
        column.addWidget(self.processor)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_cards()  # it is not told while it is hidden

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
            line.show_card(words, len(rows))
        self._heading.setVisible(bool(rows))
        self._heading.setText("Ranks" if any(device.trial_only for device in devices) else "Cards")
        names = told_apart(rows, many(len(rows)))
        cards = [(row.slot_key, names[place], devices[place].memory_total) for place, row in enumerate(rows)]
        self.tracks.setVisible(any(slot for slot, _, _ in cards))
        self.tracks.show_cards(cards, monotonic())
        self.caution.show_words(self._cards.caution())
        processor = self._cards.processor()
        self.processor.setText(processor)
        self.processor.setVisible(bool(processor))
