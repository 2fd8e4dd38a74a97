"""What commands and events are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StopReason = Literal["end", "length", "stop", "context", "cancelled"]


@dataclass(frozen=True)
class Message:
    """One turn of a conversation. `thinking` is what a reply thought before `content`, for templates that want it."""

    role: Literal["system", "user", "assistant"]
    content: str
    thinking: str = ""


@dataclass(frozen=True)
class Sampling:
    """How the next token is drawn: filters in llama.cpp's order, with its defaults.

    Order: logit bias, penalties, DRY, top-n-sigma, top-k, typical, top-p, min-p, XTC, temperature. Temperature 0
    takes the likeliest token that the others leave.
    """

    temperature: float = 0.8
    top_k: int = 40  # 0: all
    top_p: float = 0.95  # 1: off
    min_p: float = 0.05  # 0: off
    typical_p: float = 1.0  # 1: off
    top_n_sigma: float = -1.0  # 0 and below: off
    xtc_probability: float = 0.0  # 0: off
    xtc_threshold: float = 0.1  # above 0.5: off
    dynatemp_range: float = 0.0  # temperature moves within +- this by entropy; 0: off
    dynatemp_exponent: float = 1.0
    repeat_penalty: float = 1.0  # 1: off
    presence_penalty: float = 0.0  # 0: off
    frequency_penalty: float = 0.0  # 0: off
    repeat_last_n: int = 64  # tokens that the three penalties look back; -1: the context
    dry_multiplier: float = 0.0  # 0: off
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_penalty_last_n: int = 64  # tokens; -1: the context
    dry_sequence_breakers: tuple[str, ...] = ("\n", ":", '"', "*")
    logit_bias: tuple[tuple[int, float], ...] = ()  # (token, what is added to its logit); -inf: never
    seed: int | None = None  # None: a new one for every reply


@dataclass(frozen=True)
class Statistics:
    """Prompt speed and generation speed are never mixed; generation counts decode steps only."""

    prompt_tokens: int
    cached_tokens: int
    generated_tokens: int
    pp_ts: float | None  # prompt tokens that were computed, per second; None if none were
    tg_ts: float | None  # decode steps per second; None before the second token
    ttft_s: float | None  # from the request's arrival to the first token
    context_used: int
    context: int
    thinking_s: float | None = None  # from the first token of the thinking to its end; None: it did not think


@dataclass(frozen=True)
class RankTimes:
    """Where a rank's time went in a step of one token, in seconds."""

    step: float
    summing: float  # what sums over ranks take if nobody is late
    waiting: float  # for other ranks, which includes the way of their messages


@dataclass(frozen=True)
class Position:
    """The model's word after one token of a scored text. `ids` fall in probability."""

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    logsumexp: float
    next: int | None
    next_logprob: float | None
