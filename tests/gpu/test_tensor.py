"""Several ranks on cards: on one each where there are as many, else all on one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch

from engine import protocol
from engine.devices.links import tried
from engine.gguf.facts import read_facts
from engine.loading import read_text_side
from engine.plan.links import Way
from engine.plan.types import Device
from tests.engine.conftest import Talk
from tests.gpu.test_engine import SLACK, used
from tests.oracle.mistakes import scaled
from tests.random_model import random_model

pytestmark = pytest.mark.timeout(900)  # kernels are compiled, and ranks without MPS take turns on a card

SPLITS: list[tuple[protocol.Mode, int, tuple[int, ...], int]] = [
    ("tensor", 2, (), 1), ("tensor", 3, (), 1), ("tensor", 4, (), 1), ("tensor", 2, (2, 1), 1),
    ("tensor", 3, (1, 0, 2), 1), ("layer", 2, (), 1), ("layer", 3, (), 1), ("tensor", 4, (), 2),
]  # fmt: skip
PROMPT = "a b c"
TOKENS = tuple((17 + 97 * place) % 701 for place in range(200))


@pytest.fixture(scope="module")
def talk(gpu: torch.device) -> Iterator[Talk]:
    made = Talk()
    yield made
    made.engine.close()


def cards(ranks: int) -> tuple[str, ...]:
    """As many cards as there are ranks, or one for all of them."""
    there = torch.cuda.device_count()
    return tuple(f"cuda:{rank if there >= ranks else 0}" for rank in range(ranks))


def loaded(
    talk: Talk, path: Path, mode: protocol.Mode, devices: Sequence[str], shares: Sequence[int] = (), stages: int = 1
) -> None:
    load = protocol.Load(1, str(path), mode, tuple(devices), shares=tuple(shares), context=512, stages=stages)
    answer = talk.ask(load, protocol.Loaded, protocol.Failed, timeout=300)
    assert isinstance(answer, protocol.Loaded), answer


def scores(talk: Talk, tokens: Sequence[int] = TOKENS) -> list[dict[int, float]]:
    """Of every position the whole distribution: id to log-probability."""
    talk.events.clear()
    ask = protocol.Score(2, tokens=tuple(tokens), top=701)
    answer = talk.ask(ask, protocol.Scored, protocol.Failed, timeout=300)
    assert isinstance(answer, protocol.Scored), answer
    parts = [event for event in talk.events if isinstance(event, protocol.ScoredPositions)]
    return [dict(zip(place.ids, place.logprobs, strict=True)) for part in parts for place in part.positions]


def drawn(talk: Talk, temperature: float, on_host: bool) -> list[int]:
    """The tokens that the devices' loops draw, or the host from the same logits."""
    talk.events.clear()
    bias = ((0, 0.0),) if on_host else ()  # does nothing, and no device can do it
    sampling = protocol.Sampling(temperature=temperature, top_k=40, seed=5, logit_bias=bias)
    ask = protocol.Generate(3, prompt=PROMPT, sampling=sampling, max_tokens=24)
    answer = talk.ask(ask, protocol.Finished, protocol.Failed, timeout=300)
    assert isinstance(answer, protocol.Finished), answer
    return [token for event in talk.events if isinstance(event, protocol.Text) for token in event.token_ids]


def divergence(ours: Sequence[dict[int, float]], theirs: Sequence[dict[int, float]]) -> float:
    """Mean KL of theirs from ours."""
    pairs = zip(ours, theirs, strict=True)
    each = [sum(math.exp(p) * (p - q[token]) for token, p in place.items()) for place, q in pairs]
    return sum(each) / len(each)


def regret(talk: Talk, path: Path, drawn: Sequence[int]) -> float:
    """By how much, at worst, another token was likelier than the drawn one, for the model that is loaded now."""
    vocabulary, *_ = read_text_side(read_facts(path))
    assert vocabulary is not None
    prompt = vocabulary.encode(PROMPT, add_bos=vocabulary.add_bos)
    places = scores(talk, (*prompt, *drawn))[len(prompt) - 1 : -1]
    return max(max(place.values()) - place[token] for place, token in zip(places, drawn, strict=True))


@pytest.mark.parametrize("family", ["llama", "gemma3"])  # without norms after a sub-layer, and with them
def test_the_processor_may_be_among_them(family: str, talk: Talk, tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", family, types={"attn": "Q8_0", "ffn": "Q8_0"}, heads=6, kv_heads=3)
    loaded(talk, path, "none", ("cuda:0",))
    alone, found = scores(talk), []
    for devices in (("cuda:0", "cpu"), ("cpu", *cards(2))):
        loaded(talk, path, "tensor", devices)
        assert divergence(alone, scores(talk)) < 0.01, devices
        found.append(drawn(talk, 0.0, on_host=True))
    loaded(talk, path, "none", ("cuda:0",))
    for tokens in found:  # step by step it rounds otherwise than one rank does, so texts may part where two are close
        assert len(tokens) > 4
        assert regret(talk, path, tokens) < 0.5


@pytest.mark.parametrize("family", ["llama", "gemma3", "qwen3", "qwen3moe"])
def test_ranks_agree_with_one(family: str, talk: Talk, tmp_path: Path) -> None:
    edit = scaled("ffn_gate_inp", 4.0) if family == "qwen3moe" else None
    types = {"attn": "Q8_0", "exps" if family == "qwen3moe" else "ffn": "Q8_0"}
    path = random_model(tmp_path / "model.gguf", family, types=types, edit=edit, heads=6, kv_heads=3)
    loaded(talk, path, "none", ("cuda:0",))
    alone = scores(talk)
    for split in SPLITS:
        mode, ranks, shares, stages = split
        loaded(talk, path, mode, cards(ranks), shares, stages)
        assert divergence(alone, scores(talk)) < 0.01, split  # rounded activations differ a little
        drawn(talk, 0.0, on_host=True)  # from now on the prompt is in the cache, and what is computed the same
        for temperature in (0.0, 0.9):
            assert drawn(talk, temperature, on_host=False) == drawn(talk, temperature, on_host=True), split


def test_exact_text_is_that_of_one_rank(talk: Talk, tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "llama", types={"attn": "Q8_0", "ffn": "Q8_0"})
    texts = []
    for mode, devices in (("none", ("cuda:0",)), ("tensor", cards(2)), ("layer", cards(2))):
        load = protocol.Load(1, str(path), mode, devices, context=512, exact=True)
        assert isinstance(talk.ask(load, protocol.Loaded, protocol.Failed, timeout=300), protocol.Loaded)
        texts.append(drawn(talk, 0.0, on_host=False))
    assert texts[0] == texts[1] == texts[2]


def test_two_thousand_tokens_take_no_more_memory(talk: Talk, tmp_path: Path) -> None:
    path = random_model(tmp_path / "model.gguf", "qwen3", context=4096, types={"attn": "Q8_0", "ffn": "Q4_0"})
    load = protocol.Load(1, str(path), "tensor", cards(2), context=4096)
    assert isinstance(talk.ask(load, protocol.Loaded, protocol.Failed, timeout=300), protocol.Loaded)
    drawn(talk, 0.9, on_host=False)
    loaded_with = used()
    long = protocol.Bench(3, n_prompt=0, n_gen=2000, repetitions=1)
    assert isinstance(talk.ask(long, protocol.BenchDone, protocol.Failed, timeout=600), protocol.BenchDone)
    assert abs(used() - loaded_with) < SLACK


@pytest.mark.parametrize("way", ["peers", "host"])
def test_every_way_gives_the_right_sums(way: Way, gpu: torch.device) -> None:
    devices = tuple(Device(each, "cuda", each, each, bandwidth=1.0, quantised=True) for each in cards(2))
    assert tried(devices, way, lambda: False) is not None
