"""Every split mode gives the logits and texts of `none`, for even and uneven shares of two, three and four ranks.

Here with real workers, and with real models. Many small ones are compared in test_random_models.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.plan.types import Mode
from engine.protocol import Position, Sampling
from tests.oracle.cases import CASES
from tests.oracle.conftest import RealModel
from tests.oracle.ours import Ours

MOST_RELATIVE_ERROR = 1e-4  # of the largest logit
POSITIONS, TOP, TOKENS = 48, 100, 6
PROMPT = "1, 2, 3, 4, 5,"
SAMPLERS = Sampling(
    temperature=1.2, dynatemp_range=0.3, top_k=60, typical_p=0.98, top_n_sigma=3.0, xtc_probability=0.5,
    repeat_penalty=1.1, dry_multiplier=0.8, dry_allowed_length=1, seed=5,
)  # fmt: skip

Split = tuple[Mode, int, tuple[int, ...]]
SPLITS: tuple[Split, ...] = (
    ("layer", 2, ()),
    ("layer", 3, (2, 1, 1)),
    ("layer", 4, ()),
    ("tensor", 2, ()),
    ("tensor", 2, (3, 1)),
    ("tensor", 3, ()),
    ("tensor", 3, (2, 1, 1)),
    ("tensor", 4, ()),
)
LARGER = [split for split in SPLITS if split not in (("tensor", 2, ()), ("tensor", 3, ()))]  # its uneven ones stay
REAL_SPLITS = [("smollm2", *split) for split in SPLITS] + [("gemma", *split) for split in LARGER]

ODD_SPLITS = (
    pytest.param("llama, 9 heads, 3 KV heads, biases, tied", 4, (), id="groups of heads cut, biases"),
    pytest.param("llama, quantised", 3, (5, 3, 1), id="quantised rows cut unevenly"),
    pytest.param("gemma3, window 8", 5, (), id="a rank without heads"),
    pytest.param("qwen3moe, quantised, tied, experts of 224", 4, (5, 3, 1, 4), id="a slice of every expert"),
    pytest.param("phi3, long factors, partly rotated", 3, (5, 3, 1), id="runs of fused tensors"),
)


def logits(position: Position) -> dict[int, float]:
    return {token: logprob + position.logsumexp for token, logprob in zip(position.ids, position.logprobs, strict=True)}


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


@dataclass(frozen=True)
class Undivided:
    """What one rank alone says after each of `ids`, and how it continues `PROMPT`, greedily and with samplers."""

    ids: list[int]
    positions: list[Position]
    continued: tuple[int, list[int]]
    sampled: tuple[int, list[int]]

    @classmethod
    def of(cls, engine: Ours, ids: list[int]) -> Undivided:
        positions = engine.positions(ids, TOP)
        return cls(ids, positions, engine.greedy(PROMPT, TOKENS), engine.drawn(PROMPT, TOKENS, SAMPLERS))


@pytest.fixture(scope="session")
def undivided(model: RealModel, ours: Ours, passage: str) -> Undivided:
    return Undivided.of(ours, model.ids(passage)[:POSITIONS])


def check(expected: Undivided, model: Path, mode: Mode, ranks: int, shares: tuple[int, ...]) -> None:
    with Ours(model, mode, ranks, shares, context=128) as split:
        assert split.plan.mode == mode
        assert split.plan.world_size == ranks
        found = Undivided.of(split, expected.ids)
    assert relative_error(expected.positions, found.positions) < MOST_RELATIVE_ERROR
    assert found.continued == expected.continued
    assert found.sampled == expected.sampled


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("model", "mode", "ranks", "shares"), REAL_SPLITS, indirect=["model"], ids=str)
def test_real_models(model: RealModel, undivided: Undivided, mode: Mode, ranks: int, shares: tuple[int, ...]) -> None:
    check(undivided, model.path, mode, ranks, shares)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("case", "ranks", "shares"), ODD_SPLITS)
def test_odd_splits(case: str, ranks: int, shares: tuple[int, ...], tmp_path: Path) -> None:
    chosen = CASES[case]
    model = chosen.right(tmp_path / "model.gguf")
    ids = [(17 + 97 * place) % 701 for place in range(POSITIONS)]
    with Ours(model, context=128) as reference:
        expected = Undivided.of(reference, ids)
    check(expected, model, "tensor", ranks, shares)
