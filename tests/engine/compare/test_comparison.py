"""Comparisons in a real engine: what a front end sees, whatever happens in between."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from engine import protocol
from engine.compare.verdict import TRIAL
from engine.plan.memory import RUNTIME
from engine.plan.types import Mode
from tests.engine.conftest import Talk

TIMED = protocol.Bench(0, 32, 8, 0, 2)
PROMPT = protocol.Generate(0, prompt="Once upon", max_tokens=6)
ORDER = ("none", "tensor", "tensor", "none")
SHORT = protocol.Generate(8, prompt="Once", sampling=protocol.Sampling(temperature=0), max_tokens=3)


def compare(
    model: Path,
    modes: tuple[Mode, ...] = ("none", "tensor"),
    work: protocol.Bench | protocol.Generate = TIMED,
    loads: int = 2,
    ranks: int = 2,
    history: str = "",
) -> protocol.Compare:
    load = protocol.Load(0, str(model), "auto", ("cpu",) * ranks, threads=2)
    return protocol.Compare(5, load, modes, work, loads, history)


def end(event: protocol.Event) -> bool:
    return isinstance(event, protocol.Failed) or (isinstance(event, protocol.Compared) and event.last)


def run(talk: Talk, command: protocol.Compare) -> protocol.Compared | protocol.Failed:
    talk.engine.send(command)
    found: protocol.Compared | protocol.Failed = talk.wait(protocol.Compared, protocol.Failed, where=end)
    return found


def test_a_benchmark_in_mirrored_order(talk: Talk, small_model: Path, tmp_path: Path) -> None:
    history = tmp_path / "bench.jsonl"
    last = run(talk, compare(small_model, history=str(history)))
    assert isinstance(last, protocol.Compared), last
    starts = [(event.index, event.order) for event in talk.events if isinstance(event, protocol.BlockStarted)]
    assert starts == [(index, ORDER) for index in range(4)]
    done = [event for event in talk.events if isinstance(event, protocol.BlockDone)]
    assert [(block.mode, block.plan.mode) for block in done] == [(mode, mode) for mode in ORDER]
    assert all(len(block.pp_ts) == len(block.tg_ts) == 2 for block in done)
    assert len(done[0].token_ids) == 8
    assert len({block.token_ids for block in done}) == 1
    known = [event for event in talk.events if isinstance(event, protocol.Compared)]
    assert [event.last for event in known] == [False, False, False, True]
    assert [event.tg.sentence for event in known[:3] if event.tg] == ["Too early to say"] * 3
    assert last.tg is not None
    assert last.pp is not None
    assert last.tg.low is not None
    assert [result.mode for result in last.results] == ["none", "tensor"]
    assert all(result.tg and len(result.tg.blocks) == 2 for result in last.results)
    assert last.answers == "All modes gave the same 8 tokens."
    assert TRIAL in last.notes
    loads = protocol.LoadStarted | protocol.LoadProgress | protocol.Loaded
    assert all(event.request == 5 for event in talk.events if isinstance(event, loads))
    assert sum(isinstance(event, protocol.Loaded) for event in talk.events) == 4
    lines = [json.loads(line) for line in history.read_text().splitlines()]
    assert [(line["split_mode"], line["n_prompt"]) for line in lines] == [
        (mode, count) for mode in ORDER for count in (32, 0)
    ]
    assert talk.ask(SHORT, protocol.Finished, protocol.Failed).stop_reason == "length"


def test_a_mode_that_does_not_fit_is_left_out_and_the_other_goes_on(talk: Talk, small_model: Path) -> None:
    ranks = psutil.virtual_memory().available // RUNTIME["cpu"] + 8  # too many workers for this computer
    last = run(talk, compare(small_model, work=PROMPT, ranks=ranks))
    assert isinstance(last, protocol.Compared), last
    done = [event for event in talk.events if isinstance(event, protocol.BlockDone)]
    assert [(block.index, block.mode, len(block.token_ids)) for block in done] == [(0, "none", 6), (1, "none", 6)]
    assert all(len(block.pp_ts) == len(block.tg_ts) == 1 for block in done)
    texts = "".join(event.text for event in talk.events if isinstance(event, protocol.Text))
    assert texts == done[0].text + done[1].text  # the warm-up is not told
    assert len([event for event in talk.events if isinstance(event, protocol.Finished)]) == 2
    [note] = [note for note in last.notes if note.startswith("Tensor was left out: ")]
    assert "lacks" in note
    assert "Only none could be loaded, so there is nothing to compare it with." in last.notes
    starts = [(event.index, event.order) for event in talk.events if isinstance(event, protocol.BlockStarted)]
    assert starts == [(0, ORDER), (1, ORDER), (1, ("none", "none"))]
    assert last.tg is not None
    assert last.tg.sentence == "Too early to say"
    assert talk.ask(SHORT, protocol.Finished, protocol.Failed).stop_reason == "length"


def test_a_prompt_is_answered_greedily_and_never_from_the_warm_up(talk: Talk, small_model: Path) -> None:
    sampled = protocol.Generate(0, prompt="Once upon", max_tokens=5, sampling=protocol.Sampling(temperature=2, seed=1))
    last = run(talk, compare(small_model, ("none", "layer"), sampled, loads=1, ranks=1))
    assert isinstance(last, protocol.Compared), last
    assert any("ran on one device" in note for note in last.notes)
    [first, _] = [event for event in talk.events if isinstance(event, protocol.Compared)]
    assert not any("ran on one device" in note for note in first.notes)
    texts = [event.text for event in talk.events if isinstance(event, protocol.BlockDone)]
    assert texts[0] == texts[1] != ""
    assert last.answers == "All modes gave the same 5 tokens."
    progress = [event for event in talk.events if isinstance(event, protocol.PromptProgress)]
    assert all(event.cached == 0 for event in progress)  # the warm-up's prompt is computed anew
    again = talk.ask(protocol.Generate(9, prompt="Once upon", max_tokens=3), protocol.Finished)
    assert again.statistics.generated_tokens == 3


@pytest.mark.parametrize("moment", [protocol.LoadStarted, protocol.BenchSample])
def test_a_cancel_ends_it_with_what_is_known(talk: Talk, small_model: Path, moment: type[protocol.Event]) -> None:
    talk.engine.send(compare(small_model, work=protocol.Bench(0, 8, 0, 0, 200)))
    talk.wait(protocol.BlockDone)
    talk.wait(moment)
    began = time.monotonic()
    talk.engine.send(protocol.Cancel(5))
    last = talk.wait(protocol.Compared, protocol.Failed, where=end)
    assert time.monotonic() - began < 2
    assert last.cancelled
    assert [result.mode for result in last.results] == ["none"]
    loaded = moment is protocol.BenchSample
    answer = talk.ask(SHORT, protocol.Finished, protocol.Failed)
    assert isinstance(answer, protocol.Finished) == loaded


def test_a_killed_worker_ends_it(talk: Talk, slow_model: Path) -> None:
    talk.engine.send(compare(slow_model, ("tensor", "none"), protocol.Bench(0, 0, 2000, 0, 9)))
    talk.wait(protocol.BenchStarted)
    os.kill(talk.workers()[1].pid, signal.SIGKILL)
    failed = talk.wait(protocol.Failed)
    assert (failed.what, failed.request) == ("compare", 5)
    assert "rank 1" in failed.sentence
    talk.wait(protocol.ModelLost)


def test_no_mode_that_loads_is_a_failure(talk: Talk, tmp_path: Path) -> None:
    failed = run(talk, compare(tmp_path / "none.gguf"))
    assert isinstance(failed, protocol.Failed)
    assert failed.what == "compare"
    assert "none.gguf" in failed.sentence


def test_a_comparison_without_sense_is_refused_and_the_model_stays(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "none", 1)
    for modes, loads in ((("none",), 2), (("none", "none"), 2), (("none", "tensor"), 0)):
        failed = run(talk, compare(small_model, modes, loads=loads))
        assert isinstance(failed, protocol.Failed)
        assert failed.sentence.startswith("A comparison needs")
    assert talk.ask(SHORT, protocol.Finished, protocol.Failed).stop_reason == "length"
