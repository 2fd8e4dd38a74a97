"""The header parser: what the `gguf` package writes comes back, and nothing hostile gets through or takes long."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.gguf.header import GGUFError, read_header
from tests.engine.gguf.files import array, header, key, tensor, text, write, write_llama

SLOWEST = 5.0  # seconds, for any file
own_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)

numbers = st.integers(-(2**63), 2**63 - 1)
values = st.one_of(
    st.booleans(),
    numbers,
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.lists(numbers, min_size=1, max_size=5),
    st.lists(st.text(max_size=9), min_size=1, max_size=5),
)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
shapes = st.lists(st.integers(1, 6), min_size=1, max_size=4).map(tuple)


def read_bytes(folder: Path, data: bytes) -> Any:
    path = folder / "file.gguf"
    path.write_bytes(data)
    return read_header(path)


def sentence(folder: Path, data: bytes) -> str:
    with pytest.raises(GGUFError) as caught:
        read_bytes(folder, data)
    said = str(caught.value)
    assert str(folder / "file.gguf") in said
    assert said.endswith(".")
    assert "\n" not in said
    return said


def check_read_or_refused(path: Path) -> None:
    said, started = str(path), time.monotonic()
    try:
        read_header(path)
    except GGUFError as error:
        said = str(error)
    assert str(path) in said
    assert time.monotonic() - started < SLOWEST


@own_file
@given(
    metadata=st.dictionaries(names, values, max_size=6), tensors=st.dictionaries(names, shapes, min_size=1, max_size=5)
)
def test_reads_what_gguf_writes(tmp_path: Path, metadata: dict[str, Any], tensors: dict[str, Any]) -> None:
    metadata.pop("general.alignment", None)
    path = write(tmp_path / "file.gguf", metadata, tensors)
    found = read_header(path)
    expected = {k: tuple(v) if isinstance(v, list) else v for k, v in metadata.items()}
    assert found.metadata == {"general.architecture": "llama"} | expected
    assert {name: info.shape for name, info in found.tensors.items()} == tensors
    assert found.file_bytes == path.stat().st_size
    assert all(info.type_name == "F32" for info in found.tensors.values())


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("alignment", [32, 256])
def test_tensors_lie_where_their_bytes_are(tmp_path: Path, version: int, alignment: int) -> None:
    path = tmp_path / "file.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_custom_alignment(alignment)
    rng = np.random.default_rng(0)
    data = {f"t{i}": rng.standard_normal((3, 32 * (i + 1)), dtype=np.float32) for i in range(4)}
    for name, numbers in data.items():
        quantised = gguf.quants.quantize(numbers, gguf.GGMLQuantizationType.Q8_0)
        writer.add_tensor(name, quantised, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    raw = bytearray(path.read_bytes())
    raw[4:8] = struct.pack("<I", version)
    path.write_bytes(raw)
    for name, info in read_header(path).tensors.items():
        assert (info.type_name, info.block_size, info.block_bytes) == ("Q8_0", 32, 34)
        stored = bytes(raw[info.offset : info.offset + info.nbytes])
        assert stored == gguf.quants.quantize(data[name], gguf.GGMLQuantizationType.Q8_0).tobytes()


def test_every_truncation_is_told(tmp_path: Path) -> None:
    whole = write_llama(tmp_path / "whole.gguf").read_bytes()
    start = min(info.offset for info in read_header(tmp_path / "whole.gguf").tensors.values())
    end = max(info.offset + info.nbytes for info in read_header(tmp_path / "whole.gguf").tensors.values())
    for length in range(4, start):
        assert "download it again" in sentence(tmp_path, whole[:length])
    for length in (start, start + 1, end - 1):
        assert f"{end - length:,} bytes are missing" in sentence(tmp_path, whole[:length])
    assert read_bytes(tmp_path, whole[:end]).tensors


@settings(own_file, max_examples=250)
@given(data=st.data())
def test_a_mutated_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(write_llama(tmp_path / "whole.gguf").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, 2500))
        piece = data.draw(st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from([b"\xff" * 8, bytes(8)])))
        whole[at : at + len(piece)] = piece
    path = tmp_path / "file.gguf"
    path.write_bytes(whole)
    check_read_or_refused(path)


@settings(own_file, max_examples=15)
@given(data=st.data())
def test_a_mutated_real_header_is_read_or_refused(tmp_path: Path, starter_model: Path, data: st.DataObject) -> None:
    real = read_header(starter_model)
    with open(starter_model, "rb") as file:
        head = bytearray(file.read(min(info.offset for info in real.tensors.values())))
    interesting = [head.find(name.encode()) for name in (*real.metadata, *list(real.tensors)[:40])]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from(interesting)) + data.draw(st.integers(-8, 60))
        piece = data.draw(st.binary(min_size=1, max_size=8))
        head[at : at + len(piece)] = piece
    path = tmp_path / "file.gguf"
    with open(path, "wb") as file:
        file.write(head)
        file.truncate(real.file_bytes)  # the weights are zeros that take no room on the disk
    check_read_or_refused(path)


huge = 2**63
HOSTILE = {
    "count of keys": b"GGUF" + struct.pack("<IQQ", 3, 0, huge),
    "count of tensors": b"GGUF" + struct.pack("<IQQ", 3, huge, 0),
    "length of a key": header((struct.pack("<Q", huge),)),
    "length of a text": header((key(b"a", 8, struct.pack("<Q", huge)),)),
    "long key": header((key(b"a" * 70_000, 4, bytes(4)),)),
    "length of a list": header((key(b"a", 9, array(4, huge)),)),
    "length of a list of texts": header((key(b"a", 9, array(8, huge)),)),
    "length of a list of lists": header((key(b"a", 9, array(9, huge)),)),
    "type of a value": header((key(b"a", 77, bytes(8)),)),
    "type in a list": header((key(b"a", 9, array(77, 1, bytes(8))),)),
    "deep lists": header((key(b"a", 9, array(9, 1) * 5000),)),
    "wide and deep lists": header((key(b"a", 9, array(9, 3_900_000) + array(0, 0) * 300_000),)),
    "the same key twice": header((key(b"a", 4, bytes(4)), key(b"a", 4, bytes(4)))),
    "the same tensor twice": header((), (tensor(b"t", 1), tensor(b"t", 1))) + bytes(64),
    "no dimensions": header((), (tensor(b"t"),)) + bytes(64),
    "five dimensions": header((), (tensor(b"t", 1, 1, 1, 1, 1),)) + bytes(64),
    "a dimension of 0": header((), (tensor(b"t", 0),)) + bytes(64),
    "a product that overflows": header((), (tensor(b"t", 2**40, 2**40),)) + bytes(64),
    "half a block": header((), (tensor(b"t", 33, kind=8),)) + bytes(640),
    "unaligned": header((), (tensor(b"t", 1, offset=7),)) + bytes(64),
    "offset behind the end": header((), (tensor(b"t", 1, offset=2**62),)) + bytes(64),
    "alignment 0": header((key(b"general.alignment", 4, struct.pack("<I", 0)),)),
    "alignment 48": header((key(b"general.alignment", 4, struct.pack("<I", 48)),)),
    "alignment as text": header((key(b"general.alignment", 8, text(b"32")),)),
    "big-endian": b"GGUF" + struct.pack(">IQQ", 3, 0, 0),
    "version 1": b"GGUF" + struct.pack("<III", 1, 0, 0),
    "version 4": header(version=4),
    "nothing": b"",
    "another file": b"PK\x03\x04" + bytes(100),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_at_once(tmp_path: Path, case: str) -> None:
    started = time.monotonic()
    sentence(tmp_path, HOSTILE[case])
    assert time.monotonic() - started < SLOWEST


LARGE = {
    "not UTF-8": header((key(b"a", 8, text(b"\xff" * (60 << 20))),)),
    "empty texts": header((key(b"a", 9, array(8, 3_900_000, bytes(8 * 3_900_000))),)),
    "numbers": header((key(b"a", 9, array(6, 3_900_000, bytes(4 * 3_900_000))),)),
    "lists": header((key(b"a", 9, array(9, 120_000, array(0, 0) * 120_000)),)),
    "keys": header(tuple(key(b"%d" % i, 4, bytes(4)) for i in range(99_999))),
    "tensors": header((), tuple(tensor(b"%d" % i, 1) for i in range(99_999))) + bytes(64),
}


@pytest.mark.parametrize("case", LARGE)
def test_the_largest_headers_are_read_in_time(tmp_path: Path, case: str) -> None:
    started = time.monotonic()
    read_bytes(tmp_path, LARGE[case])
    assert time.monotonic() - started < SLOWEST


def test_sentences_say_what_is_wrong(tmp_path: Path) -> None:
    assert "big-endian" in sentence(tmp_path, HOSTILE["big-endian"])
    assert "version 1" in sentence(tmp_path, HOSTILE["version 1"])
    assert "not a GGUF file" in sentence(tmp_path, HOSTILE["another file"])
    assert "is empty" in sentence(tmp_path, b"")
    unknown = sentence(tmp_path, header((), (tensor(b"new.weight", 32, kind=99),)) + bytes(64))
    assert '"new.weight"' in unknown
    assert "99" in unknown


def test_names_from_the_file_are_shown_safely(tmp_path: Path) -> None:
    said = sentence(tmp_path, header((), (tensor(b"a\n\x1b[31m" + b"x" * 500, 32, kind=99),)) + bytes(64))
    assert "\x1b" not in said
    assert len(said) < 400 + len(str(tmp_path))


def test_what_is_no_file(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "gone.gguf", "does not exist"),
        (tmp_path, "is not a file"),
        (tmp_path / "nul\0", "cannot be read"),
    ):
        with pytest.raises(GGUFError, match=words):
            read_header(path)


def test_a_large_vocabulary_is_read_quickly(gemma_model: Path) -> None:
    read_header(gemma_model)  # the first call also imports the `gguf` package
    started = time.monotonic()
    assert len(read_header(gemma_model).metadata["tokenizer.ggml.tokens"]) == 262_144
    assert time.monotonic() - started < 1.0
