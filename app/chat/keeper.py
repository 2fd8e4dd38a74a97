"""Writes what is new to the store, about once a second while a reply streams, and again until it works."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QObject, Signal

from app.chat.conversation import Conversation
from app.chat.store import Store
from app.chat.turn import Turn
from app.widgets.throttle import Throttle

SAVE_MS = 1000


class Keeper(QObject):
    """`failed(sentence)` when the disk refuses, `saved` when everything is on it."""

    failed = Signal(str)
    saved = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._unsaved: dict[str, tuple[Conversation, dict[str, Turn]]] = {}
        self._soon = Throttle(self._save, SAVE_MS, self)

    def note(self, conversation: Conversation, *turns: Turn) -> None:
        """These have changed."""
        _, waiting = self._unsaved.setdefault(conversation.id, (conversation, {}))
        waiting |= {turn.id: turn for turn in turns}
        self._soon()

    def flush(self) -> None:
        """Write now: a reply has ended, or the window closes."""
        self._soon.flush()

    def _save(self) -> None:
        try:
            for key, (conversation, turns) in list(self._unsaved.items()):
                self._store.write(conversation, turns.values())
                del self._unsaved[key]
        except sqlite3.Error as error:
            self.failed.emit(f"The chat cannot be saved in {self._store.path}: {error}. Free some space.")
            self._soon()
        else:
            self.saved.emit()
