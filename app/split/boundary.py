"""Moving the line between two ranks of a plan: which shares put it where, and what one legal step is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.language import translate
from engine.plan.types import SplitPlan

WHOLE = 1000  # shares are tenths of a percent
FACTORS = (1, 0.5, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32)  # of a layer or head: several may have to stay together
LEAST = 10  # that stays with a rank on either side of a line that is moved: to leave a card out is another choice


@dataclass(frozen=True)
class Boundary:
    """The line between `rank` and the next: `at` is the part of the model that lies before it, from 0 to 1."""

    rank: int
    at: float
    level: bool  # it lies level, as between stages, and is moved up and down


def is_shareable(plan: SplitPlan, ranks: int) -> bool:
    """Whether shares say something about this plan: it uses all `ranks`, as one of the modes does."""
    return plan.mode != "none" and plan.world_size == ranks > 1 and not plan.mixed


def cut(plan: SplitPlan) -> tuple[int, ...]:
    """What the lines are rounded to: how many layers, or else query heads, lie before each of them."""
    if len(plan.stages) > 1:
        return tuple(stage.layers.stop for stage in plan.stages[:-1])
    return tuple(held.stop for held in _heads(plan)[:-1])


def boundaries(plan: SplitPlan) -> list[Boundary]:
    """Every line of a plan that shares move."""
    if len(plan.stages) > 1:
        layers = plan.stages[-1].layers.stop
        return [Boundary(rank, before / layers, True) for rank, before in enumerate(cut(plan))]
    found, before = [], 0.0
    widths = slice_widths(plan, 0)
    for rank, width in enumerate(widths[:-1]):
        before += width / sum(widths)
        found.append(Boundary(rank, before, False))
    return found


def slice_widths(plan: SplitPlan, stage: int) -> list[float]:
    """What each rank of a stage holds of a layer, the parts of it averaged; equal where nothing is cut."""
    ranks = plan.stages[stage].ranks
    widths = [0.0] * len(ranks)
    for split in plan.stages[stage].splits:
        if split.part != "vocabulary rows" and split.total:
            widths = [w + len(held) / split.total for w, held in zip(widths, split.ranges, strict=True)]
    return widths if any(widths) else [1.0] * len(ranks)


def rounding(plan: SplitPlan) -> str:
    """What a line jumps by, in words."""
    return (
        translate("split", "Rounds to 1 layer") if len(plan.stages) > 1 else translate("split", "Rounds to whole heads")
    )


def moved(shares: Sequence[int], rank: int, at: float) -> tuple[int, ...]:
    """The shares, of `WHOLE` together, that put the line after `rank` at the part `at` of the model."""
    scaled = of_whole(shares)
    before, both = sum(scaled[:rank]), scaled[rank] + scaled[rank + 1]
    first = min(max(round(at * WHOLE) - before, min(LEAST, both // 2)), both - min(LEAST, both // 2))
    return (*scaled[:rank], first, both - first, *scaled[rank + 2 :])


def stepped(
    plan: SplitPlan, rank: int, step: int, plan_of: Callable[[Sequence[int]], SplitPlan]
) -> tuple[int, ...] | None:
    """The shares that move the line after `rank` on by one legal place; None if there is no such place.

    `step` is 1 or -1; `plan_of` makes the plan of some shares. Shares begin from what the plan really gives each rank,
    so that the other lines stay where they are.
    """
    held, here = _held(plan), cut(plan)[rank]
    giver = rank + 1 if step > 0 else rank
    one = held[giver] / max(_counts(plan)[giver], 1)
    for factor in FACTORS:
        amount = step * round(factor * one)
        shares = (*held[:rank], held[rank] + amount, held[rank + 1] - amount, *held[rank + 2 :])
        if min(shares) <= 0:
            return None
        made = plan_of(shares)
        if made.world_size != plan.world_size:  # a rank was left without a layer
            return None
        if (cut(made)[rank] - here) * step > 0:
            return shares
    return None


def _counts(plan: SplitPlan) -> list[int]:
    """Layers, or heads, of every rank."""
    if len(plan.stages) > 1:
        return [len(stage.layers) for stage in plan.stages]
    return [len(held) for held in _heads(plan)]


def _held(plan: SplitPlan) -> list[int]:
    """What whole layers are shared by is their bytes; heads are counted."""
    if len(plan.stages) > 1:
        return [held.weights + held.kv for held in plan.bytes]
    return _counts(plan)


def of_whole(shares: Sequence[int]) -> tuple[int, ...]:
    """The same proportions, adding up to `WHOLE`."""
    total, made, before = sum(shares), [], 0
    for place in range(1, len(shares) + 1):
        upto = round(sum(shares[:place]) * WHOLE / total)
        made.append(upto - before)
        before = upto
    return tuple(made)


def _heads(plan: SplitPlan) -> Sequence[range]:
    for part in ("query heads", "MLP channels"):
        for split in plan.stages[0].splits:
            if split.part == part and split.total:
                return [range(held.start, held.stop) for held in split.ranges]
    return [range(0, 0)] * plan.world_size
