"""Integer division of a whole into contiguous ranges, in proportion to weights.

Everything that is cut between ranks (query heads, MLP channels, vocabulary rows) is cut here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.plan.types import Range

Weight = int | Fraction


def divide(total: int, weights: Sequence[Weight], unit: int = 1, *, soonest: bool = False) -> tuple[Range, ...]:
    """Cut 0..total into one range per weight, in order, adjacent, with boundaries on multiples of `unit`.

    Every range gets the whole units of its quota. The units left over go to the largest remainders, so that nobody is a
    unit away from the quota; or, if `soonest`, where weights are speeds, each to the range that is through first with
    it, so that all are through as soon as whole units allow. The earlier range comes first where both are equal. The
    last unit may be ragged. A weight of zero, or fewer units than weights, makes empty ranges.

    Raises ValueError for a negative total, a unit below one, a negative weight, or weights that are all zero.
    """
    if total < 0 or unit < 1:
        raise ValueError(f"cannot divide {total} in units of {unit}")
    if any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError(
            f"weights must not be negative, and at least one must be above zero: {list(weights)}"
        )
    units = -(-total // unit)
    quotas = [Fraction(units) * weight / sum(weights) for weight in weights]
    counts = [int(quota) for quota in quotas]
    takers = [i for i, quota in enumerate(quotas) if quota]
    for _ in range(units - sum(counts)):
        if soonest:
            counts[min(takers, key=lambda i: (counts[i] + 1) / quotas[i])] += 1
        else:
            counts[min(takers, key=lambda i: counts[i] - quotas[i])] += 1
    ranges: list[Range] = []
    start = 0
    for count in counts:
        stop = start + count
        ranges.append(Range(min(start * unit, total), min(stop * unit, total)))
        start = stop
    return tuple(ranges)


def water_fill(weights: Sequence[Weight], caps: Sequence[Fraction | None]) -> tuple[Fraction, ...] | None:
    """Fractions of a whole in proportion to `weights`, none above its cap (None: no cap).

    Those that reach their cap keep it and drop out; the rest share what is left. None if the caps hold less
    than the whole. The fractions add up to one.
    """
    filled: list[Fraction | None] = [None if weight else Fraction(0) for weight in weights]
    while True:
        open_ranks = [i for i, share in enumerate(filled) if share is None]
        left = 1 - sum((share for share in filled if share is not None), Fraction(0))
        if not open_ranks:
            return None if left else tuple(share for share in filled if share is not None)
        level = left / sum((Fraction(weights[i]) for i in open_ranks), Fraction(0))
        over = {i: cap for i in open_ranks if (cap := caps[i]) is not None and weights[i] * level > cap}
        for i in open_ranks:
            if i in over:
                filled[i] = max(over[i], Fraction(0))
            elif not over:
                filled[i] = weights[i] * level
