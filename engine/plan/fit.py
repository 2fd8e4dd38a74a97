"""Shares that fit the memories: ranks at their memory's limit keep that much, the rest share what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from engine.plan.divide import Weight, water_fill
from engine.plan.memory import lacking, pools
from engine.plan.types import SplitPlan

ROUNDS = 8


def fitted(
    build: Callable[[Sequence[Weight]], SplitPlan], weights: Sequence[Weight], plan: SplitPlan
) -> SplitPlan | None:
    """A plan that fits in place of `plan`, which does not, with shares as near to `weights` as memory allows.

    None if there is none. `build` makes a plan with its bytes from any weights.

    Bytes grow in proportion to a rank's share, on top of what it holds with no share at all. Whole heads and
    channels make that inexact, so the caps are lowered by what was still lacking until nothing is.
    """
    if len(weights) < 2:
        return None
    ones = [build([int(i == only) for i in range(len(weights))]) for only in (0, 1)]
    fixed = [ones[1 if rank == 0 else 0].bytes[rank].total for rank in range(len(weights))]
    shareable = ones[0].bytes[0].total - fixed[0]
    if shareable <= 0:
        return None
    limits = {
        pool: Fraction(free - sum(fixed[rank] for rank in ranks), shareable)
        for pool, ranks in pools(plan).items()
        if (free := plan.devices[ranks[0]].memory_free) is not None
    }
    for _ in range(ROUNDS):
        caps: list[Fraction | None] = [None] * len(weights)
        for pool, ranks in pools(plan).items():
            together = sum(Fraction(weights[rank]) for rank in ranks)
            if pool in limits and together:
                for rank in ranks:
                    caps[rank] = limits[pool] * weights[rank] / together
        shares = water_fill(weights, caps)
        if shares is None:
            return None
        plan = build(shares)
        lacks = lacking(plan)
        if not lacks:
            return plan
        for pool, lack in lacks.items():
            limits[pool] -= Fraction(lack, shareable) + Fraction(1, 256)
    return None
