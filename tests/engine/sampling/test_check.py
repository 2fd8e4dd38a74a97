"""Nonsense is refused in one sentence that names it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from engine.protocol import Sampling
from engine.sampling.check import LIMITS, objection

NONSENSE: list[tuple[dict[str, Any], str]] = [
    ({"temperature": -1.0}, "temperature must be a number from 0 to 100, and not -1.0."),
    ({"temperature": math.nan}, "temperature"),
    ({"temperature": math.inf}, "temperature"),
    ({"temperature": "hot"}, "temperature"),
    ({"top_k": -1}, "top_k must be a whole number from 0 on, and not -1."),
    ({"top_k": 1.5}, "top_k"),
    ({"top_p": 1.01}, "top_p"),
    ({"min_p": -0.1}, "min_p"),
    ({"top_n_sigma": math.nan}, "top_n_sigma must be a number, and not nan."),
    ({"repeat_penalty": 0.0}, "repeat_penalty"),
    ({"repeat_last_n": -2}, "repeat_last_n"),
    ({"dry_base": 0.5}, "dry_base"),
    ({"dry_sequence_breakers": ("x",) * 65}, "65 sequence breakers"),
    ({"seed": 0.5}, "seed"),
    ({"logit_bias": ((700, 1.0),) * 10_000}, "10,000 logit biases"),
    ({"logit_bias": ((701, 1.0),)}, "token 701"),
    ({"logit_bias": ((-1, 1.0),)}, "token -1"),
    ({"logit_bias": ((5, math.nan),)}, "token 5"),
    ({"logit_bias": ((5, math.inf),)}, "token 5"),
    ({"logit_bias": tuple((token, -math.inf) for token in range(701))}, "every token"),
]


@pytest.mark.parametrize(("changes", "said"), NONSENSE, ids=str)
def test_refused(changes: dict[str, Any], said: str) -> None:
    sentence = objection(Sampling(**changes), 701)
    assert sentence is not None
    assert said in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_the_defaults_and_what_turns_samplers_off_are_taken() -> None:
    off = Sampling(
        temperature=0, top_k=0, top_p=1, min_p=0, typical_p=1, top_n_sigma=-1, repeat_last_n=-1, dry_penalty_last_n=-1,
        dry_sequence_breakers=(), logit_bias=((0, -math.inf), (700, 1.5)), seed=-1,
    )  # fmt: skip
    assert objection(Sampling(), 701) is None
    assert objection(off, 701) is None


def test_every_number_has_limits() -> None:
    numbers = {name for name, value in vars(Sampling()).items() if isinstance(value, int | float)}
    assert numbers == set(LIMITS)
