"""What a front end may ask of the samplers: nonsense is refused here, before a worker can stumble over it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields

from engine.protocol import Sampling

MOST_BIASES = 1024
MOST_BREAKERS = 64
LARGEST_BIAS = 1e6

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


def objection(sampling: Sampling, vocabulary: int) -> str | None:
    """Why `sampling` cannot be used with a model of `vocabulary` tokens, as a sentence; None if it can."""
    defaults = {field.name: field.default for field in fields(Sampling)}
    for name, (low, high) in LIMITS.items():
        value = getattr(sampling, name)
        kind = int if isinstance(defaults[name], int) else int | float
        if not isinstance(value, kind) or not math.isfinite(value) or not low <= value <= high:
            number = "a whole number" if kind is int else "a number"
            return f"The sampler setting {name} must be {number}{_range(low, high)}, and not {value}."
    if (count := len(sampling.dry_sequence_breakers)) > MOST_BREAKERS:
        return f"There are {count:,} sequence breakers, and at most {MOST_BREAKERS} can be."
    if not isinstance(sampling.seed, int | None):
        return f"The seed must be a whole number, and not {sampling.seed}."
    return _bias_objection(sampling, vocabulary)


def _bias_objection(sampling: Sampling, vocabulary: int) -> str | None:
    if len(sampling.logit_bias) > MOST_BIASES:
        return f"There are {len(sampling.logit_bias):,} logit biases, and at most {MOST_BIASES:,} can be."
    for token, bias in sampling.logit_bias:
        if not isinstance(token, int) or not 0 <= token < vocabulary:
            return f"A logit bias is for the token {token}, and this model has the tokens 0 to {vocabulary - 1:,}."
        if not (bias == -math.inf or abs(bias) <= LARGEST_BIAS):
            return (
                f"The logit bias of the token {token} must be -inf or a number from {-LARGEST_BIAS:,.0f} to "
                f"{LARGEST_BIAS:,.0f}, and not {bias}."
            )
    if len({token for token, bias in sampling.logit_bias if bias == -math.inf}) == vocabulary:
        return "The logit biases rule out every token of this model, so nothing could be drawn."
    return None


def _range(low: float, high: float) -> str:
    if math.isinf(high):
        return "" if math.isinf(low) else f" from {low:g} on"
    return f" from {low:g} to {high:g}"
