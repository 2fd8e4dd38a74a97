"""Each sampler against its plain definition, alone and all together, on random logits and random histories."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.sampling.draw import candidates_needed
from tests.engine.sampling import definitions
from tests.engine.sampling.whole import NO_XTC, chain, only

SIZE = 24

# Spread out, so that no two borders meet by accident in one precision and not in the other.
rows = st.integers(0, 2**32).map(
    lambda seed: (4 * np.random.default_rng(seed).standard_normal(SIZE)).astype(np.float32).tolist()
)
histories = st.lists(st.integers(0, 3) | st.integers(0, SIZE - 1), max_size=40)


def close(found: Mapping[int, float], expected: Mapping[int, float]) -> bool:
    """Equal but for a token whose probability both give as almost nothing."""
    return all(abs(found.get(token, 0) - expected.get(token, 0)) < 1e-5 for token in found.keys() | expected.keys())


def of(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return values.map(lambda value: {name: value})


share = st.sampled_from([0.0, 0.05, 0.3, 0.5, 0.77, 0.95, 1.0])
ALONE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "temperature": of("temperature", st.sampled_from([0.0, 0.1, 0.8, 1.7])),
    "dynamic temperature": st.fixed_dictionaries({
        "temperature": st.sampled_from([0.0, 0.5, 1.0]),
        "dynatemp_range": st.sampled_from([0.25, 0.5, 2.0]),
        "dynatemp_exponent": st.sampled_from([0.0, 0.5, 1.0, 3.0]),
    }),
    "top-k": of("top_k", st.integers(0, 2 * SIZE)),
    "top-p": of("top_p", share),
    "min-p": of("min_p", share),
    "typical": of("typical_p", share),
    "top-n-sigma": of("top_n_sigma", st.sampled_from([-1.0, 0.0, 0.3, 1.0, 2.0])),
    "XTC": st.fixed_dictionaries({"xtc_probability": st.just(1.0), "xtc_threshold": share}),
    "penalties": st.fixed_dictionaries({
        "repeat_penalty": st.sampled_from([0.5, 1.0, 1.3]),
        "presence_penalty": st.sampled_from([-1.0, 0.0, 2.5]),
        "frequency_penalty": st.sampled_from([-0.2, 0.0, 0.7]),
        "repeat_last_n": st.sampled_from([-1, 0, 1, 5, 64]),
    }),
    "DRY": st.fixed_dictionaries({
        "dry_multiplier": st.sampled_from([0.0, 0.8, 3.0]),
        "dry_base": st.sampled_from([1.0, 1.75]),
        "dry_allowed_length": st.sampled_from([0, 1, 2, 4]),
        "dry_penalty_last_n": st.sampled_from([-1, 0, 3, 10, 64]),
    }),
    "logit bias": of("logit_bias", st.lists(
        st.tuples(st.integers(0, SIZE - 2), st.sampled_from([-math.inf, -5.0, 0.5, 20.0])), max_size=8
    ).map(tuple)),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
@settings(deadline=None, max_examples=60)
@given(data=st.data(), logits=rows, history=histories)
def test_alone(name: str, data: st.DataObject, logits: list[float], history: list[int]) -> None:
    rule = only(**data.draw(ALONE[name]))
    takes_part = rule.xtc_probability > 0
    expected = definitions.distribution(dict(enumerate(logits)), rule, history, xtc_takes_part=takes_part)
    assert close(chain(logits, rule, history, chance=0.0), expected)


@settings(deadline=None, max_examples=300)
@given(rows, histories, st.tuples(*ALONE.values()), st.sets(st.integers(0, SIZE - 1), max_size=3), st.booleans())
def test_together(
    logits: list[float], history: list[int], parts: tuple[dict[str, Any], ...], single: set[int], takes_part: bool
) -> None:
    rule = only(**{name: value for part in parts for name, value in part.items()})

    def expected(nudge: float) -> Mapping[int, float]:
        nudged = {token: logit + nudge * (-1) ** token for token, logit in enumerate(logits)}
        return definitions.distribution(nudged, rule, history, tuple(single), takes_part)

    assume(close(expected(1e-6), expected(0)))  # else rounding decides which side of a border a token is on
    found = chain(logits, rule, history, dict.fromkeys(single, ((),)), chance=0.0 if takes_part else NO_XTC)
    assert close(found, expected(0))


def test_what_each_filter_keeps() -> None:
    """By hand, so that a mistake in the definitions is seen, too."""
    logits = [math.log(p) for p in (0.5, 0.3, 0.15, 0.05)]
    assert chain(logits, only(top_p=0.7)) == pytest.approx({0: 0.625, 1: 0.375})
    assert chain(logits, only(top_p=0.0)) == {0: 1}
    assert chain(logits, only(min_p=0.25)) == pytest.approx({0: 0.5 / 0.95, 1: 0.3 / 0.95, 2: 0.15 / 0.95})
    assert chain(logits, only(top_k=1)) == {0: 1}
    assert chain(logits, only(typical_p=0.2)) == {1: 1}  # 1.20 nats are nearest to the entropy, 1.14
    xtc = only(xtc_probability=0.5, xtc_threshold=0.2)
    assert chain(logits, xtc, chance=0.49) == pytest.approx({1: 0.6, 2: 0.3, 3: 0.1})
    assert chain(logits, xtc, chance=0.5) == pytest.approx({0: 0.5, 1: 0.3, 2: 0.15, 3: 0.05})
    assert chain(logits, only(temperature=0)) == {0: 1}
    assert chain(logits, only(logit_bias=((0, -math.inf), (1, -math.inf), (2, 1.0)), temperature=0)) == {2: 1}
    hot = chain(logits, only(min_p=0.25, temperature=100.0))  # filters see the distribution at temperature 1
    assert hot == pytest.approx({0: 1 / 3, 1: 1 / 3, 2: 1 / 3}, abs=0.01)


def test_candidates_that_the_filters_have_to_see() -> None:
    assert candidates_needed(only(temperature=0), 1000) == 1
    assert candidates_needed(only(temperature=0, top_k=40, top_p=0.9, min_p=0.1, top_n_sigma=1.0), 1000) == 1
    for changes in ({"typical_p": 0.5}, {"xtc_probability": 0.1}, {"dynatemp_range": 0.5}):
        assert candidates_needed(only(temperature=0, top_k=40, **changes), 1000) == 40
    assert candidates_needed(only(top_k=40), 1000) == 40
    assert candidates_needed(only(top_k=40), 10) == 10
    assert candidates_needed(only(top_k=0), 1000) == 1000
