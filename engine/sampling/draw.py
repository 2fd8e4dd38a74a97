"""Draws the next token from the likeliest candidates, the same one on every rank."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.comm.group import Candidates
from engine.protocol import Sampling
from engine.sampling.filters import survivors, tempered, within_sigmas
from engine.sampling.generator import uniform
from engine.sentence import QT_TRANSLATE_NOOP

NO_NUMBERS = QT_TRANSLATE_NOOP("engine", "the model's logits are no numbers")
XTC_COUNTER = 1 << 32  # XTC's random numbers are other ones than the draw's: no position is that high


def candidates_needed(sampling: Sampling, vocabulary: int) -> int:
    """How many of the likeliest tokens the filters have to see: top-k cuts before all others."""
    always_the_best = (
        sampling.temperature <= 0
        and sampling.dynatemp_range <= 0
        and sampling.typical_p >= 1
        and sampling.xtc_probability <= 0
    )
    if always_the_best:
        return 1
    return min(sampling.top_k, vocabulary) if sampling.top_k > 0 else vocabulary


def distribution(candidates: Candidates, sampling: Sampling, chance: float, spread: float) -> tuple[Tensor, Tensor]:
    """(ids int64 [m], probabilities f64 [m]), best first, of the first row's candidates that may be drawn.

    `chance` in [0, 1) is XTC's; `spread` the standard deviation of all logits, which top-n-sigma asks for.
    """
    logits = candidates.logits[0].cpu().double()  # so that ranks on unlike devices compute the same bits
    logits = within_sigmas(logits, sampling, spread)
    places = survivors(logits, sampling, chance)
    return candidates.ids[0].cpu()[places], torch.softmax(tempered(logits[places], sampling), -1)


def draw(candidates: Candidates, sampling: Sampling, seed: int, position: int, spread: float = 0.0) -> int:
    """The token for `position`. A function of its arguments alone, so that ranks need not tell each other.

    Raises ValueError if there is nothing to draw from.
    """
    if not candidates.ids.shape[1]:
        raise ValueError(NO_NUMBERS)
    if candidates.ids.shape[1] == 1:
        return int(candidates.ids[0, 0])
    ids, probabilities = distribution(candidates, sampling, uniform(seed, XTC_COUNTER + position), spread)
    sums = torch.cumsum(probabilities, -1)
    threshold = uniform(seed, position) * float(sums[-1])
    place = int(torch.searchsorted(sums, threshold, right=True))
    return int(ids[min(place, len(sums) - 1)])
