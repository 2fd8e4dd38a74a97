"""Token ids of our vocabulary against llama.cpp's, on two thousand strings for each real model."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from tests.oracle.awkward import AWKWARD
from tests.oracle.conftest import RealModel
from tests.oracle.llamacpp import Oracle
from tests.oracle.texts import texts
from tests.random_model import random_model

SPECIALS = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<jupyter_code>", "<bos>", "<eos>", "<unk>", "<pad>",
    "<start_of_turn>", "<end_of_turn>", "<mask>", "<0x0A>", "<h1>", "</code>",
)  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary(model: RealModel) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(model.path))


@pytest.mark.parametrize("parse_special", [True, False])
def test_ids_are_the_same(model: RealModel, vocabulary: Vocabulary, parse_special: bool) -> None:
    strings = [*AWKWARD, *texts(2000 - len(AWKWARD), seed=1, specials=SPECIALS)]
    expected = model.oracle.all_tokens(strings, parse_special)
    found = [vocabulary.encode(text, parse_special=parse_special, add_bos=False) for text in strings]
    wrong = [(text, a, b) for text, a, b in zip(strings, expected, found, strict=True) if a != b]
    shown = "\n".join(f"{text!r}: llama.cpp {a}, ours {b}" for text, a, b in wrong[:5])
    assert not wrong, f"{len(wrong)} of {len(strings)} differ:\n{shown}"


@pytest.mark.parametrize("name", ["Phi-3-mini", "my PHI3.5", "Phi 3 mini"])
def test_white_space_after_special_tokens_is_none_of_the_text(name: str, tmp_path: Path) -> None:
    """Of Phi-3's files, which llama.cpp knows by their name alone; the last one is called otherwise."""
    specials = {9: "<s>", 10: "</s>", 11: "<unk>"}
    path = random_model(tmp_path / "model.gguf", "phi3", name=name, renamed=specials)
    draw = random.Random(0)
    pieces = (*specials.values(), "<|endoftext|>", "<|im_start|>", *"  ab\n\n\t\r\v\f\N{NO-BREAK SPACE}")
    strings = ["".join(draw.choices(pieces, k=10)) for _ in range(200)]
    vocabulary = Vocabulary.from_facts(read_facts(path))
    with Oracle(path) as oracle:
        expected = oracle.all_tokens(strings)
    assert [vocabulary.encode(text, add_bos=False) for text in strings] == expected
