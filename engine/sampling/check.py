"""What a front end may ask of the samplers: nonsense is refused here, before a worker can stumble over it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields

from engine.protocol import Sampling
from engine.sentence import QT_TRANSLATE_NOOP, Sentence, Size

SETTING = QT_TRANSLATE_NOOP("engine", "The sampler setting {name} must be {wanted}, and not {value}.")
WHOLE, NUMBER = QT_TRANSLATE_NOOP("engine", "a whole number"), QT_TRANSLATE_NOOP("engine", "a number")
FROM = QT_TRANSLATE_NOOP("engine", "{number} from {low} on")
BETWEEN = QT_TRANSLATE_NOOP("engine", "{number} from {low} to {high}")
BREAKERS = QT_TRANSLATE_NOOP("engine", "There are {count} sequence breakers, and at most {most} can be.")
SEED = QT_TRANSLATE_NOOP("engine", "The seed must be a whole number, and not {value}.")
BIASES = QT_TRANSLATE_NOOP("engine", "There are {count} logit biases, and at most {most} can be.")
NO_TOKEN = QT_TRANSLATE_NOOP(
    "engine", "A logit bias is for the token {token}, and this model has the tokens 0 to {last}."
)
BIAS = QT_TRANSLATE_NOOP(
    "engine", "The logit bias of the token {token} must be -inf or a number from {low} to {high}, and not {value}."
)
NOTHING_LEFT = QT_TRANSLATE_NOOP(
    "engine", "The logit biases rule out every token of this model, so nothing could be drawn."
)

MOST_BIASES = 1024
MOST_BREAKERS = 64
LARGEST_BIAS = 1_000_000

# The lowest and highest value of each number; all must be finite.
LIMITS: Mapping[str, tuple[float, float]] = {
    "temperature": (0, 100),
    "top_k": (0, math.inf),
    "top_p": (0, 1),
    "min_p": (0, 1),
    "typical_p": (0, 1),
    "top_n_sigma": (-math.inf, math.inf),
    "xtc_probability": (0, 1),
    "xtc_threshold": (0, 1),
    "dynatemp_range": (0, 100),
    "dynatemp_exponent": (0, 100),
    "repeat_penalty": (0.01, 100),
    "presence_penalty": (-100, 100),
    "frequency_penalty": (-100, 100),
    "repeat_last_n": (-1, math.inf),
    "dry_multiplier": (0, 100),
    "dry_base": (1, 100),
    "dry_allowed_length": (0, math.inf),
    "dry_penalty_last_n": (-1, math.inf),
}


def objection(sampling: Sampling, vocabulary: int) -> Sentence | None:
    """Why `sampling` cannot be used with a model of `vocabulary` tokens, as a sentence; None if it can."""
    defaults = {field.name: field.default for field in fields(Sampling)}
    for name, (low, high) in LIMITS.items():
        value = getattr(sampling, name)
        kind = int if isinstance(defaults[name], int) else int | float
        if not isinstance(value, kind) or not math.isfinite(value) or not low <= value <= high:
            wanted = _within(WHOLE if kind is int else NUMBER, low, high)
            return SETTING.format(name=name, wanted=wanted, value=Size(value))
    if (count := len(sampling.dry_sequence_breakers)) > MOST_BREAKERS:
        return BREAKERS.format(count=count, most=MOST_BREAKERS)
    if not isinstance(sampling.seed, int | None):
        return SEED.format(value=Size(sampling.seed))
    return _bias_objection(sampling, vocabulary)


def _bias_objection(sampling: Sampling, vocabulary: int) -> Sentence | None:
    if len(sampling.logit_bias) > MOST_BIASES:
        return BIASES.format(count=len(sampling.logit_bias), most=MOST_BIASES)
    for token, bias in sampling.logit_bias:
        if not isinstance(token, int) or not 0 <= token < vocabulary:
            return NO_TOKEN.format(token=str(token), last=vocabulary - 1)
        if not (bias == -math.inf or abs(bias) <= LARGEST_BIAS):
            return BIAS.format(token=str(token), low=-LARGEST_BIAS, high=LARGEST_BIAS, value=Size(bias))
    if len({token for token, bias in sampling.logit_bias if bias == -math.inf}) == vocabulary:
        return NOTHING_LEFT
    return None


def _within(number: Sentence, low: float, high: float) -> Sentence:
    if math.isinf(low):
        return number
    told = FROM if math.isinf(high) else BETWEEN
    return told.format(number=number, low=Size(f"{low:g}"), high=Size(f"{high:g}"))
