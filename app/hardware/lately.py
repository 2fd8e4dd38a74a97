"""What the last seconds say of a card: one reading may be a blink, and an idle card says nothing about its slot."""

from __future__ import annotations

from collections import Counter, deque

from app.telemetry.reading import CardReading, PciLink, Reading

READINGS = 10
ENOUGH = 3  # of them
WORKING = 20.0  # percent busy: from here on a card has its link at full speed, if it ever does


class Lately:
    def __init__(self) -> None:
        self._readings: deque[Reading] = deque(maxlen=READINGS)
        self._under_load: dict[str, PciLink] = {}  # by slot; stays when the card is idle again

    def add(self, reading: Reading) -> None:
        self._readings.append(reading)
        for card in reading.cards:
            working = [each.link_now for each in self._of(card.slot) if (each.busy or 0) >= WORKING and each.link_now]
            if len(working) >= ENOUGH:
                self._under_load[card.slot] = max(working, key=lambda link: link.rate)

    def link(self, card: CardReading) -> PciLink | None:
        """The best that it is known to have: seen under load, else what its slot allows at most."""
        if (seen := self._under_load.get(card.slot)) is not None:
            return seen
        can = card.link_can
        if can is None or card.link_now is None or card.maker != "NVIDIA":
            return can
        return PciLink(can.generation, min(can.width, card.link_now.width))  # NVIDIA's keep their lanes while idle

    def resting(self, card: CardReading) -> bool:
        """Whether its link is slower just now because it has nothing to do."""
        best = self.link(card)
        idle = (card.busy or 0) < WORKING
        return idle and best is not None and card.link_now is not None and card.link_now.rate < best.rate

    def throttle(self, card: CardReading) -> tuple[str, ...]:
        """What holds it down for more than a moment."""
        seen = Counter(reason for each in self._of(card.slot) for reason in each.throttle or ())
        return tuple(reason for reason in card.throttle or () if seen[reason] >= ENOUGH)

    def _of(self, slot: str) -> list[CardReading]:
        return [card for reading in self._readings for card in reading.cards if card.slot == slot]
