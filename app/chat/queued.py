"""Prompts that wait for their turn. They outlive a stop, a dead engine and the window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from time import time

from PySide6.QtCore import QObject, Signal

from app.chat.attachment import Attachment
from app.chat.turn import new_id


@dataclass(frozen=True)
class Queued:
    conversation: str
    text: str
    files: tuple[Attachment, ...] = ()
    id: str = field(default_factory=new_id)
    created: float = field(default_factory=time)  # Unix time, s


class PromptQueue(QObject):
    """In the order in which they were written, of all conversations. `paused`: they wait for the user's word.

    `changed(entry id, entry)` for whoever keeps them; None: it is gone. `shown` for whoever draws them.
    """

    changed = Signal(str, object)
    shown = Signal()

    def __init__(self, entries: Iterable[Queued] = ()) -> None:
        super().__init__()
        self._entries = {entry.id: entry for entry in entries}
        self.paused = bool(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def of(self, conversation: str) -> list[Queued]:
        return [entry for entry in self._entries.values() if entry.conversation == conversation]

    def get(self, key: str) -> Queued | None:
        return self._entries.get(key)

    def add(self, entry: Queued) -> None:
        self._entries[entry.id] = entry
        self.paused = False
        self._tell(entry.id)

    def edit(self, key: str, text: str) -> None:
        if key in self._entries:
            self._entries[key] = replace(self._entries[key], text=text)
            self._tell(key)

    def remove(self, key: str) -> None:
        if self._entries.pop(key, None) is not None:
            self._tell(key)

    def put_back(self, entry: Queued) -> None:
        """Undo a removal; the place in the row is kept."""
        entries = sorted([*self._entries.values(), entry], key=lambda each: each.created)
        self._entries = {each.id: each for each in entries}
        self._tell(entry.id)

    def pause(self, wanted: bool) -> None:
        if wanted != self.paused:
            self.paused = wanted
            self.shown.emit()

    def waiting(self) -> list[Queued]:
        """What may be asked now, the oldest first."""
        return [] if self.paused else list(self._entries.values())

    def _tell(self, key: str) -> None:
        self.changed.emit(key, self._entries.get(key))
        self.shown.emit()
