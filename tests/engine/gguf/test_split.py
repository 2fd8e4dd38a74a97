"""Models in parts: any part stands for the set, and each way in which a set can be broken has its sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gguf import GGUFValueType

from engine.gguf.facts import GGUFError, read_facts
from engine.gguf.split import SplitName, split_parts
from tests.engine.gguf.files import write_llama
from tests.engine.gguf.parts import Keys, write_parts


def test_names() -> None:
    assert split_parts("/a/Qwen-Q4_K_M-00002-of-00010.gguf") == SplitName("Qwen-Q4_K_M", 2, 10)
    assert SplitName("Qwen", 2, 10).file(7) == "Qwen-00007-of-00010.gguf"
    for name in (
        "Qwen.gguf", "Qwen-2-of-3.gguf", "Qwen-00004-of-00003.gguf", "Qwen-00000-of-00003.gguf", "-00001-of-00002.gguf",
        "Qwen-00001-of-00002.gguf.part", "Qwen-00001-of-00002/model.gguf",
    ):  # fmt: skip
        assert split_parts(f"/a/{name}") is None


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return write_llama(tmp_path / "Tiny-F32.gguf")


@pytest.mark.parametrize("first", [0, 1, 9])
def test_every_part_stands_for_the_set(whole: Path, first: int) -> None:
    parts = write_parts(whole, 3, first=first)
    expected = read_facts(whole)
    found = [read_facts(part) for part in parts]
    assert found[0] == found[1] == found[2]
    facts = found[0]
    assert facts.path == str(parts[0])
    assert facts.files == tuple(map(str, parts))
    assert facts.name == expected.name == "Tiny"
    assert facts.file_bytes == sum(part.stat().st_size for part in parts)
    assert facts.tensors.keys() == expected.tensors.keys()
    assert len({tensor.file for tensor in facts.tensors.values()}) == (3 if first else 2)
    for name, tensor in facts.tensors.items():
        there = expected.tensors[name]
        assert replace(tensor, offset=there.offset, file=there.file) == there
        assert tensor.offset + tensor.nbytes <= Path(tensor.file).stat().st_size
    own = {key: value for key, value in facts.metadata.items() if not key.startswith("split.")}
    assert own == expected.metadata


def test_a_file_of_its_own_is_its_only_part(whole: Path) -> None:
    facts = read_facts(whole)
    assert facts.files == (facts.path,) == (str(whole),)
    assert {tensor.file for tensor in facts.tensors.values()} == {facts.path}


def refused(path: Path, about: Path | None = None) -> str:
    with pytest.raises(GGUFError) as caught:
        read_facts(path)
    said = str(caught.value)
    assert str(about or path) in said
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_missing_parts_are_named(whole: Path) -> None:
    parts = write_parts(whole, 4)
    parts[2].unlink()
    for part in (parts[0], parts[3]):
        assert "lacks part 3 of 4 (Tiny-F32-00003-of-00004.gguf); put it beside the others." in refused(part)
    parts[0].unlink()
    assert "lacks 2 of 4 parts (the first is Tiny-F32-00001-of-00004.gguf)" in refused(parts[3])


def test_a_part_that_broke_off(whole: Path) -> None:
    parts = write_parts(whole, 3)
    parts[1].write_bytes(parts[1].read_bytes()[:-100])
    assert "bytes are missing at its end" in refused(parts[0], about=parts[1])
    parts[1].write_bytes(b"")
    assert "is empty" in refused(parts[0], about=parts[1])


def test_a_part_with_another_name(whole: Path) -> None:
    parts = write_parts(whole, 3)
    for name, words in (
        ("model.gguf", "its name does not say which"),
        ("Tiny-F32-00001-of-00004.gguf", "inside it is part 3 of 3"),
        ("Other-00001-of-00003.gguf", "inside it is part 3 of 3"),
    ):
        renamed = shutil.copy(parts[2], whole.with_name(name))
        assert words in refused(renamed)


def test_a_part_twice(whole: Path) -> None:
    parts = write_parts(whole, 3)
    shutil.copy(parts[1], parts[2])
    assert "inside it is part 2 of 3" in refused(parts[0], about=parts[2])


def test_a_name_of_a_part_does_not_make_one(whole: Path) -> None:
    alone = whole.rename(whole.with_name("Tiny-F32-00001-of-00003.gguf"))
    assert read_facts(alone).files == (str(alone),)


def count_of_another_set(no: int, keys: Keys) -> None:
    keys["split.count"] = (3 + (no == 2), keys["split.count"][1])


def more_tensors(no: int, keys: Keys) -> None:
    keys["split.tensors.count"] = (100, keys["split.tensors.count"][1])


def more_tensors_in_one(no: int, keys: Keys) -> None:
    keys["split.tensors.count"] = (keys["split.tensors.count"][0] + no // 3, keys["split.tensors.count"][1])


def another_architecture(no: int, keys: Keys) -> None:
    if no == 2:
        keys["general.architecture"] = ("qwen2", GGUFValueType.STRING)


def no_number(no: int, keys: Keys) -> None:
    if no == 3:
        keys["split.no"] = ("2", GGUFValueType.STRING)


CONTRADICTIONS: dict[str, tuple[Callable[[int, Keys], None], int, str]] = {
    "counts that differ": (count_of_another_set, 1, "inside it is part 2 of 4"),
    "too few tensors": (more_tensors, 0, "its parts hold 20 tensors, and the model has 100"),
    "totals that differ": (more_tensors_in_one, 2, "its split.tensors.count is not that of Tiny-F32-00001"),
    "another model": (another_architecture, 1, "its general.architecture is not that of"),
    "no number": (no_number, 2, "its split.no is not a number"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions_are_told(whole: Path, case: str) -> None:
    edit, wrong, words = CONTRADICTIONS[case]
    parts = write_parts(whole, 3, edit=edit)
    assert words in refused(parts[0], about=parts[wrong])


def test_parts_of_two_models(whole: Path, tmp_path: Path) -> None:
    parts = write_parts(whole, 3)
    other = write_parts(write_llama(tmp_path / "Other.gguf"), 3, first=4)
    shutil.copy(other[1], parts[1])
    assert "which another part holds too" in refused(parts[0], about=parts[2])


def test_a_list_of_models_needs_no_vocabulary(whole: Path) -> None:
    for path in (whole, *write_parts(whole, 2)):
        light, full = read_facts(path, vocabulary=False), read_facts(path)
        lists = {key for key, value in full.metadata.items() if isinstance(value, tuple)}
        assert len(lists) == 3
        assert light == replace(full, metadata={**full.metadata, **dict.fromkeys(lists, ())})
