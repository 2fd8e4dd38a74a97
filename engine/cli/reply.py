"""A reply as the console shows it: thinking dimmed and before the answer, and only to people."""

from __future__ import annotations

from typing import TextIO

from engine.protocol import Text

DIM, PLAIN = "\x1b[2m", "\x1b[0m"


class WholeReply:
    """Collects a reply, and shows it on `screen` as it grows; what is no terminal gets the answer alone."""

    def __init__(self, screen: TextIO | None) -> None:
        self.text = ""
        self.thinking = ""
        self.token_ids: list[int] = []
        self._screen = screen
        self._dimmed = False

    def take(self, event: Text) -> None:
        self.token_ids += event.token_ids
        if event.thinking:
            self.thinking += event.text
        else:
            self.text += event.text
        if self._screen is None or not event.text or (event.thinking and not self._screen.isatty()):
            return
        if event.thinking and not self._dimmed:
            self._screen.write(DIM)
        elif self._dimmed and not event.thinking:
            self._screen.write(PLAIN + "\n\n")
        self._dimmed = event.thinking
        self._screen.write(event.text)
        self._screen.flush()

    def end(self) -> None:
        """Leave the screen as it was, on a new line."""
        if self._screen is not None and self.token_ids:
            self._screen.write((PLAIN if self._dimmed else "") + "\n")
            self._screen.flush()
