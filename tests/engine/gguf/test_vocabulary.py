"""Vocabularies: text to ids and back, and what a broken or unusual one is answered with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.facts import GGUFError, read_facts
from engine.gguf.vocabulary import Vocabulary
from tests.engine.gguf.files import LLAMA, llama_tensors, write, write_llama


@pytest.fixture(scope="module")
def smollm2(starter_model: Path) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(starter_model))


@pytest.fixture(scope="module")
def gemma(gemma_model: Path) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(gemma_model))


def decoded(vocabulary: Vocabulary, ids: list[int], skip_special: bool = False) -> str:
    detokenizer = vocabulary.detokenizer(skip_special)
    return "".join(map(detokenizer.feed, ids)) + detokenizer.flush()


# U+2581 is a space to SentencePiece. Bytes of unassigned planes are missing from SmolLM2's vocabulary.
spaced = st.text(st.characters(codec="utf-8", exclude_characters="\u2581"), max_size=60)
assigned = st.text(st.characters(codec="utf-8", exclude_categories=["Cn", "Co", "Cc"]), max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=assigned)
def test_smollm2_gives_the_text_back(smollm2: Vocabulary, text: str) -> None:
    for parse_special in (True, False):
        assert decoded(smollm2, smollm2.encode(text, parse_special=parse_special, add_bos=False)) == text


@settings(max_examples=300, deadline=None)
@given(text=spaced)
def test_gemma_gives_the_text_back(gemma: Vocabulary, text: str) -> None:
    for parse_special in (True, False):
        assert decoded(gemma, gemma.encode(text, parse_special=parse_special, add_bos=False)) == text


def test_known_ids_of_smollm2(smollm2: Vocabulary) -> None:
    """Ids that llama.cpp gave."""
    ids = smollm2.encode("<|im_start|>user\nHello, wörld 🙂", add_bos=smollm2.add_bos)
    assert ids == [1, 4093, 198, 19556, 28, 267, 29989, 400, 47526]
    assert (smollm2.bos_id, smollm2.eos_id, smollm2.add_bos) == (1, 2, False)
    assert {smollm2.token_text(id) for id in smollm2.end_ids} == {"<|endoftext|>", "<|im_end|>", "<reponame>"}
    assert smollm2.notes == ()
    assert len(smollm2) == 49152


def test_known_ids_of_gemma(gemma: Vocabulary) -> None:
    """Ids that llama.cpp gave."""
    text = "<|im_start|>user\nHello, wörld 🙂  x<end_of_turn><bos>\n\n\n\n"
    assert gemma.encode(text, add_bos=gemma.add_bos) == [
        2, 236820, 236909, 548, 236779, 3041, 111038, 2364, 107, 9259, 236764, 515, 4010, 671, 57235, 138, 236781,
        106, 2, 110,
    ]  # fmt: skip
    assert (gemma.bos_id, gemma.eos_id, gemma.add_bos) == (2, 1, True)
    assert {gemma.token_text(id) for id in gemma.end_ids} == {"<eos>", "<end_of_turn>", "</s>"}


def test_a_large_vocabulary_is_ready_soon(gemma_model: Path) -> None:
    facts = read_facts(gemma_model)
    started = time.monotonic()
    Vocabulary.from_facts(facts)
    assert time.monotonic() - started < 2.0


def test_special_tokens_in_text(smollm2: Vocabulary) -> None:
    assert smollm2.encode("<|im_end|>", add_bos=False) == [2]
    plain = smollm2.encode("<|im_end|>", parse_special=False, add_bos=False)
    assert 2 not in plain
    assert decoded(smollm2, plain, skip_special=True) == "<|im_end|>"
    assert decoded(smollm2, [1, 19556, 2], skip_special=True) == "Hello"
    assert decoded(smollm2, [1, 19556, 2]) == "<|im_start|>Hello<|im_end|>"


def test_half_characters_in_the_input(smollm2: Vocabulary) -> None:
    assert decoded(smollm2, smollm2.encode("a\ud83dz", add_bos=False)) == "a\N{REPLACEMENT CHARACTER}z"


def test_ids_that_do_not_exist(smollm2: Vocabulary) -> None:
    assert (smollm2.token_text(-1), smollm2.token_text(10**9)) == ("", "")
    assert decoded(smollm2, [-1, 10**9]) == ""


def small(folder: Path, **changes: Any) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(write_llama(folder / "m.gguf", **changes)))


def test_beginning_of_text(tmp_path: Path) -> None:
    silent = small(tmp_path)
    assert not silent.add_bos  # as llama.cpp takes it for such a vocabulary
    assert silent.encode("Hello", add_bos=silent.add_bos) == [10]
    told = small(tmp_path, tokenizer__ggml__add_bos_token=True)
    assert told.encode("Hello", add_bos=told.add_bos) == [0, 10]
    assert small(tmp_path, tokenizer__ggml__pre="llama-bpe").add_bos


def test_space_before_the_first_word(tmp_path: Path) -> None:
    tokens = ["<unk>", "<s>", "</s>", "▁", "a", "▁a", *(f"<0x{b:02X}>" for b in range(256))]
    metadata = {
        **LLAMA,
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": [0.0] * len(tokens),
        "tokenizer.ggml.token_type": [2, 3, 3, 1, 1, 1, *[6] * 256],
    }
    facts = read_facts(write(tmp_path / "m.gguf", metadata, llama_tensors(len(tokens))))
    vocabulary = Vocabulary.from_facts(facts)
    assert (vocabulary.bos_id, vocabulary.eos_id, vocabulary.add_bos) == (1, 2, True)
    assert vocabulary.encode("a a</s>a", add_bos=True) == [1, 5, 5, 2, 5]
    assert vocabulary.encode("", add_bos=True) == [1]
    assert decoded(vocabulary, vocabulary.encode("aü", add_bos=False)) == " aü"


def test_a_vocabulary_of_gemma_4(tmp_path: Path) -> None:
    tokens = ["<pad>", "<eos>", "<bos>", "a", "▁", "▁a", *(f"<0x{b:02X}>" for b in range(256))]
    metadata = {
        **LLAMA,
        "tokenizer.ggml.model": "gemma4",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3, 3, 3, 1, 1, 1, *[6] * 256],
        "tokenizer.ggml.merges": ["▁ a"],
        "tokenizer.ggml.bos_token_id": 2,
        "tokenizer.ggml.eos_token_id": 1,
        "tokenizer.ggml.add_bos_token": False,  # as some files say; llama.cpp does not believe it
    }
    facts = read_facts(write(tmp_path / "m.gguf", metadata, llama_tensors(len(tokens))))
    vocabulary = Vocabulary.from_facts(facts)
    assert (vocabulary.bos_id, vocabulary.eos_id, vocabulary.add_bos, vocabulary.notes) == (2, 1, True, ())
    assert vocabulary.encode("a a<eos>", add_bos=True) == [2, 3, 5, 1]
    assert decoded(vocabulary, vocabulary.encode("a \n aü", add_bos=False)) == "a \n aü"


def test_an_unknown_way_to_cut_words_is_noted(tmp_path: Path) -> None:
    vocabulary = small(tmp_path, tokenizer__ggml__pre="tomorrow's")
    assert len(vocabulary.notes) == 1
    assert "tomorrow's" in vocabulary.notes[0]
    assert vocabulary.encode("Hello", add_bos=False) == [10]


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "none": ({"tokenizer__ggml__model": None}, "holds no vocabulary"),
    "said to be none": ({"tokenizer__ggml__model": "no_vocab"}, "holds no vocabulary"),
    "unsupported": ({"tokenizer__ggml__model": "rwkv"}, "rwkv"),
    "no tokens": ({"tokenizer__ggml__tokens": None}, "lacks its tokens"),
    "tokens of another type": ({"tokenizer__ggml__tokens": [1, 2]}, "tokens"),
    "no merges": ({"tokenizer__ggml__merges": None}, "lacks its merges"),
    "a token twice": ({"tokenizer__ggml__tokens": ["a"] * 12}, "twice"),
    "too few types": ({"tokenizer__ggml__token_type": [1]}, "token_type"),
    "too few scores": ({"tokenizer__ggml__model": "llama", "tokenizer__ggml__scores": [0.5]}, "scores"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_vocabulary_is_told(tmp_path: Path, case: str) -> None:
    changes, words = BROKEN[case]
    with pytest.raises(GGUFError, match=words) as caught:
        small(tmp_path, **changes)
    assert str(tmp_path / "m.gguf") in str(caught.value)
