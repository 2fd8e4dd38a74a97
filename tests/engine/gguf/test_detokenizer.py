"""Streaming text: every byte arrives, and no half character is ever shown."""

from __future__ import annotations

import pytest
from gguf.constants import TokenType
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.detokenizer import ALPHABET, Detokenizer, from_alphabet, pieces


def stream(data: bytes, cuts: list[int]) -> list[str]:
    """`data` in tokens that end at `cuts`, as shown to the user step by step."""
    ends = sorted({min(cut, len(data)) for cut in cuts} | {len(data)})
    tokens = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    detokenizer = Detokenizer(lambda id: tokens[id])
    return [*(detokenizer.feed(id) for id in range(len(tokens))), detokenizer.flush()]


@given(data=st.binary(max_size=40), cuts=st.lists(st.integers(0, 40)))
def test_any_bytes(data: bytes, cuts: list[int]) -> None:
    assert "".join(stream(data, cuts)) == data.decode(errors="replace")


@given(text=st.text(max_size=20), cuts=st.lists(st.integers(0, 80)))
def test_text_is_never_shown_in_halves(text: str, cuts: list[int]) -> None:
    shown = stream(text.encode(), cuts)
    assert "".join(shown) == text
    assert "\N{REPLACEMENT CHARACTER}" in text or not any("\N{REPLACEMENT CHARACTER}" in piece for piece in shown)


def test_half_a_character_at_the_end() -> None:
    assert stream("a🙂".encode()[:-1], [3]) == ["a", "", "\N{REPLACEMENT CHARACTER}"]


def test_flush_starts_afresh() -> None:
    tokens = [b"\xf0\x9f", b"ok"]
    detokenizer = Detokenizer(lambda id: tokens[id])
    assert detokenizer.feed(0) + detokenizer.flush() == "\N{REPLACEMENT CHARACTER}"
    assert detokenizer.feed(1) == "ok"


def test_byte_alphabet() -> None:
    assert sorted(ALPHABET.values()) == list(range(256))
    assert (ALPHABET["Ġ"], ALPHABET["Ċ"], ALPHABET["A"]) == (0x20, 0x0A, 0x41)
    assert from_alphabet("Ġhi中") == b" hi" + "中".encode()


@pytest.mark.parametrize(("text", "found"), [("<0x0A>", b"\n"), ("<0xFF>", b"\xff"), ("<0xZZ>", b""), ("", b"")])
def test_byte_tokens(text: str, found: bytes) -> None:
    assert pieces(str.encode)[TokenType.BYTE](text) == found
