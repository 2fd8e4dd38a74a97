"""A conversation: its messages, and what the list says about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import time

from app.chat.tree import Tree
from app.chat.turn import Turn, new_id

TITLE_LETTERS = 120  # of the first question; the list elides what does not fit


@dataclass(frozen=True)
class Summary:
    """A row of the list. `mode` and `tg_ts` (tokens per second) are of the last reply."""

    id: str
    title: str
    changed: float  # Unix time of the last question, s
    mode: str = ""
    tg_ts: float | None = None
    pinned: bool = False
    deleted: float | None = None  # Unix time, s


@dataclass(eq=False)
class Conversation:
    id: str = field(default_factory=new_id)
    title: str = ""
    changed: float = field(default_factory=time)
    mode: str = ""
    tg_ts: float | None = None
    tree: Tree = field(default_factory=Tree)

    def name_after(self, question: str) -> None:
        """The first question's first words are its title until the user gives it another."""
        self.title = self.title or " ".join(question[: 4 * TITLE_LETTERS].split())[:TITLE_LETTERS]


def in_a_row(turns: Iterable[Turn], key: str = "") -> Conversation:
    """A conversation of messages that follow each other, as the versions before branches kept them."""
    made = Conversation(key or new_id())
    before = ""
    for turn in turns:
        turn.parent, before = before, turn.id
        made.tree.add(turn)
        if turn.role == "user":
            made.name_after(turn.text)
        elif turn.statistics is not None:
            made.mode, made.tg_ts = turn.mode, turn.statistics.tg_ts
    return made
