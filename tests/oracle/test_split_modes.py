"""Every split mode gives the logits of `none`, for even and uneven shares of two, three and four ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from engine.plan.types import Mode
from engine.protocol import Position
from tests.oracle.conftest import RealModel
from tests.oracle.ours import Ours

MOST_RELATIVE_ERROR = 1e-4  # of the largest logit
POSITIONS, TOP, TOKENS = 48, 100, 12

SPLITS: tuple[tuple[Mode, int, tuple[int, ...]], ...] = (
    ("layer", 2, ()),
    ("layer", 3, (2, 1, 1)),
    ("layer", 4, ()),
    ("tensor", 2, ()),
    ("tensor", 2, (3, 1)),
    ("tensor", 3, ()),
    ("tensor", 3, (2, 1, 1)),
    ("tensor", 4, ()),
)


def logits(position: Position) -> dict[int, float]:
    return {
        token: logprob + position.logsumexp
        for token, logprob in zip(position.ids, position.logprobs, strict=True)
    }


def relative_error(reference: Sequence[Position], other: Sequence[Position]) -> float:
    """The largest logit difference among the likeliest tokens, over the largest logit of that position."""
    worst = 0.0
    for one, two in zip(reference, other, strict=True):
        a, b = logits(one), logits(two)
        common = a.keys() & b.keys()
        if len(common) < 0.9 * len(a):
            return math.inf
        largest = max(abs(value) for value in a.values())
        worst = max(worst, max(abs(a[token] - b[token]) for token in common) / largest)
    return worst


@pytest.mark.parametrize(("mode", "ranks", "shares"), SPLITS, ids=str)
def test_same_logits_as_one_device(
    model: RealModel, ours: Ours, passage: str, mode: Mode, ranks: int, shares: tuple[int, ...]
) -> None:
    ids = model.ids(passage)[:POSITIONS]
    prompt = "1, 2, 3, 4, 5,"
    with Ours(model.path, mode, ranks, shares, context=128) as split:
        assert split.plan.mode == mode
        assert split.plan.world_size == ranks
        found = split.positions(ids, TOP)
        continued = split.greedy(prompt, TOKENS)
    assert relative_error(ours.positions(ids, TOP), found) < MOST_RELATIVE_ERROR
    assert continued == ours.greedy(prompt, TOKENS)
