"""One message of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic, time
from typing import Literal
from uuid import uuid4

from app.chat.attachment import Attachment
from engine.protocol import Statistics

Role = Literal["user", "assistant"]
INTERRUPTED = "interrupted"  # beside the engine's stop reasons: an error, or the end of model or window, in mid-reply
CUT = ("length", "cancelled", INTERRUPTED)  # what can be continued; a full context cannot


def new_id() -> str:
    """Made here and not by the database, so that two windows, or a full disk, never meet over a number."""
    return uuid4().hex


@dataclass(eq=False)
class Turn:
    """`stop` is empty while a reply is being written; `parent` is the id of the message before it, "" for none."""

    role: Role
    text: str = ""
    stop: str = "end"
    mode: str = ""  # the split mode that a reply was made in
    statistics: Statistics | None = None
    thinking: str = ""  # what a reply thought before its text
    thinking_s: float | None = None  # how long it did; None: it did not think, or has not ended
    parent: str = ""
    id: str = field(default_factory=new_id)
    created: float = field(default_factory=time)  # Unix time, s
    files: tuple[Attachment, ...] = ()  # that went along with a question
    # From here on: only while it is on screen, kept nowhere.
    prompt_done: int = 0
    prompt_total: int = 0
    asked_at: float = 0.0  # of `monotonic`, s
    thinking_since: float | None = None  # of `monotonic`, s
    unfolded: bool = False  # the reader wants to see the thinking

    @property
    def open(self) -> bool:
        return not self.stop

    @property
    def thinks(self) -> bool:
        """Whether it is thinking right now."""
        return self.open and self.thinking_since is not None and self.thinking_s is None

    @property
    def cut(self) -> bool:
        """Whether a reply ended before the model was done."""
        return self.role == "assistant" and self.stop in CUT

    def reopen(self) -> None:
        """More of a cut reply is to come."""
        self.stop, self.asked_at, self.prompt_done, self.prompt_total = "", monotonic(), 0, 0
        if self.thinking and not self.text:
            self.thinking_since, self.thinking_s = monotonic() - (self.thinking_s or 0.0), None

    def think(self, text: str) -> None:
        if self.thinking_since is None:
            self.thinking_since = monotonic()
        self.thinking += text

    def end_thinking(self) -> None:
        """The first word of the answer has come, or the end."""
        if self.thinking_since is not None and self.thinking_s is None:
            self.thinking_s = monotonic() - self.thinking_since
