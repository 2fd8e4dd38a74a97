"""The sampler on the device against the host's `draw`: the same token, whatever the logits and settings."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.comm.group import Candidates
from engine.kernels.triton import sampler
from engine.kernels.triton.sampler import Sampler, can_draw
from engine.plan.types import Range
from engine.protocol import Sampling
from engine.sampling.draw import candidates_needed, distribution, draw
from tests.engine.kernels.triton.compiled import assert_runs_without_interpreter

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's, where all logits are NaN

VOCABULARIES = (1, 5, 63, 64, 65, 1000, 1025, 2500)  # with one program and with several, none of them full


@cache
def lasting(vocabulary: int) -> Sampler:
    """Lives through many settings, as the one that a graph holds does."""
    return Sampler(Range(0, vocabulary), torch.device("cpu"))


def on_device(made: Sampler, logits: Tensor, position: int) -> int:
    token = torch.full((1,), -7)
    made(logits, torch.tensor([position]), token)
    return int(token)


def on_host(logits: Tensor, sampling: Sampling, seed: int, position: int) -> int:
    numbers = torch.where(logits.isnan(), -torch.inf, logits)
    values, ids = torch.sort(numbers, dim=1, descending=True, stable=True)
    held = min(candidates_needed(sampling, logits.shape[1]), int((values > -torch.inf).sum()))
    if not held:
        return -1
    return draw(Candidates(ids[:, :held], values[:, :held], torch.zeros(1)), sampling, seed, position)


KINDS: dict[str, Callable[[int, torch.Generator], Tensor]] = {
    "normal": lambda count, dice: 3 * torch.randn(1, count, generator=dice),
    "flat": lambda count, dice: torch.rand(1, count, generator=dice),
    "few": lambda count, dice: torch.randint(-3, 4, (1, count), generator=dice).float() * 0.5,
    "peaked": lambda count, dice: torch.randn(1, count, generator=dice).exp() * 20,
    "huge": lambda count, dice: torch.randn(1, count, generator=dice) * 1e37,
}

samplings = st.builds(
    Sampling,
    temperature=st.sampled_from([0.0, 0.1, 0.8, 1.0, 3.7, 100.0]) | st.floats(0.05, 5),
    top_k=st.integers(1, sampler.MOST),
    top_p=st.sampled_from([0.0, 0.95, 1.0]) | st.floats(0, 1),
    min_p=st.sampled_from([0.0, 0.05, 1.0]) | st.floats(0, 0.3),
)


@settings(max_examples=40, deadline=None)
@given(
    vocabulary=st.sampled_from(VOCABULARIES),
    kind=st.sampled_from(sorted(KINDS)),
    dice=st.integers(0, 2**32),
    gone=st.sampled_from([0.0, 0.3, 0.999]),
    sampling=samplings,
    seed=st.integers(-(2**65), 2**65),
    position=st.integers(0, 2**40),
)
def test_the_token_is_the_hosts(
    vocabulary: int, kind: str, dice: int, gone: float, sampling: Sampling, seed: int, position: int
) -> None:
    generator = torch.Generator().manual_seed(dice)
    logits = KINDS[kind](vocabulary, generator)
    chance = torch.rand(1, vocabulary, generator=generator)
    logits[chance < gone] = -torch.inf
    logits[chance < gone / 2] = torch.nan
    before = logits.clone()
    made = lasting(vocabulary)
    made.set(sampling, seed)
    assert can_draw(sampling)
    assert on_device(made, logits, position) == on_host(logits, sampling, seed, position)
    assert torch.equal(logits.nan_to_num(), before.nan_to_num())


SEED = 0x9876543210ABCDEF
CUT_BY_K = Sampling(temperature=1.7, top_k=12, top_p=1.0, min_p=0.0)
CUT_BY_TOP_P = replace(CUT_BY_K, top_k=40, top_p=0.8)
CUT_BY_MIN_P = replace(CUT_BY_K, top_k=40, min_p=0.4)


@pytest.mark.parametrize(
    ("sampling", "wrong", "wrong_seed", "shift"),
    [
        (CUT_BY_K, replace(CUT_BY_K, temperature=1.6), SEED, 0),
        (CUT_BY_K, replace(CUT_BY_K, top_k=11), SEED, 0),
        (CUT_BY_K, replace(CUT_BY_K, top_k=13), SEED, 0),
        (CUT_BY_K, CUT_BY_K, SEED + 1, 0),
        (CUT_BY_K, CUT_BY_K, SEED & (1 << 63) - 1, 0),
        (CUT_BY_K, CUT_BY_K, SEED, 1),
        (CUT_BY_K, CUT_BY_K, SEED, -1),
        (CUT_BY_TOP_P, replace(CUT_BY_TOP_P, top_p=1.0), SEED, 0),
        (CUT_BY_TOP_P, replace(CUT_BY_TOP_P, top_p=0.76), SEED, 0),
        (CUT_BY_TOP_P, replace(CUT_BY_TOP_P, top_p=0.84), SEED, 0),
        (CUT_BY_MIN_P, replace(CUT_BY_MIN_P, min_p=0.0), SEED, 0),
        (CUT_BY_MIN_P, replace(CUT_BY_MIN_P, min_p=0.36), SEED, 0),
        (CUT_BY_MIN_P, replace(CUT_BY_MIN_P, min_p=0.44), SEED, 0),
    ],
)
def test_where_a_wrong_sampler_draws_another_token(
    sampling: Sampling, wrong: Sampling, wrong_seed: int, shift: int
) -> None:
    logits = torch.randn(1, 200, generator=torch.Generator().manual_seed(1))
    made = lasting(200)
    made.set(sampling, SEED)
    telling = [
        (position, token)
        for position in range(3, 1000)
        if (token := on_host(logits, sampling, SEED, position)) != on_host(logits, wrong, wrong_seed, position + shift)
    ]
    assert len(telling) > 2
    for position, token in telling[:2]:
        assert on_device(made, logits, position) == token


def seed_for(chance: float, position: int) -> int:
    """The seed of which `uniform` makes this number: SplitMix64 undone."""
    z = int(chance * (1 << 53)) << 11
    z ^= (z >> 31) ^ (z >> 62)
    z = z * pow(0x94D049BB133111EB, -1, 1 << 64) % (1 << 64)
    z ^= (z >> 27) ^ (z >> 54)
    z = z * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) % (1 << 64)
    z ^= (z >> 30) ^ (z >> 60)
    return (z - (position + 1) * 0x9E3779B97F4A7C15) % (1 << 64)


def test_where_a_hair_decides() -> None:
    """Random numbers just below and above the border between two tokens: f32 would be too coarse."""
    logits = torch.randn(1, 200, generator=torch.Generator().manual_seed(1))
    values, ids = torch.topk(logits, 40)
    candidates = Candidates(ids, values, torch.zeros(1))
    drawable, probabilities = distribution(candidates, CUT_BY_TOP_P, 0.0, 0.0)
    borders = torch.cumsum(probabilities, 0)
    made = lasting(200)
    for place in range(0, len(borders) - 1, 5):
        for side in (0, 1):
            seed = seed_for(float(borders[place]) + (1e-12 if side else -1e-12), 9)
            assert on_host(logits, CUT_BY_TOP_P, seed, 9) == int(drawable[place + side])
            made.set(CUT_BY_TOP_P, seed)
            assert on_device(made, logits, 9) == int(drawable[place + side])


@pytest.mark.parametrize(("k", "parts"), [(10, 8), (10, 9), (17, 2), (18, 7), (30, 24), (40, 9)])
def test_equal_probabilities_are_added_in_the_hosts_order(k: int, parts: int) -> None:
    """A tenth added up ten times is not 1: with equal logits, rounding alone decides which token is the last."""
    logits = torch.zeros(1, 100)
    sampling = Sampling(temperature=1.0, top_k=k, top_p=parts / k, min_p=0.0)
    tokens = [on_host(logits, sampling, seed, 5) for seed in range(300)]
    seed = tokens.index(max(tokens))
    made = lasting(100)
    made.set(sampling, seed)
    assert on_device(made, logits, 5) == tokens[seed]


@pytest.mark.parametrize("temperature", [0.0, -1.0])
@pytest.mark.parametrize("top_k", [0, 1, 40, 1000])
def test_greedy_takes_the_first_of_the_highest(temperature: float, top_k: int) -> None:
    logits = torch.zeros(1, 2500)
    logits[0, [17, 1300, 1301, 2499]] = torch.tensor([math.nan, 2.5, 2.5, 2.5])
    sampling = Sampling(temperature=temperature, top_k=top_k, top_p=0.0, min_p=1.0)
    assert can_draw(sampling)
    made = lasting(2500)
    made.set(sampling, 3)
    assert on_device(made, logits, 1) == 1300


def test_both_zeros_are_equals() -> None:
    logits = torch.full((1, 100), -1.0)
    logits[0, [40, 41]] = torch.tensor([-0.0, 0.0])
    made = lasting(100)
    made.set(Sampling(temperature=0.0), 0)
    assert on_device(made, logits, 1) == 40


def test_an_infinite_logit_wins() -> None:
    logits = torch.randn(1, 100, generator=torch.Generator().manual_seed(1))
    logits[0, 60] = torch.inf
    made = lasting(100)
    for sampling in (Sampling(), Sampling(top_p=1.0, min_p=0.0)):
        made.set(sampling, 0)
        assert on_device(made, logits, 1) == 60


@pytest.mark.parametrize("value", [math.nan, -math.inf])
def test_without_a_number_there_is_no_token(value: float) -> None:
    made = lasting(1000)
    made.set(Sampling(), 0)
    assert on_device(made, torch.full((1, 1000), value), 1) == -1


def test_more_runs_than_one_program_merges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small programs in place of a large vocabulary: 21 runs, 6, 2, and the last program."""
    monkeypatch.setattr(sampler, "BLOCK", 128)
    monkeypatch.setattr(sampler, "RUNS", 4)
    made = Sampler(Range(0, 2600), torch.device("cpu"))
    for dice in range(2):
        logits = KINDS["few" if dice % 2 else "flat"](2600, torch.Generator().manual_seed(dice))
        sampling = Sampling(temperature=5.0, top_k=64, top_p=1.0, min_p=0.0)
        made.set(sampling, dice)
        assert on_device(made, logits, dice) == on_host(logits, sampling, dice, dice)


@pytest.mark.parametrize(
    "change",
    [
        {"top_k": 0},
        {"top_k": sampler.MOST + 1},
        {"typical_p": 0.9},
        {"typical_p": 0.9, "temperature": 0.0},
        {"top_n_sigma": 1.0},
        {"xtc_probability": 0.5},
        {"xtc_probability": 0.5, "temperature": 0.0},
        {"dynatemp_range": 0.5},
        {"dynatemp_range": 0.5, "temperature": 0.0},
        {"repeat_penalty": 1.1},
        {"presence_penalty": -0.1},
        {"frequency_penalty": 0.1},
        {"dry_multiplier": 0.8},
        {"logit_bias": ((3, 1.0),)},
    ],
)
def test_what_the_host_has_to_draw(change: dict[str, float]) -> None:
    assert not can_draw(replace(Sampling(), **change))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"top_k": 1},
        {"top_k": sampler.MOST},
        {"top_k": 0, "temperature": 0.0},
        {"top_n_sigma": 0.0},
        {"xtc_probability": 0.5, "xtc_threshold": 0.6},
        {"dry_base": 3.0, "repeat_last_n": -1},
    ],
)
def test_what_the_device_draws(change: dict[str, float]) -> None:
    assert can_draw(replace(Sampling(), **change))


PROGRAM = """
import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource
from engine.kernels.triton import sampler

keys, number = "*i64", "i32"
for kernel, types, runs, warps in (
    (sampler._highest, ("*fp32", number, number, keys), sampler.BLOCK // sampler.MOST, sampler.BLOCK_WARPS),
    (sampler._merge, (keys, number, keys), sampler.RUNS, sampler.RUNS_WARPS),
    (sampler._draw, (keys, number, "*i64", "*fp64", "*i64", "*fp64", "*i64"), sampler.RUNS, sampler.RUNS_WARPS),
):
    signature = dict(zip(kernel.arg_names, (*types, "constexpr")))
    source = ASTSource(fn=kernel, signature=signature, constexprs={"LEVELS": runs.bit_length() - 1})
    made = triton.compile(source, target=GPUTarget("cuda", 90, 32), options={"num_warps": warps})
    assert made.asm["cubin"]
"""


def test_the_kernels_compile_for_a_gpu() -> None:
    """Triton's interpreter lets pass what its compiler refuses; that needs no GPU, but a process of its own."""
    assert_runs_without_interpreter(PROGRAM)
