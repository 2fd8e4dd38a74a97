"""Greedy texts token by token, where llama.cpp's likeliest token leads clearly."""

from __future__ import annotations

import pytest

from tests.oracle.conftest import RealModel
from tests.oracle.ours import Ours

TOKENS = 64
TOO_CLOSE = 0.02  # exact engines may part where the likeliest two tokens are this close, in log-probability

PROMPTS = (
    "The capital of France is",
    "Once upon a time, in a small village by the sea,",
    "def fibonacci(n):\n",
    "1, 2, 3, 4, 5,",
    "Der schnelle braune Fuchs",
    "Water boils at",
    "日本の首都は",
    "The three primary colours are",
    "Dear Sir or Madam,\n\nI am writing to",
    "To make bread you need 🍞",
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("prompt", PROMPTS)
def test_greedy_text_is_the_same(model: RealModel, ours: Ours, prompt: str) -> None:
    ids = model.ids(prompt)
    expected = model.oracle.greedy(ids, TOKENS)
    prompt_tokens, found = ours.greedy(prompt, TOKENS)
    assert prompt_tokens == len(ids)
    if found == expected:
        return
    common = next(
        (place for place, pair in enumerate(zip(expected, found, strict=False)) if pair[0] != pair[1]),
        min(len(expected), len(found)),
    )
    margin = model.oracle.margin(ids + expected[:common])
    parted = f"parted after {common} tokens with a lead of {margin:.3f}"
    assert margin <= TOO_CLOSE, f"{parted}: llama.cpp {expected}, ours {found}"
