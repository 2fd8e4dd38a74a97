"""What is said about a reply: how fast it was, what it waits for, how long it thought."""

from __future__ import annotations

from time import monotonic

from app.chat.turn import INTERRUPTED, Turn
from app.language import QT_TRANSLATE_NOOP, translate
from app.split.model import MODE_NAMES, mode_word
from app.widgets.numbers import count, decimal, percent, seconds, speed

STOPS = {
    "length": QT_TRANSLATE_NOOP("chat", "stopped at the length limit"),
    "stop": QT_TRANSLATE_NOOP("chat", "stopped at a stop word"),
    "context": QT_TRANSLATE_NOOP("chat", "stopped: the context is full"),
    "cancelled": QT_TRANSLATE_NOOP("chat", "stopped by you"),
    INTERRUPTED: QT_TRANSLATE_NOOP("chat", "cut off before its end"),
}
BAR_AFTER_S = 0.3  # a prompt that is read faster shows no bar


def statistics_line(turn: Turn) -> str:
    """ "36.2 tok/s · prompt 1,548 tok/s · first token 0.31 s · 412 tokens · tensor".

    Narrow windows cut its end: why a reply ended early comes first, and what was reused last.
    """
    parts: list[str] = [translate("chat", STOPS[turn.stop])] if turn.stop in STOPS else []
    figures = turn.statistics
    if figures is not None:
        if figures.tg_ts is not None:
            parts.append(speed(figures.tg_ts))
        if figures.pp_ts is not None:
            parts.append(translate("chat", "prompt {speed}").format(speed=speed(figures.pp_ts)))
        if figures.ttft_s is not None:
            parts.append(translate("chat", "first token {time}").format(time=seconds(figures.ttft_s)))
        tokens = figures.generated_tokens
        parts.append(translate("chat", "{n}\xa0tokens", "", tokens, n=count(tokens)))
    if turn.mode in MODE_NAMES:
        parts.append(mode_word(turn.mode))
    if figures is not None and figures.cached_tokens:
        parts.append(translate("chat", "{cached_tokens} reused").format(cached_tokens=count(figures.cached_tokens)))
    return " · ".join(parts)


def progress_line(turn: Turn) -> str:
    """What is going on in a reply that has not ended."""
    if turn.text:
        return translate("chat", "Writing")
    if turn.thinking:
        return ""  # the row above says it
    if turn.prompt_total:
        return reading_line(turn.prompt_done / turn.prompt_total)
    return translate("chat", "Waiting for the engine")


def reading_line(part: float) -> str:
    return translate("chat", "Reading the prompt: {part}").format(part=percent(part))


def prompt_part(turn: Turn) -> float | None:
    """How much of the prompt has been read, from 0 to 1; None where that is no news."""
    waits = turn.open and not turn.text and not turn.thinking and turn.prompt_total
    if not waits or monotonic() - turn.asked_at < BAR_AFTER_S:
        return None
    return turn.prompt_done / turn.prompt_total


def thinking_line(turn: Turn) -> str:
    """ "Thought for 4.2 s"; while it does, the seconds so far."""
    if turn.thinks and turn.thinking_since is not None:
        return translate("chat", "Thinking… {seconds}\xa0s").format(
            seconds=decimal(monotonic() - turn.thinking_since, 1)
        )
    return (
        translate("chat", "Thought")
        if turn.thinking_s is None
        else translate("chat", "Thought for {seconds}\xa0s").format(seconds=decimal(turn.thinking_s, 1))
    )
