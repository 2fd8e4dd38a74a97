"""What the window's stack shows, one at a time."""

from __future__ import annotations

from app.widgets.card import Ground


class Page(Ground):
    def enter(self) -> None:
        """It has come into view: be up to date, and put the keyboard where it begins here, if not on the rail."""
