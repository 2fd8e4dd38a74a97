"""Collectives through shared memory, over ranks that are threads, against what numpy and gloo say."""

from __future__ import annotations

import queue
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.comm.gloo import GlooGroup, Rendezvous
from engine.comm.group import Group
from engine.comm.layout import SLOT
from engine.comm.waiting import CommError
from engine.kernels.reference import ReferenceOps
from tests.engine.comm.crowd import Crowd

CPU = torch.device("cpu")
SLOT_FLOATS = SLOT // 4
# The borders of a slot, where a message begins to go in pieces, are where mistakes would be.
SIZES = st.one_of(
    st.integers(1, 700), st.integers(-2, 2).map(lambda more: SLOT_FLOATS + more), st.integers(1, 3 * SLOT_FLOATS)
)


def part(seed: int, rank: int, count: int) -> torch.Tensor:
    """Of very different sizes, so that every order of adding has other bits."""
    dice = np.random.default_rng((seed, rank))
    scales = np.exp(dice.normal(0, 4, count))
    return torch.from_numpy((dice.normal(0, 1, count) * scales).astype(np.float32))


def in_rank_order(seed: int, ranks: int, count: int) -> bytes:
    total = part(seed, 0, count).numpy().copy()
    for rank in range(1, ranks):
        total += part(seed, rank, count).numpy()
    return total.tobytes()


@pytest.fixture(scope="module", params=[2, 3, 5])
def crowd(request: pytest.FixtureRequest) -> Any:
    with Crowd(request.param) as made:
        yield request.param, made


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), count=SIZES)
def test_sums_have_the_bits_of_adding_in_rank_order(crowd: Any, seed: int, count: int) -> None:
    ranks, threads = crowd
    sums = threads.everywhere(lambda rank, group, _: group.all_reduce(part(seed, rank, count)).numpy().tobytes())
    assert sums == [in_rank_order(seed, ranks, count)] * ranks


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), count=SIZES, wide=st.booleans())
def test_everything_gathered_is_everywhere_in_rank_order(crowd: Any, seed: int, count: int, wide: bool) -> None:
    ranks, threads = crowd

    def sent(rank: int) -> torch.Tensor:
        made = part(seed, rank, count)
        return made.double() if wide else made.view(torch.int32)

    gathered = threads.everywhere(lambda rank, group, _: group.all_gather(sent(rank)))
    for mine in gathered:
        assert len(mine) == ranks
        assert all(torch.equal(found, sent(rank)) for rank, found in enumerate(mine))


def test_a_slice_and_other_numbers_are_summed_too(crowd: Any) -> None:
    ranks, threads = crowd

    def summed(rank: int, group: Group, _: None) -> Any:
        every_other = part(1, rank, 40).reshape(10, 4)[:, ::2]
        return group.all_reduce(every_other), group.all_reduce(torch.arange(3) + rank), group.all_reduce(torch.empty(0))

    whole = torch.frombuffer(bytearray(in_rank_order(1, ranks, 40)), dtype=torch.float32)
    for floats, integers, nothing in threads.everywhere(summed):
        assert torch.equal(floats, whole.reshape(10, 4)[:, ::2])
        assert integers.tolist() == [sum(range(ranks)) + ranks * each for each in range(3)]
        assert nothing.shape == (0,)


def test_gloo_says_the_same() -> None:
    def by_gloo(rank: int, ports: queue.SimpleQueue[int]) -> bytes:
        rendezvous = Rendezvous(rank, 2, ports.get() if rank else None, ports.put)
        group = GlooGroup(ReferenceOps(CPU), rendezvous.group("stage 0", (0, 1)))
        return group.all_reduce(part(7, rank, 5000)).numpy().tobytes()

    ports: queue.SimpleQueue[int] = queue.SimpleQueue()
    with ThreadPoolExecutor(2) as threads:
        expected = list(threads.map(lambda rank: by_gloo(rank, ports), (0, 1)))
    with Crowd(2) as crowd:
        sums = crowd.everywhere(lambda rank, group, _: group.all_reduce(part(7, rank, 5000)).numpy().tobytes())
    assert sums == expected


def test_thousands_of_mixed_operations_stay_in_step() -> None:
    ranks, rounds = 3, 6000

    def work(rank: int, group: Group, _: None) -> int:
        dice, delays = random.Random(5), random.Random(rank)
        right = 0
        for number in range(rounds):
            kind, count = dice.choice(("sum", "gather", "barrier")), dice.randrange(1, 60)
            mine = torch.full((count,), float(number * 7 + rank))
            if kind == "sum":
                right += group.all_reduce(mine).tolist() == [float(ranks * number * 7 + 3)] * count
            elif kind == "gather":
                found = [each.tolist() for each in group.all_gather(mine)]
                right += found == [[float(number * 7 + each)] * count for each in range(ranks)]
            else:
                group.barrier()
                right += 1
            if delays.random() < 0.01:
                time.sleep(delays.random() * 2e-3)
        return right

    with Crowd(ranks) as crowd:
        assert crowd.everywhere(work) == [rounds] * ranks


def test_no_rank_passes_a_barrier_before_all_have_come() -> None:
    came: list[float] = []

    def meet(rank: int, group: Group, _: None) -> float:
        time.sleep(0.05 * rank)
        came.append(time.monotonic())
        group.barrier()
        return time.monotonic()

    with Crowd(4) as crowd:
        left = crowd.everywhere(meet)
    assert min(left) >= max(came)


@pytest.mark.parametrize("stages", [(1, 1), (2, 1, 3)])
def test_activations_pass_from_stage_to_stage_and_tokens_everywhere(stages: tuple[int, ...]) -> None:
    """As a model does it: receive, pass on, tell the token; decoding steps and chunks of a prompt in turn."""
    world_size, shapes = sum(stages), ((1, 576), (300, 576), (1, 64))
    first = [sum(stages[:index]) for index in range(len(stages))]

    def run(rank: int, _: Group, world: Any) -> list[Any]:
        stage = max(index for index, start in enumerate(first) if start <= rank)
        seen = []
        for step in range(60):
            shape = shapes[step % 3]
            tensor = part(step, 0, shape[0] * shape[1]).reshape(shape)
            if stage:
                source = first[stage - 1] + (rank - first[stage]) % stages[stage - 1]
                tensor = world.receive(shape, CPU, source)
            if stage + 1 < len(stages):
                place = rank - first[stage]
                for at in range(place, stages[stage + 1], stages[stage]):
                    world.send(tensor, first[stage + 1] + at)
            seen.append(tensor.numpy().tobytes())
            source = first[-1]
            seen.append(world.broadcast_token(1000 + step if rank == source else None, source))
        return seen

    with Crowd(*stages) as crowd:
        answers = crowd.everywhere(run)
    expected: list[Any] = []
    for step in range(60):
        shape = shapes[step % 3]
        expected += [part(step, 0, shape[0] * shape[1]).numpy().tobytes(), 1000 + step]
    assert answers == [expected] * world_size


@pytest.mark.parametrize("pieces", [0, 2])
def test_a_rank_that_does_not_come_is_named(pieces: int) -> None:
    """It stays away altogether, or stops in the middle of a sum that goes in pieces."""

    def reduce(rank: int, group: Group, _: None) -> None:
        count = pieces * SLOT_FLOATS if rank == 1 else 4 * SLOT_FLOATS
        group.all_reduce(torch.ones(count))

    with Crowd(3, timeout=0.3) as crowd:
        started = time.monotonic()
        first, silent, last = crowd.everywhere(reduce)
        assert time.monotonic() - started < 3
    assert silent is None
    for error in (first, last):
        assert isinstance(error, CommError)
        assert str(error).startswith("Rank 1 has not answered")
        assert str(error).endswith("Load it again.")


def test_both_sides_of_a_mailbox_name_the_other() -> None:
    with Crowd(1, 1, timeout=0.3) as crowd:
        _, nothing_sent = crowd.everywhere(lambda rank, _, world: rank and world.receive((1, 8), CPU, 0))
        assert str(nothing_sent).startswith("Rank 0 has not answered")
    with Crowd(1, 1, timeout=0.3) as crowd:
        too_long = torch.ones(4 * SLOT_FLOATS)
        nothing_taken, _ = crowd.everywhere(lambda rank, _, world: rank or world.send(too_long, 1))
        assert str(nothing_taken).startswith("Rank 1 has not answered")


def test_a_waiting_rank_leaves_its_core_alone() -> None:
    def meet(rank: int, group: Group, _: None) -> float:
        if rank == 0:
            time.sleep(1.0)
        before = time.thread_time()
        group.barrier()
        return time.thread_time() - before

    with Crowd(2) as crowd:
        assert max(crowd.everywhere(meet)) < 0.25
