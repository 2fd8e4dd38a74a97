"""The conversation that is open, and the reply that is being written. They outlive reloads and the engine itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic, time

from PySide6.QtCore import QObject, Signal

from app.chat.asking import Asking, messages
from app.chat.attachment import Attachment
from app.chat.conversation import Conversation
from app.chat.keeper import Keeper
from app.chat.queued import PromptQueue, Queued
from app.chat.store import Store
from app.chat.turn import INTERRUPTED, Turn
from app.language import said
from app.shell.engine_client import EngineClient
from engine.protocol import Cancel, Event, Failed, Finished, Generate, Message, PromptProgress, Statistics, Text


class Chat(QObject):
    """`turns` is what one reads of the open conversation. A reply goes on being written while another one is open.

    `appended(index)`, `grew(index)` (more text or progress), `closed(index)` (a reply ended), `replaced(index)` (from
    there on other messages stand), `reset` (another conversation); `busy_changed`; `listed`: the list has changed.
    """

    appended = Signal(int)
    grew = Signal(int)
    closed = Signal(int)
    replaced = Signal(int)
    reset = Signal()
    busy_changed = Signal()
    listed = Signal()
    failed = Signal(str, str)  # sentence, details

    def __init__(self, client: EngineClient, store: Store) -> None:
        super().__init__()
        self._client, self.store = client, store
        self.keeper = Keeper(store, self)
        self.queue = PromptQueue(_queued(store))
        self.queue.changed.connect(self.keeper.note_queued)
        self.conversation = Conversation()
        self.turns: list[Turn] = []
        self.writing: tuple[Conversation, Turn] | None = None
        self._request: int | None = None

    @property
    def busy(self) -> bool:
        return self._request is not None

    @property
    def context_used(self) -> tuple[int, int] | None:
        """Tokens used and tokens in all, after the last reply."""
        for turn in reversed(self.turns):
            if turn.statistics is not None:
                return turn.statistics.context_used, turn.statistics.context
        return None

    def siblings(self, index: int) -> tuple[int, int]:
        """Which of how many a message is, counted from 0: those that an edit or another reply put beside it."""
        family = self.conversation.tree.siblings(self.turns[index])
        return family.index(self.turns[index]), len(family)

    # Asking

    def ask(self, text: str, how: Asking, files: tuple[Attachment, ...] = ()) -> None:
        """Append a question and an empty reply, and have the engine fill it."""
        self._question(self.conversation, self.turns, text, files, how)

    def edit(self, index: int, text: str, how: Asking) -> None:
        """Ask something else in place of a question; the old one and all that followed stay beside it."""
        files = self.turns[index].files
        self._cut(index)
        self._question(self.conversation, self.turns, text, files, how)

    def regenerate(self, index: int, how: Asking) -> None:
        """Write another reply beside one."""
        self._cut(index)
        self._answer(self.conversation, self.turns, how)

    def resume(self, how: Asking) -> None:
        """Go on with the last reply, which was cut."""
        reply = self.turns[-1]
        asked = messages(self.turns, how)
        reply.reopen()
        self._send(self.conversation, reply, asked, how)
        self.grew.emit(len(self.turns) - 1)

    def enqueue(self, text: str, files: tuple[Attachment, ...] = ()) -> None:
        """Ask in the open conversation when its turn comes."""
        self.conversation.name_after(text or files[0].name)
        self.keeper.note(self.conversation)  # without it nobody would find the prompt again
        self.queue.add(Queued(self.conversation.id, text, files))
        self.listed.emit()

    def ask_next(self, how: Asking) -> None:
        """Ask the oldest prompt that waits and whose conversation is not deleted.

        Raises:
            sqlite3.Error: the conversation cannot be read.
        """
        for entry in self.queue.waiting():
            conversation = self.found(entry.conversation)
            if conversation is not None:
                here = conversation is self.conversation
                turns = self.turns if here else conversation.tree.path()
                self.queue.remove(entry.id)
                self._question(conversation, turns, entry.text, entry.files, how)
                return

    def _question(
        self, conversation: Conversation, turns: list[Turn], text: str, files: tuple[Attachment, ...], how: Asking
    ) -> None:
        conversation.name_after(text or files[0].name)
        conversation.changed = time()
        question = Turn("user", text, parent=turns[-1].id if turns else "", files=files)
        self._append(conversation, turns, question)
        self._answer(conversation, turns, how)

    def _answer(self, conversation: Conversation, turns: list[Turn], how: Asking) -> None:
        asked = messages(turns, how)
        parent = turns[-1].id if turns else ""
        reply = Turn("assistant", stop="", mode=how.mode, parent=parent, asked_at=monotonic())
        conversation.changed = time()
        self.writing = conversation, reply
        self._append(conversation, turns, reply)
        self._send(conversation, reply, asked, how)

    def _send(self, conversation: Conversation, reply: Turn, asked: tuple[Message, ...], how: Asking) -> None:
        request = self._request = self._client.next_request()
        self.writing = conversation, reply
        self._client.send(Generate(request, asked, sampling=how.sampling, max_tokens=how.max_tokens))
        self.listed.emit()
        self.busy_changed.emit()

    def _append(self, conversation: Conversation, turns: list[Turn], turn: Turn) -> None:
        """`turns` is what is read of the conversation."""
        conversation.tree.add(turn)
        self.keeper.note(conversation, turn)
        turns.append(turn)
        if turns is self.turns:
            self.appended.emit(len(turns) - 1)

    def _cut(self, index: int) -> None:
        """Show the conversation up to, and without, a message."""
        del self.turns[index:]
        self.replaced.emit(index)

    def stop(self) -> None:
        """What is queued waits then, too."""
        if self._request is not None:
            self.queue.pause(True)
            self._client.send(Cancel(self._request))

    def interrupt(self) -> None:
        """The model is gone: keep what there is of the reply."""
        if self._request is not None:
            self._close(INTERRUPTED)

    # Which conversation, and which of its branches

    def show_sibling(self, index: int, step: int) -> None:
        """Read the sibling that stands `step` places beside a message, and what followed it."""
        tree = self.conversation.tree
        family = tree.siblings(self.turns[index])
        place = family.index(self.turns[index]) + step
        if 0 <= place < len(family):
            tree.show(family[place])
            self.keeper.note(self.conversation)
            self.turns = tree.path()
            self.replaced.emit(index)

    def begin(self) -> None:
        """An empty conversation; it is kept from its first question on."""
        self.open(Conversation())

    def open(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.turns = conversation.tree.path()
        self.reset.emit()
        self.listed.emit()

    def open_kept(self, key: str) -> bool:
        """Open a conversation of the store; false if there is none of this name.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        if key == self.conversation.id:
            return True
        found = self.found(key)
        if found is not None:
            self.open(found)
        return found is not None

    def found(self, key: str) -> Conversation | None:
        """A conversation, from memory where it is open, written to, or not on the disk yet; else from the store.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        here = [self.conversation, *(self.writing or ())[:1]]
        known = next((each for each in here if isinstance(each, Conversation) and each.id == key), None)
        if known is None:
            self.keeper.flush()
            known = self.keeper.kept_conversation(key) or self.store.read(key)
        return known

    def rename(self, key: str, title: str) -> None:
        """Raises sqlite3.Error if it cannot be written."""
        self.keeper.flush()
        self.store.rename(key, title)
        for conversation in (self.conversation, *(self.writing or ())[:1], *self.keeper.unsaved):
            if isinstance(conversation, Conversation) and conversation.id == key:
                conversation.title = title
        self.listed.emit()

    def pin(self, key: str, wanted: bool) -> None:
        """Raises sqlite3.Error if it cannot be written."""
        self.keeper.flush()
        self.store.pin(key, wanted)
        self.listed.emit()

    def take_in(self, conversations: Iterable[Conversation]) -> None:
        """Keep conversations that come from a file, and open the first.

        Raises:
            sqlite3.Error: they cannot be written.
        """
        found = list(conversations)
        for conversation in found:
            self.store.write(conversation, conversation.tree.turns.values())
        if found:
            self.open(found[0])

    def delete(self, key: str) -> None:
        """Take a conversation off the list; `bring_back` undoes it.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        if self.writing is not None and self.writing[0].id == key:
            self.stop()
            self.interrupt()
        self.keeper.flush()
        self.store.delete(key)
        if self.conversation.id == key:
            self.begin()
        self.listed.emit()

    def bring_back(self, key: str) -> None:
        """Raises sqlite3.Error if it cannot be written."""
        self.store.bring_back(key)
        self.open_kept(key)
        self.listed.emit()

    # What the engine says

    def on_event(self, event: Event) -> None:
        if self._request is None or getattr(event, "request", None) != self._request or self.writing is None:
            return
        conversation, turn = self.writing
        match event:
            case PromptProgress():
                turn.prompt_done, turn.prompt_total = event.done, event.total
            case Text(thinking=True):
                turn.think(event.text)
            case Text():
                turn.end_thinking()
                turn.text += event.text
            case Finished():
                if event.statistics.thinking_s is not None and turn.statistics is None:
                    turn.thinking_s = event.statistics.thinking_s
                turn.statistics = _summed(turn.statistics, event.statistics)
                conversation.mode, conversation.tg_ts = turn.mode, event.statistics.tg_ts
                self._close(event.stop_reason)
                return
            case Failed():
                self._close("cancelled" if event.cancelled else INTERRUPTED)
                if not event.cancelled:
                    self.failed.emit(said(event.sentence), event.details)
                return
        if isinstance(event, Text):
            conversation.mode, conversation.tg_ts = turn.mode, None  # should it be cut off, it is a reply all the same
            self.keeper.note(conversation, turn)
        if self._shown(turn):
            self.grew.emit(len(self.turns) - 1)

    def _shown(self, turn: Turn) -> bool:
        """Whether the reply that is being written is in the open conversation: then it is its last message."""
        return bool(self.turns) and self.turns[-1] is turn

    def _close(self, stop: str) -> None:
        assert self.writing is not None
        conversation, turn = self.writing
        self._request, self.writing = None, None
        turn.end_thinking()
        turn.stop = stop
        if stop == INTERRUPTED:
            self.queue.pause(True)
        self.keeper.note(conversation, turn)
        self.keeper.flush()
        if self._shown(turn):
            self.closed.emit(len(self.turns) - 1)
        self.listed.emit()
        self.busy_changed.emit()


def _summed(before: Statistics | None, now: Statistics) -> Statistics:
    """Of a reply that was continued: all its tokens, the speed of its last part."""
    if before is None:
        return now
    return replace(now, generated_tokens=before.generated_tokens + now.generated_tokens, ttft_s=before.ttft_s)


def _queued(store: Store) -> list[Queued]:
    """What waited when the window ended; the chats themselves say what is wrong with the file."""
    try:
        return store.queued()
    except sqlite3.Error:
        return []
