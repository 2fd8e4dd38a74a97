"""All messages of a conversation. An edit or another reply adds a sibling; nothing is ever taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.chat.turn import Turn


class Tree:
    """`shown` says, by parent, which of several siblings is read; where it says nothing the newest is."""

    def __init__(self, turns: Iterable[Turn] = (), shown: Mapping[str, str] | None = None) -> None:
        """`turns` in the order in which they were made."""
        self.turns: dict[str, Turn] = {turn.id: turn for turn in turns}
        self.shown = dict(shown or {})
        self._children: dict[str, list[Turn]] = {}
        for turn in self.turns.values():
            self._family(turn).append(turn)

    def _above(self, turn: Turn) -> str:
        """A turn's parent; one whose parent is missing stands at the beginning, for its words count."""
        return turn.parent if turn.parent in self.turns else ""

    def _family(self, turn: Turn) -> list[Turn]:
        return self._children.setdefault(self._above(turn), [])

    def add(self, turn: Turn) -> None:
        """Under its parent, and in view."""
        self.turns[turn.id] = turn
        self._family(turn).append(turn)
        self.shown.pop(self._above(turn), None)

    def siblings(self, turn: Turn) -> list[Turn]:
        """Itself and all others that follow the same message, the oldest first."""
        return self._family(turn)

    def show(self, turn: Turn) -> None:
        """Bring a sibling into view; below it, what was read there last."""
        self.shown[self._above(turn)] = turn.id

    def path(self) -> list[Turn]:
        """What is read, from the first message to the last."""
        found: list[Turn] = []
        above = ""
        while here := self._children.get(above):
            wanted = self.shown.get(above)
            found.append(next((turn for turn in here if turn.id == wanted), here[-1]))
            above = found[-1].id
        return found
