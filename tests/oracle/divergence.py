"""How far two models' next-token distributions are apart, from lists of their likeliest tokens.

A list is {token: log-probability}. Tokens that are not in both lists form one bucket: counted one by one as
impossible they would inflate the divergence a hundredfold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

Distribution = dict[int, float]

SMALLEST_REST = 1e-12


def divergence(p: Distribution, q: Distribution) -> float:
    """KL(p || q) in nats, over the tokens that both list plus one bucket for the rest."""
    common = p.keys() & q.keys()
    rest_p = max(SMALLEST_REST, 1 - math.fsum(math.exp(p[token]) for token in common))
    rest_q = max(SMALLEST_REST, 1 - math.fsum(math.exp(q[token]) for token in common))
    listed = math.fsum(math.exp(p[token]) * (p[token] - q[token]) for token in common)
    return listed + rest_p * math.log(rest_p / rest_q)


def listed_divergence(p: Distribution, q: Distribution) -> float:
    """KL(p || q) in nats among the tokens that both list, as if there were no others.

    Far sharper between exact engines: llama.cpp adds up a whole vocabulary in single precision, which shifts all of
    its log-probabilities by up to 0.001, while their differences are right to the last digit.
    """
    common = p.keys() & q.keys()
    total_p = math.fsum(math.exp(p[token]) for token in common)
    total_q = math.fsum(math.exp(q[token]) for token in common)
    listed = math.fsum(math.exp(p[token]) * (p[token] - q[token]) for token in common)
    return listed / total_p - math.log(total_p / total_q)


def likeliest(p: Distribution) -> int:
    return max(p, key=p.__getitem__)


@dataclass(frozen=True)
class Comparison:
    mean_kl: float
    worst_kl: float
    mean_listed_kl: float
    same_top: float  # share of positions with the same likeliest token
    largest: float  # largest log-probability difference among the reference's 20 likeliest tokens

    def __str__(self) -> str:
        return (
            f"mean KL {self.mean_kl:.2e}, worst {self.worst_kl:.2e}, among listed tokens {self.mean_listed_kl:.2e}, "
            f"same top token {self.same_top:.3f}, largest log-probability difference {self.largest:.4f}"
        )


def compare(reference: Sequence[Distribution], other: Sequence[Distribution]) -> Comparison:
    """Compare two runs over the same positions. A likely token that `other` lacks is infinitely far."""
    if len(reference) != len(other) or not reference:
        raise ValueError(f"{len(reference)} positions cannot be compared with {len(other)}.")
    pairs = list(zip(reference, other, strict=True))
    each = [divergence(p, q) for p, q in pairs]
    return Comparison(
        mean_kl=mean(each),
        worst_kl=max(each),
        mean_listed_kl=mean(listed_divergence(p, q) for p, q in pairs),
        same_top=mean(likeliest(p) == likeliest(q) for p, q in pairs),
        largest=max(
            abs(p[token] - q.get(token, -math.inf))
            for p, q in pairs
            for token in sorted(p, key=p.__getitem__, reverse=True)[:20]
        ),
    )
