"""What a benchmark tells, from a real engine."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from engine import protocol
from engine.bench.rows import make_row
from engine.devices.listing import cpu
from engine.gguf.facts import read_facts
from engine.plan.build import plan
from engine.plan.types import Device
from tests.engine.bench.conftest import Ran
from tests.engine.conftest import Talk


def test_every_repetition_is_told_and_then_the_test(ran: Ran) -> None:
    told = [event for event in ran.events if isinstance(event, protocol.BenchSample | protocol.BenchResult)]
    first = [(e.n_prompt, e.n_gen, e.n_depth, e.repetition) for e in told[:3] if isinstance(e, protocol.BenchSample)]
    assert first == [(64, 0, 32, 0), (64, 0, 32, 1), (64, 0, 32, 2)]
    row = told[3].row if isinstance(told[3], protocol.BenchResult) else None
    assert row is not None
    samples = [event.seconds for event in told[:3] if isinstance(event, protocol.BenchSample)]
    assert [sample / 1e9 for sample in row.samples_ns] == samples
    assert all(seconds > 0 for seconds in samples)
    assert [row.test for row in ran.rows] == [
        "pp64 @ d32", "tg8 @ d32", "pp64 @ d32", "tg8 @ d32", "pp16+tg4",
    ]  # fmt: skip


def test_a_row_says_what_ran(ran: Ran, small_model: Path) -> None:
    none, tensor = ran.rows[0], ran.rows[2]
    assert (none.split_mode, none.n_ranks, none.devices, none.tensor_split) == ("none", 1, "cpu", "0.00")
    assert (tensor.split_mode, tensor.n_ranks, tensor.devices, tensor.tensor_split) == (
        "tensor", 2, "cpu/cpu", "2.00/1.00",
    )  # fmt: skip
    assert none.n_threads == tensor.n_threads == 2
    assert none.model_filename == str(small_model)
    assert none.backends == "CPU"
    assert none.cpu_info
    assert (none.type_k, none.type_v) == ("f16", "f16")
    assert none.gpu_info == ""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", none.test_time)
    assert (none.n_gpu_layers, none.main_gpu) == (0, 0)


def test_a_row_of_cards_says_which(small_model: Path) -> None:
    facts = read_facts(small_model)
    cards = tuple(Device(f"cuda:{i}", "cuda", "RTX", f"pool {i}") for i in (1, 0))
    rows = {}
    for mode in ("none", "layer"):
        split = plan(facts, (*cards, cpu())[: 1 if mode == "none" else 3], mode)  # type: ignore[arg-type]
        rows[mode] = make_row(facts, split, 4, (), (1, 0, 0), "", [1])
    assert (rows["none"].type_k, rows["none"].type_v) == ("f32", "f32")
    assert (rows["none"].main_gpu, rows["none"].n_gpu_layers, rows["none"].backends) == (1, 3, "CUDA")
    mixed = rows["layer"]
    assert mixed.type_k == mixed.type_v == "f16/f32"
    assert (mixed.main_gpu, mixed.devices, mixed.backends) == (0, "cuda:1/cuda:0/cpu", "CPU,CUDA")
    assert (mixed.n_gpu_layers, mixed.gpu_info, mixed.n_threads) == (2, "RTX, RTX", 4)


def test_a_cancel_ends_it_and_keeps_the_model(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "none", 1)
    talk.ask(protocol.Bench(7, 64, 0, 0, 100_000), protocol.BenchSample)
    began = time.monotonic()
    assert talk.ask(protocol.Cancel(7), protocol.BenchDone).cancelled
    assert time.monotonic() - began < 2
    assert not any(isinstance(event, protocol.BenchResult) for event in talk.events)
    assert not talk.ask(protocol.Bench(8, 4, 0, 0, 1), protocol.BenchDone, protocol.Failed).cancelled


@pytest.mark.parametrize(
    ("command", "word"),
    [(protocol.Bench(9, 0, 0), "nothing to time"), (protocol.Bench(9, 512, 0, 400), "912 tokens")],
)
def test_what_cannot_be_timed_is_refused(talk: Talk, small_model: Path, command: protocol.Bench, word: str) -> None:
    talk.load(small_model, "none", 1)
    assert word in talk.ask(command, protocol.Failed, protocol.BenchDone).sentence
