"""What a token is drawn from: the same probabilities as llama.cpp's after its samplers, on a real model.

Left out is typical after top-n-sigma, or after a bias that rules a token out: there llama.cpp multiplies 0 by the
logarithm of 0, sorts by what comes of it, and leaves an arbitrary choice, not always with the likeliest token.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import pytest

from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.protocol import Sampling
from engine.sampling.breakers import Breakers, sequence_breakers
from engine.sampling.draw import draw
from tests.engine.sampling.whole import NO_XTC, candidates, chain, only
from tests.oracle.conftest import RealModel
from tests.oracle.ours import Ours

MOST_DIFFERENCE = 1e-3  # of a probability
LISTED = 200  # of their tokens

PROMPTS = (
    "The capital of France is",
    "The cat sat on the mat. The dog sat on the rug: the cat sat on the mat. The dog sat on the",
    'She said "hello there", and he said "hello there", and they said "hello',
)

SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"temperature": 0.0},
    {"temperature": 0.5},
    {"top_k": 5},
    {"top_p": 0.7},
    {"top_p": 0.95},
    {"min_p": 0.02},
    {"min_p": 0.1},
    {"typical_p": 0.5},
    {"typical_p": 0.9, "top_k": 40},
    {"top_n_sigma": 1.0},
    {"top_n_sigma": 2.0, "top_k": 40},
    {"xtc_probability": 1.0, "xtc_threshold": 0.1},
    {"xtc_probability": 1.0, "xtc_threshold": 0.03, "min_p": 0.02},
    {"dynatemp_range": 0.5, "temperature": 0.8, "top_k": 40},
    {"dynatemp_range": 2.0, "dynatemp_exponent": 2.0, "temperature": 0.5, "top_k": 40},
    {"dynatemp_range": 0.5, "temperature": 0.9, "top_k": 40, "top_n_sigma": 1.0},
    {"repeat_penalty": 1.3},
    {"repeat_penalty": 1.3, "repeat_last_n": 4},
    {"repeat_penalty": 1.3, "repeat_last_n": 0},
    {"presence_penalty": 1.5},
    {"frequency_penalty": 0.7},
    {"presence_penalty": -0.5, "frequency_penalty": 0.4, "repeat_penalty": 1.2, "repeat_last_n": 10},
    {"dry_multiplier": 0.8},
    {"dry_multiplier": 0.8, "dry_allowed_length": 0},
    {"dry_multiplier": 0.8, "dry_allowed_length": 1, "dry_base": 1.2},
    {"dry_multiplier": 2.0, "dry_base": 1.0, "dry_penalty_last_n": 12},
    {"dry_multiplier": 0.8, "dry_sequence_breakers": (" sat on", ', and he said "')},
    {"dry_multiplier": 0.8, "dry_sequence_breakers": ("cat",)},
    {"logit_bias": ((260, 2.0), (7042, -1.5))},
    {"logit_bias": ((260, 2.0), (260, 1.0), (7042, -math.inf))},
    {"logit_bias": ((260, 8.0), (2644, -8.0)), "repeat_penalty": 1.5},  # the bias comes first
    # Ends of the scales.
    {"top_p": 0.0},
    {"min_p": 1.0},
    {"typical_p": 0.0},
    {"repeat_penalty": 0.5},
    {"frequency_penalty": -1.0},
    # At temperature 0 the others take part all the same.
    {"temperature": 0.0, "repeat_penalty": 1.5},
    {"temperature": 0.0, "dry_multiplier": 3.0},
    {"temperature": 0.0, "xtc_probability": 1.0, "xtc_threshold": 0.02},
    {"temperature": 0.0, "typical_p": 0.2},
    {"temperature": 0.0, "dynatemp_range": 0.5, "top_k": 40},
    # Together.
    {"temperature": 0.8, "top_k": 40, "top_p": 0.95, "min_p": 0.05},
    {"temperature": 1.2, "top_k": 60, "typical_p": 0.9, "top_p": 0.9, "min_p": 0.01, "repeat_penalty": 1.1},
    {"temperature": 1.5, "top_n_sigma": 1.5, "dry_multiplier": 0.8, "logit_bias": ((260, 1.0),), "top_p": 0.9},
    {
        "temperature": 0.7, "dynatemp_range": 0.3, "top_k": 50, "top_p": 0.98, "min_p": 0.01, "xtc_probability": 1.0,
        "xtc_threshold": 0.15, "repeat_penalty": 1.1, "presence_penalty": 0.2, "frequency_penalty": 0.1,
        "dry_multiplier": 0.5,
    },
)  # fmt: skip

EVERYTHING = Sampling(
    temperature=1.1, dynatemp_range=0.3, dynatemp_exponent=1.2, top_k=60, top_p=0.97, min_p=0.01, typical_p=0.95,
    top_n_sigma=3.0, xtc_probability=0.5, xtc_threshold=0.1, repeat_penalty=1.1, presence_penalty=0.2,
    frequency_penalty=0.1, dry_multiplier=0.8, dry_allowed_length=1, logit_bias=((260, 1.0), (284, -math.inf)), seed=11,
)  # fmt: skip

pytestmark = pytest.mark.parametrize("model", ["smollm2"], indirect=True)


@pytest.fixture(scope="module")
def vocabulary(model: RealModel) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(str(model.path)))


@pytest.fixture(scope="module")
def breakers_of(vocabulary: Vocabulary) -> Callable[[Sampling], Breakers]:
    found = cache(lambda texts: sequence_breakers(vocabulary, texts))
    return lambda rule: found(rule.dry_sequence_breakers) if rule.dry_multiplier else {}


def all_logits(ours: Ours, ids: list[int], size: int, first: int) -> list[list[float]]:
    """After each of `ids[first:]`, over the whole vocabulary."""
    rows = []
    for position in ours.positions(ids, size)[first:]:
        by_token = dict(zip(position.ids, position.logprobs, strict=True))
        rows.append([by_token[token] + position.logsumexp for token in range(size)])
    return rows


def asked(rule: Sampling) -> dict[str, Any]:
    """The same settings in llama.cpp's words; a bias of `false` rules a token out."""
    named = {field.name: getattr(rule, field.name) for field in fields(rule) if field.name != "seed"}
    biases = [[token, False if bias == -math.inf else bias] for token, bias in rule.logit_bias]
    return {**named, "dry_sequence_breakers": list(rule.dry_sequence_breakers), "logit_bias": biases}


def difference(theirs: Mapping[int, float], ours: Mapping[int, float]) -> float:
    """The largest among the tokens that they list; what we draw besides must be as unlikely as the last of these."""
    unlisted = max((p for token, p in ours.items() if token not in theirs), default=0.0)
    beyond = unlisted - min(theirs.values()) if len(theirs) == LISTED else unlisted
    return max(beyond, *(abs(p - ours.get(token, 0)) for token, p in theirs.items()))


def test_the_defaults_are_llama_cpps(model: RealModel) -> None:
    theirs = model.oracle.defaults()
    for name, ours in asked(Sampling()).items():
        assert theirs[name] == (pytest.approx(ours) if isinstance(ours, float) else ours), name


@pytest.mark.parametrize("prompt", PROMPTS)
def test_probabilities(
    model: RealModel, ours: Ours, vocabulary: Vocabulary, breakers_of: Callable[[Sampling], Breakers], prompt: str
) -> None:
    ids = model.ids(prompt)
    (logits,) = all_logits(ours, ids, len(vocabulary), len(ids) - 1)
    wrong = {}
    for changes in SETTINGS:
        rule = only(**changes)
        theirs = model.oracle.sampled(ids, asked(rule), LISTED)
        chance = 0.0 if rule.xtc_probability else NO_XTC
        found = dict(chain(logits, rule, ids, breakers_of(rule), chance))
        if difference(theirs, found) > MOST_DIFFERENCE:
            wrong[str(changes)] = difference(theirs, found)
    assert not wrong


def test_settings_bite(model: RealModel) -> None:
    """Each setting changes what llama.cpp draws from after one of the prompts, or agreement on it says nothing."""

    def bites(changes: dict[str, Any], prompt: str) -> bool:
        ids = model.ids(prompt)
        plain, changed = (model.oracle.sampled(ids, asked(only(**each))) for each in ({}, changes))
        return difference(plain, changed) > 2 * MOST_DIFFERENCE

    without_effect = [changes for changes in SETTINGS if not any(bites(changes, prompt) for prompt in PROMPTS)]
    assert without_effect == [{}, {"repeat_penalty": 1.3, "repeat_last_n": 0}]


def test_replies_are_drawn_from_these(
    model: RealModel, ours: Ours, vocabulary: Vocabulary, breakers_of: Callable[[Sampling], Breakers]
) -> None:
    """With everything on, the workers draw what the samplers here draw from the logits of the same text."""
    prompt, count = PROMPTS[1], 12
    ids = model.ids(prompt)
    _, drawn = ours.drawn(prompt, count, EVERYTHING)
    text = [*ids, *drawn]
    rows = all_logits(ours, text[:-1], len(vocabulary), len(ids) - 1)
    breakers = breakers_of(EVERYTHING)
    assert EVERYTHING.seed is not None
    for position, logits in enumerate(rows, len(ids)):
        found, spread = candidates(logits, EVERYTHING, text[:position], breakers)
        assert draw(found, EVERYTHING, EVERYTHING.seed, position, spread) == text[position]
