"""Byte-pair encoding: how words are cut, and vocabularies with holes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.gguf.bytepair import BytePair
from engine.gguf.detokenizer import ALPHABET
from engine.gguf.pretokenizers import PRE_TOKENIZERS, PreTokenizer

LETTERS = {byte: id for id, byte in enumerate(ALPHABET)}
ROUND = {id: bytes([byte]) for id, byte in enumerate(ALPHABET.values())}
NO_CUT = PreTokenizer((r"[\s\S]+",))

CUTS = {  # the words of "I'LL pay 12345 $$\n\n  ok", in which no merge may cross
    "default": ["I", "'", "LL", " pay", " ", "123", "45", " ", "$$", "\n\n ", " ok"],
    "gpt-2": ["I", "'", "LL", " pay", " 12345", " $$", "\n\n ", " ok"],
    "smollm": ["I", "'", "LL", " pay", " ", "1", "2", "3", "4", "5", " $$", "\n\n ", " ok"],
    "llama-bpe": ["I", "'LL", " pay", " ", "123", "45", " $$\n\n", " ", " ok"],
    "qwen2": ["I", "'LL", " pay", " ", "1", "2", "3", "4", "5", " $$\n\n", " ", " ok"],
    "tekken": ["I", "'LL", " pay", " ", "1", "2", "3", "4", "5", " $$\n\n", " ", " ok"],
}


def spelled(text: str) -> str:
    by_byte = {byte: letter for letter, byte in ALPHABET.items()}
    return "".join(by_byte[byte] for byte in text.encode())


@pytest.mark.parametrize("pre", CUTS)
def test_words(pre: str) -> None:
    """Where every part of the text is a token, and words that are tokens are taken whole."""
    text = "I'LL pay 12345 $$\n\n  ok"
    letters = spelled(text)
    parts = {letters[a:b] for a in range(len(letters)) for b in range(a + 1, len(letters) + 1)}
    ids = {part: id for id, part in enumerate(sorted(parts))}
    texts = {id: part for part, id in ids.items()}
    row = replace(PRE_TOKENIZERS[pre], ignore_merges=True)
    assert [texts[id] for id in BytePair(ids, [], row).encode(text)] == [spelled(word) for word in CUTS[pre]]


def test_every_row_can_be_built() -> None:
    for pre in PRE_TOKENIZERS.values():
        ids = BytePair(LETTERS, [], pre).encode("Aß 1\n\u3000🙂")
        assert b"".join(ROUND[id] for id in ids).decode() == "Aß 1\n\u3000🙂"


def test_merges_of_unknown_tokens_are_left_out() -> None:
    ids = {**LETTERS, "ab": 256}
    merges = ["a b", "ab c", "nonsense", "", " ", "x y"]
    assert BytePair(ids, merges, NO_CUT).encode("abc") == [256, LETTERS["c"]]


def test_a_missing_byte_keeps_its_neighbours_apart() -> None:
    ids = {letter: n for n, letter in enumerate("abx")} | {"ab": 3}
    assert BytePair(ids, ["a b"], NO_CUT).encode("ab") == [3]
    assert BytePair(ids, ["a b"], NO_CUT).encode("aqb") == [0, 1]


def test_words_that_are_tokens() -> None:
    ids = {**LETTERS, "abc": 256}
    assert BytePair(ids, [], PreTokenizer(NO_CUT.patterns, ignore_merges=True)).encode("abc") == [256]
    assert BytePair(ids, [], NO_CUT).encode("abc") == [LETTERS["a"], LETTERS["b"], LETTERS["c"]]
