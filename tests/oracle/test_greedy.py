"""Greedy texts of the real models: one token at a time, so the decode step and the cache are in it."""

from __future__ import annotations

import pytest

from tests.oracle.conftest import RealModel
from tests.oracle.continuation import check_continuation
from tests.oracle.ours import Ours

TOKENS = 64

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
    check_continuation(model.oracle, ours, model.bos, prompt, TOKENS)
