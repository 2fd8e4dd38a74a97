"""Draws the next token from the likeliest candidates, the same one on every rank."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.comm.group import Candidates
from engine.plan.types import Range
from engine.protocol import Sampling

_WORD = (1 << 64) - 1


def penalise(logits: Tensor, slice_: Range, history: Sequence[int], sampling: Sampling) -> None:
    """Repetition penalty, in place, on a rank's slice of one row of logits [1, slice].

    Tokens among the last `repeat_last_n` of `history` are divided by the penalty where positive, multiplied where
    negative (Keskar et al. 2019, as llama.cpp applies it).
    """
    if sampling.repeat_penalty == 1.0 or not sampling.repeat_last_n:
        return
    recent = sorted(
        {token - slice_.start for token in history[-sampling.repeat_last_n :] if slice_.start <= token < slice_.stop}
    )
    places = torch.tensor(recent, dtype=torch.int64, device=logits.device)
    seen = logits[0, places]
    logits[0, places] = torch.where(seen > 0, seen / sampling.repeat_penalty, seen * sampling.repeat_penalty)


def candidates_needed(sampling: Sampling, vocabulary: int) -> int:
    """How many of the likeliest tokens the filters can let through."""
    if sampling.temperature <= 0:
        return 1
    return min(sampling.top_k, vocabulary) if sampling.top_k > 0 else vocabulary


def distribution(candidates: Candidates, sampling: Sampling) -> Tensor:
    """Probabilities [k] of the first row's candidates after top-k, top-p, min-p and temperature, in this order.

    The order and the meaning of each filter are llama.cpp's: top-p and min-p see probabilities at temperature 1.
    """
    logits = candidates.logits[0].cpu()  # so that ranks on unlike devices compute the same bits
    probabilities = torch.softmax(logits, -1)
    keep = torch.ones_like(probabilities, dtype=torch.bool)
    if sampling.top_p < 1:
        # Kept up to and including the token with which the sum reaches top_p.
        keep &= torch.cumsum(probabilities, -1) - probabilities < sampling.top_p
    if sampling.min_p > 0:
        keep &= probabilities >= sampling.min_p * probabilities[0]
    keep[0] = True
    logits = torch.where(keep, logits, -torch.inf)
    return torch.softmax(logits / sampling.temperature, -1)


def draw(candidates: Candidates, sampling: Sampling, seed: int, position: int) -> int:
    """The token for `position`. A function of its arguments alone, so that ranks need not tell each other."""
    if sampling.temperature <= 0:
        return int(candidates.ids[0, 0])
    sums = torch.cumsum(distribution(candidates, sampling).double(), -1)
    threshold = uniform(seed, position) * float(sums[-1])
    place = int(torch.searchsorted(sums, threshold, right=True))
    return int(candidates.ids[0, min(place, len(sums) - 1)])


def uniform(seed: int, counter: int) -> float:
    """A number in [0, 1) from a counter: SplitMix64 (Steele, Lea and Flood 2014). The same on every device."""
    z = (seed + (counter + 1) * 0x9E3779B97F4A7C15) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return ((z ^ (z >> 31)) >> 11) / (1 << 53)
