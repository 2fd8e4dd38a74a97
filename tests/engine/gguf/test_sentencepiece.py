"""SentencePiece against its definition, taken literally and slowly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.sentencepiece import CACHED_LENGTH, SPACE, SentencePiece

BYTES = {f"<0x{b:02X}>": b for b in range(256)}
pieces = st.text(f"ab{SPACE}é", min_size=1, max_size=4)
vocabularies = st.dictionaries(pieces, st.integers(-5, 0), max_size=25)  # few scores, so that many are equal


def literal(text: str, ids: Mapping[str, int], scores: Sequence[float]) -> list[int]:
    """Join the best pair, the leftmost among equals, until none is a token."""
    parts = list(text.replace(" ", SPACE))
    while True:
        joined = [a + b for a, b in pairwise(parts)]
        pairs = [(-scores[ids[piece]], i) for i, piece in enumerate(joined) if piece in ids]
        if not pairs:
            break
        _, i = min(pairs)
        parts[i : i + 2] = [joined[i]]
    found: list[int] = []
    for part in parts:
        found += [ids[part]] if part in ids else list(part.encode())
    return found


def build(tokens: Mapping[str, int]) -> tuple[dict[str, int], list[float]]:
    ids = BYTES | {text: 256 + n for n, text in enumerate(tokens)}
    return ids, [0.0] * 256 + [float(score) for score in tokens.values()]


@settings(max_examples=500, deadline=None)
@given(tokens=vocabularies, text=st.text("ab éx", max_size=40))
def test_it_is_the_definition(tokens: dict[str, int], text: str) -> None:
    ids, scores = build(tokens)
    assert SentencePiece(ids, scores, None).encode(text) == literal(text, ids, scores)


@settings(max_examples=30, deadline=None)
@given(tokens=vocabularies, text=st.text("ab", min_size=CACHED_LENGTH + 1, max_size=CACHED_LENGTH * 2))
def test_long_words(tokens: dict[str, int], text: str) -> None:
    ids, scores = build(tokens)
    assert SentencePiece(ids, scores, None).encode(text) == literal(text, ids, scores)


def test_a_token_may_span_a_space() -> None:
    ids, scores = build({f">{SPACE}<": -1, f"{SPACE}<": -2, f">{SPACE}": -3})
    assert SentencePiece(ids, scores, None).encode("a> <") == [0x61, ids[f">{SPACE}<"]]


def test_bytes_without_a_token() -> None:
    ids = {"a": 0, "<unk>": 1, "é": 2, "\t": 3}
    assert SentencePiece(ids, [0.0] * 4, 1).encode("aé\tü") == [0, 2, 3, 1, 1]
    assert SentencePiece(ids, [0.0] * 4, None).encode("aé\tü") == [0, 2, 3]
