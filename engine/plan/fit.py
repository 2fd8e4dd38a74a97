"""Shares that fit the memories: ranks at their memory's limit keep that much, the rest share what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from engine.plan.divide import Weight, water_fill
from engine.plan.memory import lacking, pools
from engine.plan.types import SplitPlan

ROUNDS = 8


def fitted(
    build: Callable[[Sequence[Weight]], SplitPlan], weights: Sequence[Weight], plan: SplitPlan, ranks: Sequence[int]
) -> tuple[Weight, ...] | None:
    """Weights of `ranks`, which share their layers, as near to `weights` as their memories allow.

    None if there are none. `plan` is the one with `weights`, which does not fit; `build` makes a plan with its bytes
    from any weights of these ranks.

    Bytes grow in proportion to a rank's share, on top of what it holds with no share at all. Whole heads and
    channels make that inexact, so the caps are lowered by what was still lacking until nothing is.
    """
    if len(ranks) < 2:
        return None
    ones = [build([int(i == only) for i in range(len(ranks))]) for only in (0, 1)]
    fixed = [ones[1 if i == 0 else 0].bytes[rank].total for i, rank in enumerate(ranks)]
    shareable = ones[0].bytes[ranks[0]].total - fixed[0]
    if shareable <= 0:
        return None
    every = pools(plan)
    own = {pool: [i for i, rank in enumerate(ranks) if rank in held] for pool, held in every.items()}
    limits = {
        pool: Fraction(free - _others(plan, every[pool], ranks) - sum(fixed[i] for i in held), shareable)
        for pool, held in own.items()
        if held and (free := plan.devices[ranks[held[0]]].memory_free) is not None
    }
    for _ in range(ROUNDS):
        caps: list[Fraction | None] = [None] * len(ranks)
        for pool, held in own.items():
            together = sum(Fraction(weights[i]) for i in held)
            if pool in limits and together:
                for i in held:
                    caps[i] = limits[pool] * weights[i] / together
        shares = water_fill(weights, caps)
        if shares is None:
            return None
        lacks = {pool: lack for pool, lack in lacking(build(shares)).items() if own[pool]}
        if not lacks:
            return shares
        for pool, lack in lacks.items():
            limits[pool] -= Fraction(lack, shareable) + Fraction(1, 256)
    return None


def _others(plan: SplitPlan, held: Sequence[int], ranks: Sequence[int]) -> int:
    """Bytes that ranks outside `ranks` take of the memory of the ranks `held`."""
    return sum(plan.bytes[rank].total for rank in held if rank not in ranks)
