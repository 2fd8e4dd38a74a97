"""The engine on a card, as a front end uses it: memory that does not grow, and none that is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine import protocol
from engine.plan.kv_types import KV_TYPES
from tests.engine.conftest import Talk
from tests.random_model import random_model

pynvml = pytest.importorskip("pynvml", reason="needs nvidia-ml-py")

SLACK = 32 << 20  # bytes that the driver may keep


@pytest.fixture
def talk(gpu: torch.device) -> Iterator[Talk]:
    made = Talk()
    yield made
    made.engine.close()


def used() -> int:
    """Bytes of the card that any program holds."""
    pynvml.nvmlInit()
    return int(pynvml.nvmlDeviceGetMemoryInfo(pynvml.nvmlDeviceGetHandleByIndex(0)).used)


@pytest.mark.timeout(600)
def test_long_generation_cancel_and_reload(talk: Talk, tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "qwen3", context=4096, types={"attn": "Q8_0", "ffn": "Q4_0"})
    before = used()
    load = protocol.Load(1, str(path), "none", ("cuda:0",), context=4096)
    short = protocol.Generate(2, prompt="a", sampling=protocol.Sampling(temperature=0.9), max_tokens=64)
    long = protocol.Bench(3, n_prompt=0, n_gen=2000, repetitions=1)
    endless = protocol.Bench(4, n_prompt=0, n_gen=4000, repetitions=100)

    assert isinstance(talk.ask(load, protocol.Loaded, protocol.Failed, timeout=300), protocol.Loaded)
    assert isinstance(talk.ask(short, protocol.Finished, protocol.Failed), protocol.Finished)
    loaded = used()
    assert isinstance(talk.ask(long, protocol.BenchDone, protocol.Failed, timeout=300), protocol.BenchDone)
    assert abs(used() - loaded) < SLACK

    talk.ask(endless, protocol.BenchSample, protocol.Failed, timeout=300)
    talk.ask(protocol.Cancel(4), protocol.BenchDone, protocol.Failed)
    assert isinstance(talk.ask(short, protocol.Finished, protocol.Failed), protocol.Finished)
    for _ in range(2):
        assert isinstance(talk.ask(load, protocol.Loaded, protocol.Failed, timeout=300), protocol.Loaded)
        assert isinstance(talk.ask(short, protocol.Finished, protocol.Failed), protocol.Finished)
        assert abs(used() - loaded) < SLACK

    talk.ask(protocol.Unload(), protocol.Unloaded)
    assert used() - before < SLACK


@pytest.mark.timeout(600)
def test_a_cache_of_q8_0_takes_half_and_answers(talk: Talk, tmp_path: Path) -> None:
    """What the plan says of its size is what the card loses less."""
    types = {"attn": "Q8_0", "ffn": "Q4_0"}
    path = random_model(tmp_path / "model.gguf", "qwen3", head_dim=64, kv_heads=6, context=200_000, types=types)
    load = protocol.Load(1, str(path), "none", ("cuda:0",), context=200_000)
    short = protocol.Generate(2, prompt="a", sampling=protocol.Sampling(temperature=0), max_tokens=64)
    taken, planned = [], []
    for kv_type in KV_TYPES:
        loaded = talk.ask(replace(load, kv_type=kv_type), protocol.Loaded, protocol.Failed, timeout=300)
        assert isinstance(loaded, protocol.Loaded)
        assert loaded.plan.kv_kept == (kv_type,)
        finished = talk.ask(short, protocol.Finished, protocol.Failed)
        assert isinstance(finished, protocol.Finished)
        assert finished.statistics.generated_tokens > 1
        taken.append(used())
        planned.append(loaded.plan.bytes[0].kv)
    assert planned[1] == planned[0] * 34 // 64
    assert abs((taken[0] - taken[1]) - (planned[0] - planned[1])) < SLACK
