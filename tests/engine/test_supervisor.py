"""The engine process from outside: what a front end sees, whatever dies or is cancelled."""

from __future__ import annotations

import math
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine import protocol
from engine.protocol import Cancel, Generate, Message, Sampling
from tests.engine.conftest import Talk

ENDLESS = Generate(7, prompt="Once", sampling=Sampling(temperature=0.7, seed=3), max_tokens=3000)
SHORT = Generate(8, prompt="Once", sampling=Sampling(temperature=0), max_tokens=5)


def gone(pids: list[int], seconds: float = 3.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
            return True
        time.sleep(0.02)
    return False


def text(events: list[protocol.Event], request: int) -> str:
    return "".join(event.text for event in events if isinstance(event, protocol.Text) and event.request == request)


def test_every_mode_answers_alike(talk: Talk, small_model: Path) -> None:
    answers = []
    modes: tuple[tuple[protocol.Mode, int], ...] = (("none", 1), ("layer", 2), ("tensor", 2), ("tensor", 4))
    for mode, ranks in modes:
        loaded = talk.load(small_model, mode, ranks)
        assert isinstance(loaded, protocol.Loaded), loaded
        assert loaded.plan.mode == mode
        assert len(talk.workers()) == ranks
        talk.events.clear()
        finished = talk.ask(SHORT, protocol.Finished, protocol.Failed)
        assert finished.stop_reason == "length"
        answers.append(
            [token for event in talk.events if isinstance(event, protocol.Text) for token in event.token_ids]
        )
    assert len(answers[0]) == 5
    assert all(answer == answers[0] for answer in answers)


def test_progress_is_told_per_rank_in_bytes(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "tensor", 2)
    progress = [event for event in talk.events if isinstance(event, protocol.LoadProgress)]
    assert {event.rank for event in progress} == {0, 1}
    for rank in (0, 1):
        done = [event.done for event in progress if event.rank == rank]
        assert done == sorted(done)
        assert done[-1] == next(event.total for event in progress if event.rank == rank)


def test_a_second_turn_computes_only_its_new_tokens(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "none", 1)
    opening = Generate(2, prompt="one two three", sampling=Sampling(temperature=0), max_tokens=4)
    first = talk.ask(opening, protocol.Finished)
    said = text(talk.events, 2)
    again = Generate(3, prompt="one two three" + said + " four", sampling=Sampling(temperature=0), max_tokens=4)
    second = talk.ask(again, protocol.Finished)
    assert second.statistics.cached_tokens >= first.statistics.prompt_tokens
    reused = text(talk.events, 3)
    talk.load(small_model, "none", 1)
    fresh = talk.ask(Generate(4, prompt=again.prompt, sampling=again.sampling, max_tokens=4), protocol.Finished)
    assert fresh.statistics.cached_tokens == 0
    assert text(talk.events, 4) == reused


def test_a_seed_repeats_itself(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "none", 1)
    texts = []
    for request, seed in ((2, 11), (3, 11), (4, 12)):
        sampling = Sampling(temperature=1.0, seed=seed)
        talk.ask(Generate(request, prompt="Once", sampling=sampling, max_tokens=24), protocol.Finished)
        texts.append(text(talk.events, request))
    assert texts[0] == texts[1] != texts[2]


def test_a_stop_string_and_a_full_context_end_a_reply(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "none", 1, context=32)
    whole = talk.ask(Generate(2, prompt="Once", sampling=Sampling(temperature=0)), protocol.Finished)
    assert whole.stop_reason == "context"
    assert whole.statistics.context_used == 32
    said = text(talk.events, 2)
    stop = said[4:7]
    ended = talk.ask(Generate(3, prompt="Once", sampling=Sampling(temperature=0), stop=(stop,)), protocol.Finished)
    assert ended.stop_reason == "stop"
    assert text(talk.events, 3) == said[: said.index(stop)]
    failed = talk.ask(Generate(4, prompt="Once " * 60), protocol.Failed)
    assert "context" in failed.sentence


@pytest.mark.parametrize("ranks", [1, 3])
def test_cancel_in_mid_reply_keeps_the_text_and_the_model(talk: Talk, slow_model: Path, ranks: int) -> None:
    talk.load(slow_model, "tensor", ranks)
    talk.ask(ENDLESS, protocol.Text)
    talk.wait(protocol.Text)
    started = time.monotonic()
    finished = talk.ask(Cancel(7), protocol.Finished)
    assert time.monotonic() - started < 2
    assert finished.stop_reason == "cancelled"
    assert finished.statistics.generated_tokens >= 2
    assert talk.ask(SHORT, protocol.Finished).stop_reason == "length"


def test_cancel_in_mid_prompt(talk: Talk, slow_model: Path) -> None:
    talk.load(slow_model, "tensor", 2)
    talk.ask(Generate(2, prompt="word " * 1300, max_tokens=5), protocol.PromptProgress)
    finished = talk.ask(Cancel(2), protocol.Finished)
    assert finished.stop_reason == "cancelled"
    assert finished.statistics.generated_tokens == 0
    assert talk.ask(SHORT, protocol.Finished).stop_reason == "length"


def test_a_prompt_cancelled_before_its_first_report_is_not_taken_for_the_one_before(
    talk: Talk, slow_model: Path
) -> None:
    """Its first steps are granted at once, and write over what the cache held of the conversation before."""
    talk.load(slow_model, "none", 1)
    start, greedy = "word " * 20, Sampling(temperature=0)
    asked = Generate(2, prompt=start + "one two three " * 40, sampling=greedy, max_tokens=8)
    talk.ask(asked, protocol.Finished)
    said = text(talk.events, 2)
    talk.engine.send(Generate(3, prompt=start + "four five " * 400, sampling=greedy))
    assert talk.ask(Cancel(3), protocol.Finished).stop_reason == "cancelled"
    again = talk.ask(replace(asked, request=4), protocol.Finished)
    assert again.statistics.cached_tokens > 0  # the beginning stands
    assert text(talk.events, 4) == said


def test_cancel_in_mid_load_leaves_no_worker(talk: Talk, slow_model: Path) -> None:
    talk.ask(protocol.Load(1, str(slow_model), "tensor", ("cpu",) * 3), protocol.LoadStarted)
    failed = talk.ask(Cancel(1), protocol.Failed)
    assert failed.cancelled
    assert gone([worker.pid for worker in talk.workers()])
    assert isinstance(talk.load(slow_model, "none", 1), protocol.Loaded)


def test_a_killed_worker_is_reported_and_the_model_loads_again(talk: Talk, slow_model: Path) -> None:
    talk.load(slow_model, "tensor", 3)
    talk.ask(ENDLESS, protocol.Text)
    workers = [worker.pid for worker in talk.workers()]
    started = time.monotonic()
    os.kill(workers[1], signal.SIGKILL)
    failed = talk.wait(protocol.Failed)
    lost = talk.wait(protocol.ModelLost)
    assert time.monotonic() - started < 2
    assert failed.request == 7
    assert "rank 1" in lost.sentence
    assert "Load it again" in lost.sentence
    assert gone(workers)
    assert isinstance(talk.load(slow_model, "tensor", 3), protocol.Loaded)
    assert talk.ask(SHORT, protocol.Finished).stop_reason == "length"


def test_a_worker_killed_while_idle_is_reported(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "tensor", 2)
    workers = [worker.pid for worker in talk.workers()]
    os.kill(workers[0], signal.SIGKILL)
    assert "rank 0" in talk.wait(protocol.ModelLost, timeout=2).sentence
    assert gone(workers)
    assert "Load one first" in talk.ask(SHORT, protocol.Failed).sentence


def test_a_killed_engine_is_told_and_leaves_nothing(fresh_talk: Talk, slow_model: Path) -> None:
    talk = fresh_talk
    talk.load(slow_model, "tensor", 3)
    talk.ask(ENDLESS, protocol.Text)
    pid = talk.engine.pid
    assert pid
    workers = [worker.pid for worker in talk.workers()]
    os.kill(pid, signal.SIGKILL)
    assert "SIGKILL" in talk.ends.get(timeout=2)
    assert gone([pid, *workers])


def test_unload_frees_and_quit_ends_everything(fresh_talk: Talk, small_model: Path) -> None:
    talk = fresh_talk
    talk.load(small_model, "tensor", 2)
    workers = [worker.pid for worker in talk.workers()]
    talk.ask(protocol.Unload(), protocol.Unloaded)
    assert gone(workers)
    talk.load(small_model, "layer", 2)
    pids = [worker.pid for worker in talk.workers()]
    talk.engine.close()
    assert gone(pids)
    assert talk.ends.empty()


def test_scores_are_the_same_in_every_mode(talk: Talk, small_model: Path) -> None:
    tokens = tuple(range(5, 405, 3))
    scored: list[list[Any]] = []
    for mode, ranks in (("none", 1), ("layer", 3), ("tensor", 4)):
        talk.load(small_model, mode, ranks)
        talk.events.clear()
        done = talk.ask(protocol.Score(2, tokens=tokens, top=30), protocol.Scored)
        positions = [p for event in talk.events if isinstance(event, protocol.ScoredPositions) for p in event.positions]
        assert len(positions) == len(tokens)
        assert [p.next for p in positions] == [*tokens[1:], None]
        assert all(list(p.logprobs) == sorted(p.logprobs, reverse=True) for p in positions)
        scored.append([math.log(done.perplexity), *(p.next_logprob for p in positions[:-1])])
    assert scored[0] == pytest.approx(scored[1], abs=2e-3)
    assert scored[0] == pytest.approx(scored[2], abs=2e-3)


def test_templates_make_a_conversation(talk: Talk, small_model: Path) -> None:
    loaded = talk.load(small_model, "none", 1)
    assert any("template" in note for note in loaded.notes)
    finished = talk.ask(Generate(2, (Message("user", "Hello"),), max_tokens=3), protocol.Finished)
    assert finished.statistics.generated_tokens <= 3
    assert finished.notes


def test_a_cut_reply_goes_on_as_if_it_had_not_been_cut(talk: Talk, starter_model: Path) -> None:
    talk.load(starter_model, "none", 1)
    greedy, question = Sampling(temperature=0), Message("user", "What is the capital of Germany?")
    whole = talk.ask(Generate(2, (question,), sampling=greedy, max_tokens=14), protocol.Finished)
    talk.ask(Generate(3, (question,), sampling=greedy, max_tokens=4), protocol.Finished)
    begun = Message("assistant", text(talk.events, 3))
    rest = talk.ask(Generate(4, (question, begun), sampling=greedy, max_tokens=10), protocol.Finished)
    assert begun.content
    assert begun.content + text(talk.events, 4) == text(talk.events, 2)
    assert rest.statistics.cached_tokens >= whole.statistics.prompt_tokens  # nothing is computed twice
