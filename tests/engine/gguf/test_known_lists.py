"""Headers whose vocabulary is passed over: what is read then, and what a list that only seems known costs."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from engine.gguf import header as headers
from engine.gguf.header import GGUFError, KnownLists, read_header
from tests.engine.gguf.files import array, header, key, tensor, text, write_llama

WORDS = [f"word {number:015}".encode() for number in range(2000)]  # 20 bytes each
TYPES = [1] * len(WORDS)


def words(path: Path, listed: list[bytes], *more: bytes, count: int | None = None) -> Path:
    """A file with a long list of texts, a list of numbers behind it, and one tensor."""
    lists = (
        key(b"tokenizer.ggml.tokens", 9, array(8, count or len(listed), b"".join(map(text, listed)))),
        *more,
        key(b"tokenizer.ggml.token_type", 9, array(5, len(TYPES), struct.pack(f"<{len(TYPES)}i", *TYPES))),
        key(b"general.name", 8, text(b"last")),
    )
    content = header(lists, (tensor(b"a", 32),))
    path.write_bytes(content + bytes(-len(content) % 32) + bytes(128))
    return path


def walked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a list was learnt, that is walked."""
    found: list[int] = []
    real = KnownLists.learn

    def learn(self: KnownLists, file: Any, at: int, count: int, length: int) -> None:
        found.append(count)
        real(self, file, at, count, length)

    monkeypatch.setattr(KnownLists, "learn", learn)
    return found


def test_a_list_is_walked_once_and_then_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, learnt = KnownLists(), walked(monkeypatch)
    whole = read_header(words(tmp_path / "a.gguf", WORDS))
    assert len(whole.metadata["tokenizer.ggml.tokens"]) == len(WORDS)
    for name in ("a.gguf", "b.gguf"):
        short = read_header(words(tmp_path / name, WORDS), vocabulary=False, known=known)
        assert short.metadata == {"tokenizer.ggml.tokens": (), "tokenizer.ggml.token_type": (), "general.name": "last"}
        assert [(t.name, t.offset) for t in short.tensors.values()] == [
            (t.name, t.offset) for t in whole.tensors.values()
        ]
    assert learnt == [len(WORDS)]


def test_another_list_of_as_many_texts_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, learnt = KnownLists(), walked(monkeypatch)
    for name, listed in (("a.gguf", WORDS), ("b.gguf", [*WORDS[:-1], b"other"]), ("c.gguf", WORDS)):
        assert read_header(words(tmp_path / name, listed), False, known).metadata["general.name"] == "last"
    assert len(learnt) == 2


def test_a_list_that_only_seems_known_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text in the middle is two, so that the list ends one text earlier, and its last one is a key's name."""
    known, learnt = KnownLists(), walked(monkeypatch)
    read_header(words(tmp_path / "a.gguf", WORDS), False, known)
    listed = [*WORDS[:100], b"four", b"8 bytes.", *WORDS[101:]]
    assert len(b"".join(map(text, listed))) == len(b"".join(map(text, WORDS)))
    name, count = listed.pop(), len(WORDS)
    file = words(tmp_path / "b.gguf", listed, text(name) + struct.pack("<I", 4) + struct.pack("<I", 7), count=count)
    content = bytearray(file.read_bytes())
    struct.pack_into("<Q", content, 16, 4)  # keys
    file.write_bytes(content)
    found = read_header(file, False, known)
    assert found.metadata[name.decode()] == 7
    assert found.metadata == read_header(file).metadata | {
        "tokenizer.ggml.tokens": (), "tokenizer.ggml.token_type": (),
    }  # fmt: skip
    assert learnt == [len(WORDS)]  # the second one was believed to be that, until it made no sense


@pytest.mark.parametrize("window", [40, 1000, 1 << 20])
def test_a_small_window_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    path = write_llama(tmp_path / "small.gguf")
    whole = read_header(path)
    monkeypatch.setattr(headers, "WINDOW", window)
    for known in (None, KnownLists()):
        short = read_header(path, False, known)
        assert short.tensors == whole.tensors
        assert {name for name, value in short.metadata.items() if value == ()} <= set(whole.metadata)
        kept = {name: value for name, value in whole.metadata.items() if not isinstance(value, tuple)}
        assert short.metadata.items() >= kept.items()


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9, 0.98])
def test_a_file_that_ends_early_says_so_either_way(tmp_path: Path, part: float) -> None:
    whole = words(tmp_path / "a.gguf", WORDS)
    known = KnownLists()
    read_header(whole, False, known)
    content = whole.read_bytes()
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(content[: int(len(content) * part)])
    for lists in (None, known):
        with pytest.raises(GGUFError, match="incomplete"):
            read_header(cut, False, lists)


def test_a_text_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    content = bytearray(words(tmp_path / "a.gguf", WORDS).read_bytes())
    at = content.index(WORDS[1000]) - 8
    for claim in (1 << 40, (1 << 64) - 1, len(content)):
        struct.pack_into("<Q", content, at, claim)
        (tmp_path / "b.gguf").write_bytes(content)
        with pytest.raises(GGUFError):
            read_header(tmp_path / "b.gguf", False, KnownLists())
