"""What a model thinks before it answers, told apart from the answer while the text is still arriving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.stopping import overlap

# Beginning and end of the thinking: Qwen3, DeepSeek-R1 and many others; Magistral.
TAGS = (
    ("<think>", "</think>"),
    ("[THINK]", "[/THINK]"),
)


@dataclass(frozen=True)
class Piece:
    """Text that may be shown."""

    text: str
    thinking: bool


class ThinkingSplitter:
    """For one reply. Thinking counts only at the reply's beginning, after white space at most.

    Tags, and white space next to them, are in neither part. However the text is cut into pieces, the parts are the
    same; a reply that ends in mid-thought ends as thinking.
    """

    def __init__(self, prompt: str = "") -> None:
        """`prompt` may end with a tag that begins the thinking, as some templates do."""
        opened = (end for begin, end in TAGS if prompt.rstrip().endswith(begin))
        self._end = next(opened, "")  # even so, the reply may write the beginning tag once more
        self._state: Literal["begins", "thinks", "thought", "answers"] = "begins"
        self._held = ""  # what the following text may turn into a tag, or into white space next to one
        self._shown = False  # any of the thinking

    @property
    def thinking(self) -> bool:
        return self._state == "thinks" or (self._state == "begins" and self._end != "")

    @property
    def answering(self) -> bool:
        """Whether no tag counts any more."""
        return self._state in ("thought", "answers")

    def feed(self, text: str) -> list[Piece]:
        """The pieces, none empty, that are certain now that `text` has arrived."""
        self._held += text
        if self._state == "begins":
            self._begin()
        pieces = []
        if self._state == "thinks":
            pieces.append(Piece(self._think(), thinking=True))
        if self._state == "thought":
            self._held = self._held.lstrip()
            self._state = "answers" if self._held else "thought"
        if self._state == "answers":
            pieces.append(Piece(self._held, thinking=False))
            self._held = ""
        return [piece for piece in pieces if piece.text]

    def resume(self, begun: str) -> None:
        """The reply has been begun: `begun` is told already, and what comes next goes on from there."""
        self.feed(begun)
        if self._state != "begins":
            self._held = ""

    def flush(self) -> list[Piece]:
        """What was held back, when no more text comes."""
        rest = self._held.rstrip() if self.thinking else self._held
        if self.thinking and not self._shown:
            rest = rest.lstrip()
        self._held = ""
        return [Piece(rest, self.thinking)] if rest else []

    def _begin(self) -> None:
        """Go on as soon as it is clear whether the reply begins with a tag."""
        start = self._held.lstrip()
        for begin, end in TAGS:
            if start.startswith(begin):
                self._state, self._end, self._held = "thinks", end, start.removeprefix(begin)
                return
        if not any(begin.startswith(start) for begin, _ in TAGS):
            self._state = "thinks" if self._end else "answers"

    def _think(self) -> str:
        """Take what is certainly thinking from what is held."""
        text = self._held if self._shown else self._held.lstrip()
        body, tag, rest = text.partition(self._end)
        if tag:
            self._state, self._held = "thought", rest
            body = body.rstrip()
        else:
            body = text[: len(text) - overlap(text, self._end)].rstrip()
            self._held = text[len(body) :]
        self._shown = self._shown or body != ""
        return body


def begun_text(prompt: str, template: str, content: str, thinking: str) -> str:
    """A reply that was cut, as its model would have written it so far.

    `prompt` is what it answers, which may end with a tag that begins the thinking; `template` is the source of the
    model's chat template, from which its tags are taken.
    """
    opened = next((pair for pair in TAGS if prompt.rstrip().endswith(pair[0])), None)
    named = next((pair for pair in TAGS if pair[1] in template), TAGS[0])
    begin, end = opened or named
    if not thinking and not opened:
        return content
    begun = thinking if opened else f"{begin}\n{thinking}"
    return f"{begun}\n{end}\n\n{content}" if content else begun
