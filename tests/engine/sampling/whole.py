"""The engine's chain on one rank that holds the whole vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from engine.comm.group import Candidates, Group
from engine.kernels.reference import ReferenceOps
from engine.plan.types import Range
from engine.protocol import Sampling
from engine.sampling.adjust import adjust
from engine.sampling.breakers import Breakers
from engine.sampling.draw import candidates_needed, distribution

OFF = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0}
NO_XTC = 1.0  # the draw that keeps XTC out, whatever its probability


def only(**changes: object) -> Sampling:
    """All samplers off but these."""
    return Sampling(**{**OFF, **changes})  # type: ignore[arg-type]


def candidates(
    logits: Sequence[float], rule: Sampling, history: Sequence[int], breakers: Breakers
) -> tuple[Candidates, float]:
    """What the ranks know before they draw: the candidates, and the spread of all logits."""
    row = torch.tensor([list(logits)])
    adjust(row, Range(0, len(logits)), history, rule, breakers)
    group = Group(ReferenceOps(torch.device("cpu")))
    found = group.gather_candidates(row, 0, candidates_needed(rule, len(logits)), len(logits))
    return found, float(group.spread(row)) if rule.top_n_sigma > 0 else 0.0


def chain(
    logits: Sequence[float],
    rule: Sampling,
    history: Sequence[int] = (),
    breakers: Breakers | None = None,
    chance: float = NO_XTC,
) -> Mapping[int, float]:
    """The probabilities of the tokens that may be drawn; XTC takes part if `chance` is below its probability."""
    found, spread = candidates(logits, rule, history, breakers or {})
    ids, probabilities = distribution(found, rule, chance, spread)
    return {token: p for token, p in zip(ids.tolist(), probabilities.tolist(), strict=True) if p > 0}
