"""Writes what is new to the store, about once a second while a reply streams, and again until it works."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from app.chat.conversation import Conversation
from app.chat.queued import Queued
from app.chat.store import Store
from app.chat.turn import Turn
from app.language import translate
from app.widgets.throttle import Throttle

SAVE_MS = 1000
FULL = 13  # SQLITE_FULL


class Keeper(QObject):
    """`failed(sentence)` when the disk begins to refuse, `saved` when everything is on it.

    What the disk refused stays here, in memory, however long that lasts.
    """

    failed = Signal(str)
    saved = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._unsaved: dict[str, tuple[Conversation, dict[str, Turn]]] = {}
        self._queue: dict[str, Queued | None] = {}
        self._in_memory: dict[str, Conversation] = {}  # changed while the file cannot be used at all
        self._elsewhere: set[str] = set()
        self._told = ""
        self._soon = Throttle(self._save, SAVE_MS, self)

    @property
    def unsaved(self) -> list[Conversation]:
        """What the disk has not taken."""
        waiting = {key: conversation for key, (conversation, _) in self._unsaved.items()}
        return list((self._in_memory | waiting).values())

    @property
    def at_risk(self) -> list[Conversation]:
        """What would be lost, in part, if the window closed now."""
        return [conversation for conversation in self.unsaved if conversation.id not in self._elsewhere]

    def saved_elsewhere(self) -> None:
        """All of it is in a file of the user's choice, too."""
        self._elsewhere = {conversation.id for conversation in self.unsaved}

    def kept_conversation(self, key: str) -> Conversation | None:
        """One that the disk has not, or not all of."""
        return self._unsaved[key][0] if key in self._unsaved else None

    def note(self, conversation: Conversation, *turns: Turn) -> None:
        """These have changed."""
        _, waiting = self._unsaved.setdefault(conversation.id, (conversation, {}))
        waiting |= {turn.id: turn for turn in turns}
        self._elsewhere.discard(conversation.id)
        if self._store.trouble:
            self._in_memory[conversation.id] = conversation
        self._soon()

    def note_queued(self, key: str, entry: Queued | None) -> None:
        """A prompt of the queue has changed, or is gone."""
        self._queue[key] = entry
        self._soon()

    def flush(self) -> None:
        """Write now: a reply has ended, or the window closes."""
        self._soon.flush()

    def retry(self) -> bool:
        """Write now, and tell again if that fails. Returns whether everything is on the disk."""
        with suppress(sqlite3.Error):  # `_save` tells it
            self._store.refresh()
        self._told = ""
        self._save()
        return not self._unsaved and not self._queue

    def _save(self) -> None:
        try:
            if self._told:
                self._store.refresh()
            for key, (conversation, turns) in list(self._unsaved.items()):
                self._store.write(conversation, turns.values())
                del self._unsaved[key]
            if self._queue:
                self._store.write_queued(self._queue)
                self._queue.clear()
        except sqlite3.Error as error:
            sentence = _sentence(self._store, error)
            if sentence != self._told:  # once, however often it is tried
                self._told = sentence
                self.failed.emit(sentence)
            self._soon()
        else:
            self._told = ""
            self.saved.emit()


def _sentence(store: Store, error: sqlite3.Error) -> str:
    full = getattr(error, "sqlite_errorcode", 0) & 0xFF == FULL
    if full:
        return translate(
            "chat", "The disk of {path} is full. The chat goes on in memory. Free some space, or save it elsewhere."
        ).format(path=store.path)
    return translate(
        "chat",
        "The chat cannot be saved in {path}: {error}. The chat goes on in memory. "
        "Check the file's rights, or save it elsewhere.",
    ).format(path=store.path, error=error)
