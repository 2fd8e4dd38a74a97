"""Whatever cannot be loaded is refused in one plain sentence, within seconds, and the engine goes on."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from engine import protocol
from tests.engine.conftest import Talk
from tests.random_model import random_model

LIMIT = 5.0  # seconds


def truncated(folder: Path) -> Path:
    whole = random_model(folder / "whole.gguf", "llama").read_bytes()
    path = folder / "truncated.gguf"
    path.write_bytes(whole[: len(whole) // 2])
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.gguf"
    path.touch()
    return path


def not_gguf(folder: Path) -> Path:
    path = folder / "picture.gguf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    return path


def missing(folder: Path) -> Path:
    return folder / "nowhere.gguf"


def lying(path: Path, offset: int, claim: int) -> Path:
    """A good file whose header claims another count, a 64-bit number at `offset`."""
    data = bytearray(random_model(path.with_name("lie.gguf"), "llama").read_bytes())
    struct.pack_into("<Q", data, offset, claim)
    path.write_bytes(data)
    return path


def lies_about_tensors(folder: Path) -> Path:
    return lying(folder / "tensors.gguf", 8, 2**60)


def lies_about_keys(folder: Path) -> Path:
    return lying(folder / "keys.gguf", 16, 2**40)


def unknown_family(folder: Path) -> Path:
    path = random_model(folder / "known.gguf", "llama")
    strange = folder / "strange.gguf"
    strange.write_bytes(path.read_bytes().replace(b"llama", b"zebra"))
    return strange


def too_large(folder: Path) -> Path:
    """A sparse file: its tensors hold more than this computer has memory, and take no room on the disk."""
    path = folder / "large.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    for add, value in (
        (writer.add_block_count, 1), (writer.add_context_length, 128), (writer.add_embedding_length, 65536),
        (writer.add_feed_forward_length, 4194304), (writer.add_head_count, 512), (writer.add_head_count_kv, 512),
        (writer.add_layer_norm_rms_eps, 1e-5),
    ):  # fmt: skip
        add(value)  # type: ignore[operator]
    shapes = {
        "token_embd.weight": (64, 65536), "output_norm.weight": (65536,), "blk.0.attn_norm.weight": (65536,),
        "blk.0.ffn_norm.weight": (65536,), "blk.0.ffn_gate.weight": (4194304, 65536),
        "blk.0.ffn_up.weight": (4194304, 65536), "blk.0.ffn_down.weight": (65536, 4194304),
        **{f"blk.0.attn_{name}.weight": (65536, 65536) for name in ("q", "k", "v", "output")},
    }  # fmt: skip
    size = 0
    for name, shape in shapes.items():
        values = int(np.prod(shape))
        writer.add_tensor_info(name, shape, np.dtype(np.float32), values * 4)
        size += values * 4
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + size + 4096)
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (truncated, "truncated.gguf"),
        (empty, "empty.gguf"),
        (not_gguf, "picture.gguf"),
        (missing, "nowhere.gguf"),
        (lies_about_tensors, "tensors.gguf"),
        (lies_about_keys, "keys.gguf"),
        (unknown_family, "zebra"),
        (too_large, "memory"),
    ],
)
def test_it_is_refused_in_one_sentence(talk: Talk, tmp_path: Path, make: Callable[[Path], Path], says: str) -> None:
    path = make(tmp_path)
    started = time.monotonic()
    failed = talk.load(path, "none", 1)
    assert time.monotonic() - started < LIMIT
    assert isinstance(failed, protocol.Failed)
    assert says in failed.sentence
    assert failed.sentence.endswith((".", ")"))
    assert "\n" not in failed.sentence
    assert "Error" not in failed.sentence
    assert not failed.details
    assert not talk.workers()


def test_tensors_that_nobody_asked_for_are_not_ignored(talk: Talk, tmp_path: Path) -> None:
    def add(tensors: dict[str, np.ndarray], _: object) -> None:  # type: ignore[type-arg]
        tensors["blk.0.attn_sinks.weight"] = np.zeros(5, np.float32)

    failed = talk.load(random_model(tmp_path / "more.gguf", "llama", edit=add), "none", 1)
    assert "attn_sinks" in failed.sentence


def test_a_device_that_is_not_there_is_named(talk: Talk, small_model: Path) -> None:
    command = protocol.Load(1, str(small_model), "none", ("cuda:99",))
    assert "cuda:99" in talk.ask(command, protocol.Failed).sentence


def test_the_engine_still_works_after_all_that(talk: Talk, small_model: Path) -> None:
    assert isinstance(talk.load(small_model, "none", 1), protocol.Loaded)
