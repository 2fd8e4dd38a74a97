"""Byte-pair encoding: how words are cut, and vocabularies with holes."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from engine.gguf.bytepair import BytePair, CharacterPair
from engine.gguf.detokenizer import ALPHABET
from engine.gguf.pretokenizers import PRE_TOKENIZERS, ROWS, PreTokenizer

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


BYTE_ROWS = {names.split()[0]: pre for names, pre in ROWS if pre.spelled_in_bytes}


@pytest.mark.parametrize("pre", BYTE_ROWS.values(), ids=BYTE_ROWS)
def test_every_row_gives_the_text_back(pre: PreTokenizer) -> None:
    text = "Aß 1234 DON'T\n\u3000🙂\r\n  ครับ日本e\u0301 \t"
    ids = BytePair(LETTERS, [], pre).encode(text)
    assert b"".join(ROUND[id] for id in ids).decode() == text


@pytest.mark.parametrize("pre", BYTE_ROWS.values(), ids=BYTE_ROWS)
def test_long_texts_are_cut_in_time(pre: PreTokenizer) -> None:
    """No pattern may look at the rest of the text anew from every place in it."""
    pair = BytePair(LETTERS, [], pre)
    for text in ("a" * 40_000, "No digits, " * 4_000, " " * 40_000 + "x", "1 " * 20_000):
        started = time.process_time()
        assert len(pair.encode(text)) == len(text)
        assert time.process_time() - started < 1


def test_names_stand_in_one_row() -> None:
    assert len(PRE_TOKENIZERS) == sum(len(names.split()) for names, _ in ROWS)


def test_characters() -> None:
    spelled = {f"<0x{byte:02X}>": byte for byte in range(256) if byte != 0x82}
    ids = {text: id for id, text in enumerate([*spelled, "▁", "a", "b", "▁a", "\n", "\n\n\n", "ab"])}
    pair = CharacterPair(ids, ["a b", "▁ a"])
    assert pair.encode(" a b") == [ids["▁a"], ids["▁"], ids["b"]]
    assert pair.encode("ab\n\nab\n\n\n") == [ids["ab"], ids["\n"], ids["\n"], ids["ab"], ids["\n\n\n"]]
    assert pair.encode("é€") == [ids["<0xC3>"], ids["<0xA9>"], ids["<0xE2>"], ids["<0xAC>"]]  # one has no token


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
