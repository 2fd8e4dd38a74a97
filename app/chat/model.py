"""The conversation that is open, and the reply that is being written. They outlive reloads and the engine itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic, time

from PySide6.QtCore import QObject, Signal

from app.chat.conversation import Conversation
from app.chat.keeper import Keeper
from app.chat.store import Store
from app.chat.turn import INTERRUPTED, Turn
from app.shell.engine_client import EngineClient
from engine.protocol import Cancel, Event, Failed, Finished, Generate, Message, PromptProgress, Sampling, Text


@dataclass(frozen=True)
class Asking:
    """What goes along with a conversation when the engine is asked. `mode` is the split that it runs in."""

    system: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int | None = None
    mode: str = ""


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

    def ask(self, text: str, how: Asking) -> None:
        """Append a question and an empty reply, and have the engine fill it."""
        self._question(text, self.turns[-1].id if self.turns else "", how)

    def edit(self, index: int, text: str, how: Asking) -> None:
        """Ask something else in place of a question; the old one and all that followed stay beside it."""
        parent = self.turns[index].parent
        self._cut(index)
        self._question(text, parent, how)

    def regenerate(self, index: int, how: Asking) -> None:
        """Write another reply beside one."""
        self._cut(index)
        self._answer(how)

    def _question(self, text: str, parent: str, how: Asking) -> None:
        self.conversation.name_after(text)
        self._append(Turn("user", text, parent=parent))
        self._answer(how)

    def _answer(self, how: Asking) -> None:
        conversation = self.conversation
        request = self._request = self._client.next_request()
        messages = _messages(self.turns, how.system)
        parent = self.turns[-1].id if self.turns else ""
        reply = Turn("assistant", stop="", mode=how.mode, parent=parent, asked_at=monotonic())
        self.writing = conversation, reply
        conversation.changed = time()
        self._append(reply)
        self._client.send(Generate(request, messages, sampling=how.sampling, max_tokens=how.max_tokens))
        self.listed.emit()
        self.busy_changed.emit()

    def _append(self, turn: Turn) -> None:
        self.conversation.tree.add(turn)
        self.keeper.note(self.conversation, turn)
        self.turns.append(turn)
        self.appended.emit(len(self.turns) - 1)

    def _cut(self, index: int) -> None:
        """Show the conversation up to, and without, a message."""
        del self.turns[index:]
        self.replaced.emit(index)

    def stop(self) -> None:
        if self._request is not None:
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
        if self.writing is not None and self.writing[0].id == key:
            self.open(self.writing[0])
            return True
        self.keeper.flush()
        found = self.store.read(key)
        if found is not None:
            self.open(found)
        return found is not None

    def rename(self, key: str, title: str) -> None:
        """Raises sqlite3.Error if it cannot be written."""
        self.keeper.flush()
        self.store.rename(key, title)
        for conversation in (self.conversation, *(self.writing or ())[:1]):
            if conversation.id == key:
                conversation.title = title
        self.listed.emit()

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
                turn.statistics = event.statistics
                if event.statistics.thinking_s is not None:
                    turn.thinking_s = event.statistics.thinking_s
                conversation.mode, conversation.tg_ts = turn.mode, event.statistics.tg_ts
                self._close(event.stop_reason)
                return
            case Failed():
                self._close("cancelled" if event.cancelled else INTERRUPTED)
                if not event.cancelled:
                    self.failed.emit(event.sentence, event.details)
                return
        if isinstance(event, Text):
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
        self.keeper.note(conversation, turn)
        self.keeper.flush()
        if self._shown(turn):
            self.closed.emit(len(self.turns) - 1)
        self.listed.emit()
        self.busy_changed.emit()


def _messages(turns: Sequence[Turn], system: str) -> tuple[Message, ...]:
    """What the engine is asked. A question without any reply is left out: templates want turns to alternate."""
    messages = [Message("system", system)] if system.strip() else []
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        unanswered = turn.role == "user" and following is not None and not following.text
        if turn.text and not unanswered:
            messages.append(Message(turn.role, turn.text, turn.thinking))
    return tuple(messages)
