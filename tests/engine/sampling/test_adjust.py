"""What changes single logits: each rank does it on its own slice, and together they do what one rank does."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.plan.types import Range
from engine.sampling.adjust import adjust
from engine.sampling.breakers import Breakers, sequence_breakers
from engine.sampling.dry import dry_penalties
from tests.engine.sampling.whole import only

HEAVY = only(
    repeat_penalty=1.3, frequency_penalty=0.5, presence_penalty=0.25, repeat_last_n=20, dry_multiplier=0.8,
    dry_allowed_length=1, logit_bias=((3, 2.0), (17, -1.0), (3, 0.5)),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.integers(0, 29), max_size=40), st.integers(0, 30), st.integers(0, 30))
def test_slices_give_what_the_whole_gives(history: list[int], one: int, other: int) -> None:
    whole = torch.linspace(-3, 3, 30)[None]
    borders = [0, *sorted((one, other)), 30]
    slices = [Range(start, stop) for start, stop in pairwise(borders)]
    parts = [whole[:, each.start : each.stop].clone() for each in slices]
    for part, each in zip(parts, slices, strict=True):
        adjust(part, each, history, HEAVY, {})
    adjust(whole, Range(0, 30), history, HEAVY, {})
    assert torch.equal(torch.cat(parts, 1), whole)


def repeats(history: list[int], breakers: Breakers, **changes: float) -> dict[int, float]:
    rule = {"dry_multiplier": 1.0, "dry_base": 2.0, "dry_allowed_length": 2, "dry_penalty_last_n": -1, **changes}
    return dry_penalties(history, only(**rule), breakers)


def test_dry_grows_with_the_repetition() -> None:
    assert repeats([1, 2, 9, 1, 2], {}) == {9: 1.0}
    assert repeats([7, 1, 2, 9, 7, 1, 2], {}) == {9: 2.0}
    assert repeats([7, 1, 2, 9, 8, 1, 2], {}) == {9: 1.0}
    assert repeats([1, 9, 2, 1], {}) == {}
    assert repeats([1, 9, 2, 1], {}, dry_allowed_length=1) == {9: 1.0}
    assert repeats([1, 2, 9, 1, 2], {}, dry_penalty_last_n=4) == {}
    assert repeats([5, 1, 2, 8, 5, 1, 2, 9, 5, 1, 2], {}) == {8: 2.0, 9: 2.0}


def test_dry_stays_finite_in_the_dullest_text() -> None:
    (penalty,) = repeats([4] * 5000, {}, dry_base=1.75).values()
    assert 1e20 < penalty < 1e39


def test_a_breaker_ends_what_counts_and_is_never_penalised() -> None:
    single: Breakers = {9: ((),)}
    assert repeats([7, 9, 1, 2, 5, 7, 9, 1, 2], single) == {5: 1.0}
    assert repeats([7, 9, 1, 5, 7, 9, 1], single) == {}
    assert repeats([1, 2, 9, 1, 2], single) == {}
    pair: Breakers = {9: ((1,), (3, 4))}
    assert repeats([7, 9, 1, 2, 3, 5, 7, 9, 1, 2, 3], pair) == {5: 1.0}
    assert repeats([7, 9, 2, 3, 5, 7, 9, 2, 3], pair) == {5: 4.0}


@pytest.fixture(scope="module")
def vocabulary(small_model: Path) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(str(small_model)))


@pytest.mark.parametrize("text", ["\n", "e", " the", "there is", "日本"])
def test_breakers_are_found_however_tokens_spell_them(vocabulary: Vocabulary, text: str) -> None:
    sought = text.encode()
    found = sequence_breakers(vocabulary, (text, ""))
    assert found
    words = [vocabulary.token_bytes(token, skip_special=False) for token in range(len(vocabulary))]
    for token, word in enumerate(words):
        assert (sought in word) == (found.get(token) == ((),))
        begins = [n for n in range(1, len(sought)) if word.endswith(sought[:n])]
        assert sought in word or len(found.get(token, ())) == len(begins)
        if len(sought) == len(text):  # halves of characters do not survive being encoded alone
            for tail in found.get(token, ()):
                assert sought in word + b"".join(words[each] for each in tail)
