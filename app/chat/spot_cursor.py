"""Where the keyboard is among all that can be pressed in the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.chat.spot import Spot


class SpotCursor:
    """`message` and `place` (its spot's number); nowhere while the conversation has not the focus."""

    def __init__(self, spots_of: Callable[[int], Sequence[Spot]], messages: Callable[[], int]) -> None:
        self._spots_of, self._messages = spots_of, messages
        self.message = -1
        self.place = 0

    @property
    def spot(self) -> Spot | None:
        if not 0 <= self.message < self._messages():
            return None
        spots = self._spots_of(self.message)
        return spots[min(self.place, len(spots) - 1)] if spots else None

    def within(self, message: int) -> Spot | None:
        """The spot it is on, if that is in this message."""
        return self.spot if message == self.message else None

    def leave(self) -> None:
        self.message = -1

    def go(self, message: int) -> None:
        """To the first spot of a message."""
        self.message, self.place = min(max(message, 0), self._messages() - 1), 0

    def step(self, by: int) -> None:
        """To the spot before (-1) or after (1), in the next message if need be; stays at both ends."""
        spots = self._spots_of(self.message)
        if 0 <= self.place + by < len(spots):
            self.place += by
            return
        beyond = self.message + by
        while 0 <= beyond < self._messages():
            found = self._spots_of(beyond)
            if found:
                self.message, self.place = beyond, 0 if by > 0 else len(found) - 1
                return
            beyond += by
