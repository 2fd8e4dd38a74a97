"""Every row of the table of pre-tokenisers against llama.cpp, on a thousand awkward strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest

from engine.gguf.facts import read_facts
from engine.gguf.pretokenizers import ROWS, PreTokenizer
from engine.gguf.vocabulary import Vocabulary
from tests.oracle.awkward import AWKWARD
from tests.oracle.llamacpp import OracleError
from tests.oracle.pair_vocabulary import PairVocabulary, of_bytes, of_characters
from tests.oracle.texts import texts
from tests.oracle.vocabularies import Tokenized, Vocabularies

STRINGS = [*AWKWARD, *texts(1000 - len(AWKWARD), seed=2, specials=("<|im_start|>", "</s>"))]
FEW = STRINGS[: len(AWKWARD)]  # for the other names of a row
NAMES = {names.split()[0]: (names.split()[1:], pre) for names, pre in ROWS}


class Answers:
    """Files that differ in nothing but `tokenizer.ggml.pre`, and what llama.cpp says about each."""

    def __init__(self, folder: Path, oracle: Vocabularies) -> None:
        self._folder, self._oracle = folder, oracle
        self._vocabularies: Mapping[bool, PairVocabulary] = {True: of_bytes(STRINGS), False: of_characters(STRINGS)}

    def file(self, name: str, pre: PreTokenizer) -> Path:
        path = self._folder / f"{name}.gguf"
        return path if path.exists() else self._vocabularies[pre.spelled_in_bytes].write(path, name)

    def __call__(self, name: str, pre: PreTokenizer, strings: list[str]) -> Tokenized:
        return self._oracle.tokenize(self.file(name, pre), strings)


@pytest.fixture(scope="module")
def llamacpp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with Vocabularies() as oracle:
        yield Answers(tmp_path_factory.mktemp("vocabularies"), oracle)


def check(vocabulary: Vocabulary, expected: Tokenized) -> None:
    assert vocabulary.notes == ()
    found = [vocabulary.encode(text, parse_special=False, add_bos=False) for text in STRINGS]
    wrong = [(text, a, b) for text, a, b in zip(STRINGS, expected.ids, found, strict=True) if a != b]
    shown = "\n".join(f"{text!r}: llama.cpp {a}, ours {b}" for text, a, b in wrong[:3])
    assert not wrong, f"{len(wrong)} of {len(STRINGS)} differ:\n{shown}"
    assert vocabulary.encode("", add_bos=vocabulary.add_bos) == expected.added


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_the_same(name: str, llamacpp: Answers) -> None:
    _, pre = NAMES[name]
    check(Vocabulary.from_facts(read_facts(llamacpp.file(name, pre))), llamacpp(name, pre, STRINGS))


def test_the_vocabularies_of_gemma_4(tmp_path: Path) -> None:
    """They are of a kind of their own, whatever their `tokenizer.ggml.pre` is."""
    path = of_characters(STRINGS).write(tmp_path / "gemma4.gguf", "default", model="gemma4")
    with Vocabularies() as oracle:
        check(Vocabulary.from_facts(read_facts(path)), oracle.tokenize(path, STRINGS))


@pytest.mark.parametrize("model", ["gpt2", "gemma4"])
def test_no_space_is_put_first(model: str, tmp_path: Path) -> None:
    """Whatever such a file says: llama.cpp looks at that key for SentencePiece's vocabularies alone."""
    made = of_bytes(STRINGS) if model == "gpt2" else of_characters(STRINGS)
    path = made.write(tmp_path / "flagged.gguf", "gpt-2", model=model, flags=["add_space_prefix"])
    with Vocabularies() as oracle:
        check(Vocabulary.from_facts(read_facts(path)), oracle.tokenize(path, STRINGS))


@pytest.mark.parametrize("name", [name for name, (others, _) in NAMES.items() if others])
def test_the_other_names_of_a_row(name: str, llamacpp: Answers) -> None:
    others, pre = NAMES[name]
    whole = llamacpp(name, pre, STRINGS)
    for other in others:
        found = llamacpp(other, pre, FEW)
        assert found == Tokenized(whole.ids[: len(FEW)], whole.added), other


def test_the_strings_tell_all_rows_apart(llamacpp: Answers) -> None:
    """Even the few that other names of a row are checked with; or a name could stand in the wrong row unnoticed."""
    whole = {name: llamacpp(name, pre, STRINGS) for name, (_, pre) in NAMES.items()}
    said = {name: Tokenized(each.ids[: len(FEW)], each.added) for name, each in whole.items()}
    alike = [(a, b) for a, b in combinations(said, 2) if said[a] == said[b]]
    assert not alike


def test_llamacpp_refuses_a_name_that_nobody_knows(llamacpp: Answers) -> None:
    _, pre = NAMES["default"]
    with pytest.raises(OracleError):
        llamacpp("tomorrow's", pre, FEW)
