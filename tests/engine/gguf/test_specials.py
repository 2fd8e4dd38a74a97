"""Special tokens: which they are, which end a reply, and where they stand in a text."""

from __future__ import annotations

from gguf.constants import TokenType
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.specials import Partition, settle, strip

letters = st.text("ab<>", max_size=30)


@given(specials=st.sets(st.text("ab<>", min_size=1, max_size=4), max_size=8), text=letters)
def test_the_parts_make_the_text_again(specials: set[str], text: str) -> None:
    ids = {special: id for id, special in enumerate(sorted(specials))}
    names = {id: special for special, id in ids.items()}
    parts = Partition(ids).split(text)
    assert "".join(names[part] if isinstance(part, int) else part for part in parts) == text
    assert all(part for part in parts if isinstance(part, str))
    assert not [part for part in parts if isinstance(part, str) and any(special in part for special in specials)]


def test_the_longest_come_first() -> None:
    partition = Partition({"\n": 1, "\n\n": 2, "\n\n\n": 3, "<a>": 4})
    assert partition.split("\n\n\n\n") == [3, 1]
    assert partition.split("x\n\n<a>\ny") == ["x", 2, 4, 1, "y"]
    assert partition.split("") == []


def test_white_space_that_is_none_of_the_text() -> None:
    ids = {"<|user|>": 1, "<|end|>": 2, "<|endoftext|>": 3, "\n\n": 4}
    text = "<|user|>\n Hi\n<|end|>\n\t<|user|> \n<|endoftext|>\nx\n\n\n\ny"
    assert Partition(ids, strip=True).split(text) == [1, "Hi\n", 2, 1, 3, "\nx", 4, "y"]
    assert Partition(ids).split("<|user|>\n Hi") == [1, "\n Hi"]
    assert strip("Phi-3.5-mini-instruct")
    assert strip("Phi3")
    assert not strip("Phi 3 mini")


def test_well_known_ends_are_found_and_hidden() -> None:
    ids = {"a": 0, "<|im_end|>": 1, "<|eot_id|>": 2, "<end_of_turn>": 3, "<fim_prefix>": 4, "eos": 5}
    types, ends = settle(ids, [TokenType.NORMAL] * 6, [5])
    assert ends == {1, 2, 3, 5}
    control = TokenType.CONTROL
    assert types == [TokenType.NORMAL, control, control, control, control, TokenType.NORMAL]


def test_vocabularies_whose_turns_have_parts() -> None:
    ids = {"<|end|>": 0, "<|return|>": 1, "<|call|>": 2, "<|channel|>": 3}
    types, ends = settle(ids, [TokenType.CONTROL] * 4, [1])
    assert ends == {1, 2}
    assert types[0] == types[3] == TokenType.USER_DEFINED
    _, ends = settle({"<|end|>": 0, "<|return|>": 1}, [TokenType.CONTROL] * 2, [])
    assert ends == {0, 1}
