"""What changes the logits of single tokens before any is left out: bias, repetition penalties, DRY."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from engine.plan.types import Range
from engine.protocol import Sampling
from engine.sampling.breakers import Breakers
from engine.sampling.dry import dry_penalties
from engine.sampling.penalties import penalise


def adjust(logits: Tensor, slice_: Range, history: Sequence[int], sampling: Sampling, breakers: Breakers) -> None:
    """Apply all three, in place, to a rank's slice of one row of logits [1, slice].

    `history` are all tokens so far, those of the prompt included, as in llama.cpp.
    """
    if sampling.logit_bias:
        biases: defaultdict[int, float] = defaultdict(float)
        for token, bias in sampling.logit_bias:
            biases[token] += bias
        _add(logits, slice_, biases)
    penalise(logits, slice_, history, sampling)
    if sampling.dry_multiplier > 0:
        penalties = dry_penalties(history, sampling, breakers)
        _add(logits, slice_, {token: -penalty for token, penalty in penalties.items()})


def _add(logits: Tensor, slice_: Range, amounts: Mapping[int, float]) -> None:
    held = {token: amount for token, amount in amounts.items() if slice_.start <= token < slice_.stop}
    places = torch.tensor([token - slice_.start for token in held], dtype=torch.int64, device=logits.device)
    logits[0, places] += torch.tensor(list(held.values()), dtype=logits.dtype, device=logits.device)
