"""Greedy texts compared token by token, where llama.cpp's likeliest token leads clearly."""

from __future__ import annotations

from collections.abc import Sequence

from tests.oracle.llamacpp import Oracle
from tests.oracle.ours import Ours
from tests.oracle.ranks import Ranks

TOO_CLOSE = 0.02  # exact engines may part where the likeliest two tokens are this close, in log-probability


def check_continuation(oracle: Oracle, ours: Ours | Ranks, bos: Sequence[int], prompt: str, n: int) -> None:
    """Our first `n` tokens after `prompt` are llama.cpp's, at least up to where two are about equally likely."""
    ids = [*bos, *oracle.tokens(prompt)]
    expected = oracle.greedy(ids, n)
    prompt_tokens, found = ours.greedy(prompt, n)
    assert prompt_tokens == len(ids)
    if found == expected:
        return
    pairs = zip(expected, found, strict=False)
    shorter = min(len(expected), len(found))
    common = next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)
    margin = oracle.margin(ids + expected[:common])
    parted = f"parted after {common} tokens with a lead of {margin:.3f}"
    assert margin <= TOO_CLOSE, f"{parted}: llama.cpp {expected}, ours {found}"
