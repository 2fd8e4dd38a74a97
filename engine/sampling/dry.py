"""DRY ("don't repeat yourself"): the longer a passage repeats an earlier one, the less likely the token that would
continue the repetition. Defined in https://github.com/oobabooga/text-generation-webui/pull/5677; the details here are
llama.cpp's (https://github.com/ggml-org/llama.cpp/pull/9702).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.protocol import Sampling
from engine.sampling.breakers import Breakers
from engine.sampling.history import recent

LARGEST_LOG = math.log(np.finfo(np.float32).max)  # a base to a higher power than this allows is infinite in f32
LARGEST = 1e30  # nothing that much less likely is ever drawn, and an infinity could leave no token at all


def dry_penalties(history: Sequence[int], sampling: Sampling, breakers: Breakers) -> dict[int, float]:
    """What is taken off the logits of the tokens that would continue a repetition.

    Only `dry_penalty_last_n` tokens count, and no repetition reaches back beyond a sequence breaker.
    """
    allowed = sampling.dry_allowed_length
    tokens = np.array(recent(history, sampling.dry_penalty_last_n), dtype=np.int64)
    if len(tokens) <= allowed:
        return {}
    limit = _since_breaker(tokens.tolist(), breakers)
    if limit < allowed:
        return {}
    if sampling.dry_base > 1.000001:  # beyond it, more repetition changes nothing
        limit = min(limit, allowed + int(LARGEST_LOG / math.log(sampling.dry_base)))
    penalties = {}
    for token, length in _repeated(tokens, limit).items():
        if length >= allowed and () not in breakers.get(token, ()):
            penalty = sampling.dry_multiplier * sampling.dry_base ** (length - allowed)
            penalties[token] = min(penalty, LARGEST)
    return penalties


def _since_breaker(tokens: list[int], breakers: Breakers) -> int:
    """How many tokens stand after the latest sequence breaker; all of them if there is none."""
    for after, token in enumerate(reversed(tokens)):
        if token in breakers:
            following = tuple(tokens[len(tokens) - after :])
            whole = [len(tail) for tail in breakers[token] if following[: len(tail)] == tail]
            if whole:
                return after - max(whole)
    return len(tokens)


def _repeated(tokens: npt.NDArray[np.int64], limit: int) -> dict[int, int]:
    """For each token that followed something: the most tokens, up to `limit`, before it that equal the last ones."""
    ends = np.arange(len(tokens) - 1)  # where an earlier passage may end
    longest = dict.fromkeys(tokens[1:].tolist(), 0)
    for length in range(1, limit + 1):
        ends = ends[ends >= length - 1]
        ends = ends[tokens[ends - (length - 1)] == tokens[len(tokens) - length]]
        if not len(ends):
            break
        longest.update(dict.fromkeys(tokens[ends + 1].tolist(), length))
    return longest
