"""Which candidates may be drawn: each filter sees those that the one before has left, and says which stay.

All take the survivors' logits, f64 [n], best first, and give a mask [n] with at least one True. Probabilities are of
the survivors alone, at temperature 1. Order and borders are llama.cpp's.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from engine.protocol import Sampling


def survivors(logits: Tensor, sampling: Sampling, chance: float) -> Tensor:
    """The places, int64 [m] and best first, of the candidates that every filter after top-k lets through.

    `chance` in [0, 1) decides whether XTC takes part.
    """
    places = torch.arange(len(logits))
    for filter in FILTERS:
        places = places[filter(logits[places], sampling, chance)]
    return places


def within_sigmas(logits: Tensor, sampling: Sampling, spread: float) -> Tensor:
    """Top-n-sigma (Tang et al. 2024): logits more than n standard deviations below the best become -inf.

    `spread` is the standard deviation over the whole vocabulary. The candidates still count as candidates: dynamic
    temperature asks how many there are.
    """
    if sampling.top_n_sigma <= 0:
        return logits
    return torch.where(logits >= logits[0] - sampling.top_n_sigma * spread, logits, -torch.inf)


def _typical(logits: Tensor, sampling: Sampling, chance: float) -> Tensor:
    """Locally typical (Meister et al. 2022): those whose surprise is nearest to the entropy, up to a sum beyond p."""
    if sampling.typical_p >= 1:
        return _all(logits)
    logs = torch.log_softmax(logits, -1)
    probabilities = logs.exp()
    order = torch.sort((-logs - entropy(probabilities)).abs(), stable=True).indices
    before = torch.cumsum(probabilities[order], -1) - probabilities[order]
    keep = torch.zeros_like(probabilities, dtype=torch.bool)
    keep[order] = before <= sampling.typical_p
    return keep


def _top_p(logits: Tensor, sampling: Sampling, chance: float) -> Tensor:
    """The likeliest, up to and including the one with which their sum reaches p."""
    if sampling.top_p >= 1:
        return _all(logits)
    probabilities = torch.softmax(logits, -1)
    keep = torch.cumsum(probabilities, -1) - probabilities < sampling.top_p
    keep[0] = True
    return keep


def _min_p(logits: Tensor, sampling: Sampling, chance: float) -> Tensor:
    """Those at least p times as likely as the likeliest."""
    if sampling.min_p <= 0:
        return _all(logits)
    return logits >= logits[0] + math.log(sampling.min_p)


def _xtc(logits: Tensor, sampling: Sampling, chance: float) -> Tensor:
    """Exclude top choices: of those with the threshold's probability or more, only the least likely stays.

    https://github.com/oobabooga/text-generation-webui/pull/6335
    """
    keep = _all(logits)
    if chance < sampling.xtc_probability and sampling.xtc_threshold <= 0.5:
        above = int((torch.softmax(logits, -1) >= sampling.xtc_threshold).sum())
        keep[: max(0, above - 1)] = False
    return keep


def tempered(logits: Tensor, sampling: Sampling) -> Tensor:
    """The survivors' logits over the temperature; at temperature 0 all but the best are -inf.

    A dynamic temperature lies between temperature - range and + range, the higher the more even the survivors'
    probabilities are (https://github.com/ggml-org/llama.cpp/pull/4972).
    """
    temperature = sampling.temperature
    if sampling.dynatemp_range > 0 and len(logits) > 1:
        low, high = max(0.0, temperature - sampling.dynatemp_range), temperature + sampling.dynatemp_range
        evenness = float(entropy(torch.softmax(logits, -1))) / math.log(len(logits))
        temperature = low + (high - low) * evenness**sampling.dynatemp_exponent
    if temperature <= 0:
        return torch.where(torch.arange(len(logits)) == 0, logits, -torch.inf)
    return (logits - logits[0]) / temperature


def entropy(probabilities: Tensor) -> Tensor:
    """In nats; 0 log 0 is 0."""
    return -torch.xlogy(probabilities, probabilities).sum()


def _all(logits: Tensor) -> Tensor:
    return torch.ones_like(logits, dtype=torch.bool)


FILTERS: tuple[Callable[[Tensor, Sampling, float], Tensor], ...] = (_typical, _top_p, _min_p, _xtc)
