"""The conversation: turns that grow as events arrive. It outlives unloads, reloads and the engine itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.shell.engine_client import EngineClient
from engine.protocol import (
    Cancel,
    Event,
    Failed,
    Finished,
    Generate,
    Message,
    PromptProgress,
    Sampling,
    Statistics,
    Text,
)

Role = Literal["user", "assistant"]
INTERRUPTED = "interrupted"  # beside the engine's stop reasons: the model went away in mid-reply


@dataclass
class Turn:
    """One message. `stop` is empty while a reply is being written."""

    role: Role
    text: str = ""
    stop: str = "end"
    mode: str = ""  # the split mode that a reply was made in
    statistics: Statistics | None = None
    prompt_done: int = 0
    prompt_total: int = 0

    @property
    def open(self) -> bool:
        return not self.stop


class Chat(QObject):
    """`appended(index)`, `grew(index)` (more text or progress), `closed(index)` (a reply ended), `reset`."""

    appended = Signal(int)
    grew = Signal(int)
    closed = Signal(int)
    reset = Signal()
    failed = Signal(str, str)  # sentence, details

    def __init__(self, client: EngineClient) -> None:
        super().__init__()
        self._client = client
        self.turns: list[Turn] = []
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

    def ask(self, text: str, system: str, sampling: Sampling, max_tokens: int | None, mode: str) -> None:
        """Append a question and an empty reply, and have the engine fill it."""
        request = self._request = self._client.next_request()
        self._append(Turn("user", text))
        messages = tuple(self._messages(system))
        self._append(Turn("assistant", stop="", mode=mode))
        self._client.send(Generate(request, messages, sampling=sampling, max_tokens=max_tokens))

    def stop(self) -> None:
        if self._request is not None:
            self._client.send(Cancel(self._request))

    def interrupt(self) -> None:
        """The model is gone: keep what there is of the reply."""
        if self._request is not None:
            self._close(INTERRUPTED)

    def clear(self) -> list[Turn]:
        """Begin a new chat; returns the old one's turns, for undo."""
        self.stop()
        self.interrupt()
        turns, self.turns = self.turns, []
        self.reset.emit()
        return turns

    def restore(self, turns: Sequence[Turn]) -> None:
        self.turns = list(turns)
        self.reset.emit()

    def on_event(self, event: Event) -> None:
        if self._request is None or getattr(event, "request", None) != self._request:
            return
        turn = self.turns[-1]
        match event:
            case PromptProgress():
                turn.prompt_done, turn.prompt_total = event.done, event.total
                self.grew.emit(len(self.turns) - 1)
            case Text():
                turn.text += event.text
                self.grew.emit(len(self.turns) - 1)
            case Finished():
                turn.statistics = event.statistics
                self._close(event.stop_reason)
            case Failed():
                self._close("cancelled" if event.cancelled else INTERRUPTED)
                if not event.cancelled:
                    self.failed.emit(event.sentence, event.details)

    def _close(self, stop: str) -> None:
        self._request = None
        self.turns[-1].stop = stop
        self.closed.emit(len(self.turns) - 1)

    def _append(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.appended.emit(len(self.turns) - 1)

    def _messages(self, system: str) -> list[Message]:
        """What the engine is asked. A question without any reply is left out: templates want turns to alternate."""
        messages = [Message("system", system)] if system.strip() else []
        for turn, following in zip(self.turns, [*self.turns[1:], None], strict=True):
            unanswered = turn.role == "user" and following is not None and not following.text
            if turn.text and not unanswered:
                messages.append(Message(turn.role, turn.text))
        return messages
