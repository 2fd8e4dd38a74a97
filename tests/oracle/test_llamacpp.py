"""The oracle's own machinery: F32 copies, kept answers, and a server that can die without taking the tests along."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import gguf
import numpy as np
import psutil
import pytest

from tests.oracle import llamacpp
from tests.oracle.f32_copy import f32_copy
from tests.oracle.llamacpp import Oracle, OracleError
from tests.random_model import random_model


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llamacpp, "CACHE", tmp_path / "cache")


def test_an_f32_copy_holds_the_dequantised_values(tmp_path: Path) -> None:
    source = random_model(tmp_path / "model.gguf", "llama", types={"ffn_down": "Q5_0", "attn_q": "Q8_0"})
    copy = f32_copy(source, tmp_path / "copies", "name")
    before, after = gguf.GGUFReader(source), gguf.GGUFReader(copy)
    assert {key for key in before.fields if "GGUF." not in key} == {key for key in after.fields if "GGUF." not in key}
    assert {tensor.tensor_type.name for tensor in before.tensors} == {"F32", "Q5_0", "Q8_0"}
    for old, new in zip(before.tensors, after.tensors, strict=True):
        assert (old.name, list(old.shape)) == (new.name, list(new.shape))
        assert new.tensor_type == gguf.GGMLQuantizationType.F32
        np.testing.assert_array_equal(gguf.quants.dequantize(old.data, old.tensor_type), new.data)
    assert f32_copy(source, tmp_path / "copies", "name") == copy
    assert f32_copy(copy, tmp_path / "copies", "other") == copy  # already what is wanted


def test_kept_answers_need_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = random_model(tmp_path / "model.gguf", "llama")
    ids = [100, 200, 300]
    with Oracle(model) as oracle:
        first = oracle.distributions(ids), oracle.greedy(ids, 4), oracle.tokens("the end"), oracle.margin(ids)
    monkeypatch.setattr(subprocess, "Popen", None)
    with Oracle(model) as oracle:
        assert (
            oracle.distributions(ids), oracle.greedy(ids, 4), oracle.tokens("the end"), oracle.margin(ids)
        ) == first  # fmt: skip
        with pytest.raises(TypeError):  # a new question does ask for the server
            oracle.tokens("another text")


def test_answers_are_probabilities_of_the_whole_vocabulary(tmp_path: Path) -> None:
    with Oracle(random_model(tmp_path / "model.gguf", "llama")) as oracle:
        ids = [100, 200, 300]
        whole = oracle.distributions(ids)
        assert [len(each) for each in whole] == [701] * 3
        assert [sum(np.exp(list(each.values()))) for each in whole] == pytest.approx([1] * 3, abs=1e-4)
        assert oracle.distributions(ids, first=2) == [pytest.approx(whole[2], abs=1e-3)]
        best, second = sorted(whole[2].values(), reverse=True)[:2]
        assert oracle.margin(ids) == pytest.approx(best - second, abs=1e-4)
        assert oracle.greedy(ids, 1) == [max(whole[2], key=whole[2].__getitem__)]


def test_a_file_that_llama_cpp_cannot_load_is_an_error_and_not_the_end(tmp_path: Path) -> None:
    model = tmp_path / "model.gguf"
    writer = gguf.GGUFWriter(model, "llama")
    writer.add_tensor("token_embd.weight", np.zeros((8, 32), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with Oracle(model) as oracle, pytest.raises(OracleError, match=r"could not load model\.gguf"):
        oracle.tokens("text")


def test_the_server_ends_with_the_oracle(tmp_path: Path) -> None:
    before = set(psutil.Process().children())
    with Oracle(random_model(tmp_path / "model.gguf", "llama")) as oracle:
        oracle.tokens("text")
        (server,) = set(psutil.Process().children()) - before
    assert not server.is_running()


def test_the_server_ends_with_its_parent(tmp_path: Path) -> None:
    model = random_model(tmp_path / "model.gguf", "llama")
    program = f"""
import os, pathlib, psutil
from tests.oracle import llamacpp
llamacpp.CACHE = pathlib.Path({str(tmp_path)!r})
oracle = llamacpp.Oracle(pathlib.Path({str(model)!r}))
oracle.tokens("text")
print(psutil.Process().children()[0].pid, flush=True)
os._exit(1)  # no clean-up of any kind
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60)
    server = int(done.stdout)
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(server).wait(timeout=10)
