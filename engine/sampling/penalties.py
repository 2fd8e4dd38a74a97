"""Penalties on tokens that have come lately: repeat, presence, frequency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch
from torch import Tensor

from engine.plan.types import Range
from engine.protocol import Sampling
from engine.sampling.history import recent


def penalise(logits: Tensor, slice_: Range, history: Sequence[int], sampling: Sampling) -> None:
    """In place, on a rank's slice of one row of logits [1, slice].

    Tokens among the last `repeat_last_n` of `history` are divided by the repeat penalty where positive, multiplied
    where negative (Keskar et al. 2019); then the presence penalty is taken off once, the frequency penalty each time.
    """
    repeat, presence, frequency = sampling.repeat_penalty, sampling.presence_penalty, sampling.frequency_penalty
    if repeat == 1 and presence == 0 and frequency == 0:
        return
    counts = Counter(recent(history, sampling.repeat_last_n))
    held = {token: count for token, count in counts.items() if slice_.start <= token < slice_.stop}
    places = torch.tensor([token - slice_.start for token in held], dtype=torch.int64, device=logits.device)
    times = torch.tensor(list(held.values()), dtype=logits.dtype, device=logits.device)
    seen = logits[0, places]
    seen = torch.where(seen > 0, seen / repeat, seen * repeat)
    logits[0, places] = seen - (times * frequency + presence)
