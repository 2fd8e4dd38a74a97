"""Slices read from the file are the slices of the whole tensor, for every type and at any column."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import psutil
import pytest
import torch

from engine.gguf.facts import read_facts
from engine.kernels.cpu.weight import packed, packed_experts
from engine.kernels.reference import ReferenceOps
from engine.load import ModelFile
from engine.plan.build import plan
from engine.plan.tensors import TensorSlice, bytes_held, bytes_read, rank_tensors
from engine.plan.types import Range
from tests.engine.gguf.parts import write_parts
from tests.engine.plan.models import cpus
from tests.oracle.mistakes import fused_qkv
from tests.random_model import random_model

QUANTISED = ("F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0")


def read(file: ModelFile, piece: TensorSlice, progress: Callable[[int], None]) -> torch.Tensor:
    """The values of a matrix's slice."""
    return ReferenceOps(torch.device("cpu")).weight(file.matrix(piece), progress).values


@pytest.mark.parametrize("kind", QUANTISED)
def test_a_slice_is_that_part_of_the_whole(tmp_path: Path, kind: str) -> None:
    path = random_model(tmp_path / f"{kind}.gguf", "llama", types={"ffn": kind, "token_embd": kind})
    facts = read_facts(path)
    name = "blk.1.ffn_down.weight"
    whole = next(t for t in gguf.GGUFReader(path).tensors if t.name == name)
    expected = gguf.quants.dequantize(whole.data, whole.tensor_type).astype(np.float32)
    file = ModelFile(facts)
    rows, columns = facts.tensors[name].shape
    for piece in (
        TensorSlice(name, 0, 1, Range(0, rows), Range(0, columns)),
        TensorSlice(name, 0, 1, Range(7, 31), Range(0, columns)),
        TensorSlice(name, 0, 1, Range(0, rows), Range(32, 96)),
        TensorSlice(name, 0, 1, Range(3, 5), Range(5, 77)),  # cut inside a quantised block
    ):
        told: list[int] = []
        values = read(file, piece, told.append)
        part = expected[piece.rows.start : piece.rows.stop, piece.columns.start : piece.columns.stop]
        np.testing.assert_array_equal(values.numpy(), part)
        assert told
    norm = file.vector(TensorSlice("blk.1.attn_norm.weight", 0, 1, Range(0, 160), Range(0, 1)))
    assert norm.shape == (160,)
    embedding = next(t for t in gguf.GGUFReader(path).tensors if t.name == "token_embd.weight")
    table = gguf.quants.dequantize(embedding.data, embedding.tensor_type).astype(np.float32)
    torch.testing.assert_close(file.embedding([3, 700, 3]), torch.from_numpy(table[[3, 700, 3]]), rtol=0, atol=0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody rename an open file")
def test_the_embeddings_of_a_loaded_model_outlive_the_files_name(tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "llama")
    expected = ModelFile(read_facts(path)).embedding([3, 700])
    file = ModelFile(read_facts(path))
    other = random_model(tmp_path / "other.gguf", "llama", seed=2)
    assert not torch.equal(ModelFile(read_facts(other)).embedding([3, 700]), expected)
    os.replace(other, path)
    torch.testing.assert_close(file.embedding([3, 700]), expected, rtol=0, atol=0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="psutil lists mappings reliably on Linux alone")
def test_nothing_stays_mapped(tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "llama", types={"ffn": "Q8_0"})
    facts = read_facts(path)

    def mapped() -> int:
        """Bytes of the file's mappings."""
        return sum(each.size for each in psutil.Process().memory_maps() if each.path == str(path))

    file = ModelFile(facts)
    held: list[object] = []
    for piece in rank_tensors(facts, plan(facts, cpus(1), "none"), 0):
        if len(facts.tensors[piece.name].shape) > 1:
            stored = file.matrix(piece)
            assert mapped()
            held.append(packed(stored, lambda count: None))
            del stored
        else:
            held.append(file.vector(piece))
        assert not mapped()
    file.embedding([1, 2])
    assert not mapped()


def test_a_file_that_has_become_shorter_is_noticed(tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "llama")
    facts = read_facts(path)
    file = ModelFile(facts)
    os.truncate(path, facts.tensors["token_embd.weight"].offset + 1000)
    with pytest.raises(OSError, match="become shorter"):
        file.embedding([700])


def test_ranks_read_the_same_from_a_fused_file_as_from_one_with_its_tensors_apart(tmp_path: Path) -> None:
    shape: dict[str, Any] = {"heads": 5, "kv_heads": 1, "head_dim": 32, "biases": True}
    apart = read_facts(random_model(tmp_path / "apart.gguf", "llama", types={"attn_": "Q8_0"}, **shape))
    fused = read_facts(
        random_model(tmp_path / "fused.gguf", "llama", types={"attn_": "Q8_0"}, edit=fused_qkv, **shape)
    )
    for rank in range(3):
        found: list[dict[str, torch.Tensor]] = []
        for facts in (apart, fused):
            counts: list[int] = []
            pieces = rank_tensors(facts, plan(facts, cpus(3), "tensor", shares=(5, 3, 1)), rank)
            matrices = [piece for piece in pieces if len(facts.tensors[piece.name].shape) > 1]
            found.append(
                {piece.role: read(ModelFile(facts), piece, counts.append) for piece in matrices}
                | {piece.role: ModelFile(facts).vector(piece) for piece in pieces if piece not in matrices}
            )
            assert sum(counts) == sum(bytes_read(facts.tensors[piece.name], piece) for piece in matrices)
        torch.testing.assert_close(found[1], found[0], rtol=0, atol=0)


def test_a_model_in_parts_is_the_model(tmp_path: Path) -> None:
    whole = random_model(tmp_path / "whole.gguf", "llama", types={"ffn": "Q8_0"})
    part = write_parts(whole, 3)[1]
    files = [ModelFile(read_facts(path)) for path in (whole, part)]
    for name, tensor in read_facts(part).tensors.items():
        rows, columns = (*tensor.shape, 1)[:2]
        piece = TensorSlice(name, 0, 1, Range(0, rows), Range(0, columns))
        one, other = (
            read(file, piece, lambda count: None) if len(tensor.shape) > 1 else file.vector(piece) for file in files
        )
        torch.testing.assert_close(one, other, rtol=0, atol=0)
    torch.testing.assert_close(*(file.embedding([3, 700]) for file in files), rtol=0, atol=0)


@pytest.mark.parametrize(("types", "ffn"), [({"exps": "Q8_0"}, 160), ({"down_exps": "Q6_K", "exps": "Q4_K"}, 256)])
def test_ranks_hold_of_experts_what_the_plan_counts(types: dict[str, str], ffn: int, tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "qwen3moe", hidden=256, ffn=ffn, layers=1, types=types)
    facts = read_facts(path)
    tensors = gguf.GGUFReader(path).tensors
    whole = {tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type) for tensor in tensors}
    devices = [replace(device, quantised=True) for device in cpus(3)]
    planned = plan(facts, devices, "tensor", shares=(5, 3, 2))
    for rank in range(3):
        pieces = [piece for piece in rank_tensors(facts, planned, rank) if piece.name.endswith("_exps.weight")]
        assert len(pieces) == 3
        for piece in pieces:
            tensor = facts.tensors[piece.name]
            stored, told = ModelFile(facts).matrices(piece), list[int]()
            values = np.stack([each.values(Range(0, len(each.blocks))) for each in stored])
            np.testing.assert_array_equal(values, whole[piece.name][:, slice(*piece.rows), slice(*piece.columns)])
            held = packed_experts(stored, told.append)
            lines = [each.lines for each in held.weights]
            assert sum(each.nbytes for each in lines) == bytes_held(tensor, piece, devices[rank])
            assert [each.ctypes.data - lines[0].ctypes.data for each in lines] == [held.step * at for at in range(8)]
            assert sum(told) == bytes_read(tensor, piece)
