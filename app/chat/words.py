"""What is said about a reply: how fast it was, what it waits for, how long it thought."""

from __future__ import annotations

from time import monotonic

from app.chat.turn import INTERRUPTED, Turn
from app.split.model import MODE_NAMES
from app.widgets.numbers import NBSP, count, plural, seconds, speed

STOPS = {
    "length": "stopped at the length limit", "stop": "stopped at a stop word",
    "context": "stopped: the context is full", "cancelled": "stopped by you", INTERRUPTED: "cut off: the model is gone",
}  # fmt: skip
BAR_AFTER_S = 0.3  # a prompt that is read faster shows no bar


def statistics_line(turn: Turn) -> str:
    """ "36.2 tok/s · prompt 1,548 tok/s · first token 0.31 s · 412 tokens · tensor"."""
    parts: list[str] = []
    figures = turn.statistics
    if figures is not None:
        if figures.tg_ts is not None:
            parts.append(speed(figures.tg_ts))
        if figures.pp_ts is not None:
            parts.append(f"prompt {speed(figures.pp_ts)}")
        if figures.ttft_s is not None:
            parts.append(f"first token {seconds(figures.ttft_s)}")
        parts.append(plural(figures.generated_tokens, "token"))
        if figures.cached_tokens:
            parts.append(f"{count(figures.cached_tokens)} reused")
    if turn.mode in MODE_NAMES:
        parts.append(MODE_NAMES[turn.mode].lower())
    if turn.stop in STOPS:
        parts.append(STOPS[turn.stop])
    return " · ".join(parts)


def progress_line(turn: Turn) -> str:
    """What is going on in a reply that has not ended."""
    if turn.text:
        return "Writing"
    if turn.thinking:
        return ""  # the row above says it
    if turn.prompt_total:
        return reading_line(turn.prompt_done / turn.prompt_total)
    return "Waiting for the engine"


def reading_line(part: float) -> str:
    return f"Reading the prompt: {part:.0%}"


def prompt_part(turn: Turn) -> float | None:
    """How much of the prompt has been read, from 0 to 1; None where that is no news."""
    waits = turn.open and not turn.text and not turn.thinking and turn.prompt_total
    if not waits or monotonic() - turn.asked_at < BAR_AFTER_S:
        return None
    return turn.prompt_done / turn.prompt_total


def thinking_line(turn: Turn) -> str:
    """ "Thought for 4.2 s"; while it does, the seconds so far."""
    if turn.thinks and turn.thinking_since is not None:
        return f"Thinking… {monotonic() - turn.thinking_since:.1f}{NBSP}s"
    return "Thought" if turn.thinking_s is None else f"Thought for {turn.thinking_s:.1f}{NBSP}s"
