"""What the engine is asked: which messages go along, and which no longer fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.chat.attachment import with_files
from app.chat.turn import Turn
from engine.protocol import Message, Sampling

LETTERS_PER_TOKEN = 3.0  # until a reply has said how many tokens the conversation takes
TURN_TOKENS = 8  # what a template writes around a message
ROOM = 1 / 10 # of the context: kept free for the reply
STEP = 1 / 4  # of the context: dropped at a time, as each drop costs reading all that is left again


@dataclass(frozen=True)
class Asking:
    """What goes along with a conversation when the engine is asked. `mode` is the split that it runs in.

    context: tokens that the loaded model can hold; 0: not known.
    """

    system: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int | None = None
    mode: str = ""
    context: int = 0


def messages(turns: Sequence[Turn], how: Asking) -> tuple[Message, ...]:
    """A question without any reply is left out: templates want turns to alternate. So are those that do not fit."""
    said = [Message("system", how.system)] if how.system.strip() else []
    kept = turns[dropped(turns, how.context, len(how.system)) :]
    for turn, following in zip(kept, [*kept[1:], None], strict=True):
        unanswered = turn.role == "user" and following is not None and not following.text
        if (turn.text or turn.files) and not unanswered:
            said.append(Message(turn.role, with_files(turn.text, turn.files), turn.thinking))
        elif turn.thinking and following is None:  # cut in mid-thought, to be continued
            said.append(Message(turn.role, "", turn.thinking))
    return tuple(said)


def dropped(turns: Sequence[Turn], context: int, system: int = 0) -> int:
    """How many of the first messages are left out so that the rest, and a reply, fit into the context.

    `system` is the letters of the system prompt. What goes is whole pairs of question and reply, never the last.
    """
    if not context:
        return 0
    rate = _letters_per_token(turns)
    sizes = [TURN_TOKENS + int(_letters(turn) / rate) for turn in turns]
    over = sum(sizes) + system / rate - context * (1 - ROOM)
    if over <= 0:
        return 0
    step = context * STEP
    goal, gone, count = -(-over // step) * step, 0, 0
    for place in range(0, len(turns) - 2, 2):
        if gone >= goal or turns[place].role != "user":
            break
        gone += sum(sizes[place : place + 2])
        count = place + 2
    return count


def _letters(turn: Turn) -> int:
    return len(turn.text) + sum(len(each.text) for each in turn.files)


def _letters_per_token(turns: Sequence[Turn]) -> float:
    """As the last reply counted them before which nothing was left out: then prompts only grow."""
    rate, before, letters = LETTERS_PER_TOKEN, 0, 0
    for place, turn in enumerate(turns):
        letters += _letters(turn)
        figures = turn.statistics
        if figures is None:
            continue
        if figures.prompt_tokens < before:
            break
        before = figures.prompt_tokens
        tokens = figures.context_used - TURN_TOKENS * (place + 1)
        if tokens > 0 and letters:
            rate = max(1.0, (letters + len(turn.thinking)) / tokens)
    return rate
