"""A rank that is killed, or stands still, in the middle of a reply: a sentence, a way back, and nothing left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import torch

from engine import protocol
from tests.engine.conftest import Talk
from tests.gpu.test_engine import SLACK, used
from tests.gpu.test_tensor import cards
from tests.random_model import random_model

TIMES = 20
SECONDS = 5.0


@pytest.fixture
def talk(gpu: torch.device) -> Iterator[Talk]:
    made = Talk()
    yield made
    made.engine.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_lost_rank_costs_the_model_alone(how: signal.Signals, talk: Talk, tmp_path: Path) -> None:
    """Not to be run under MPS, for which a killed client is undefined."""
    path = random_model(tmp_path / "model.gguf", "llama", context=4096, types={"attn": "Q8_0", "ffn": "Q4_0"})
    load = protocol.Load(1, str(path), "tensor", cards(2), context=4096)
    endless = protocol.Bench(2, n_prompt=0, n_gen=4000, repetitions=100)
    before = used()
    for turn in range(TIMES):
        assert isinstance(talk.ask(load, protocol.Loaded, protocol.Failed, timeout=120), protocol.Loaded)
        talk.ask(endless, protocol.BenchStarted, protocol.Failed)
        time.sleep(0.3)
        workers = talk.workers()
        os.kill(workers[turn % 2].pid, how)
        began = time.monotonic()
        lost = talk.wait(protocol.ModelLost, timeout=60)
        assert time.monotonic() - began < SECONDS
        assert "Load it again" in lost.sentence, lost.sentence
        assert "Traceback" not in lost.sentence
        psutil.wait_procs(workers, timeout=5)
        assert not any(each.is_running() for each in workers)
        assert used() - before < SLACK
