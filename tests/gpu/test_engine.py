"""The engine on a card, as a front end uses it: memory that does not grow, and none that is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from engine import protocol
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
