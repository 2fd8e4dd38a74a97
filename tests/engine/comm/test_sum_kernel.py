"""The sum over ranks as a kernel of their threads, alone and in a recorded step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import pytest
import torch
from torch import Tensor

from engine.comm.group import Group
from engine.comm.layout import SLOT
from engine.comm.shared import PoolGroup
from engine.comm.waiting import CommError
from engine.kernels.cpu.ops import CpuOps
from engine.plan.types import Range
from tests.engine.comm.crowd import Crowd
from tests.engine.comm.test_shared import in_rank_order, part

RANKS = 3


@pytest.fixture(scope="module")
def crowd() -> Iterator[Crowd]:
    with Crowd(RANKS, make_ops=partial(CpuOps, 2, None)) as made:
        yield made


@pytest.mark.parametrize("count", [0, 1, 700, SLOT // 4 - 1, SLOT // 4, SLOT // 2 + 5])
def test_sums_have_the_bits_of_adding_in_rank_order(crowd: Crowd, count: int) -> None:
    def summed(rank: int, group: Group, _: None) -> tuple[bytes, bool]:
        assert isinstance(group, PoolGroup)
        mine = part(count, rank, count)
        total = group.all_reduce(mine)
        return total.numpy().tobytes(), torch.equal(mine, part(count, rank, count))

    assert crowd.everywhere(summed) == [(in_rank_order(count, RANKS, count), True)] * RANKS


def test_a_step_sums_other_numbers_for_every_token(crowd: Crowd) -> None:
    """Recorded once; between two tokens the ranks also gather something, which counts as a message too."""

    def steps(rank: int, group: Group, _: None) -> list[bytes]:
        def run(row: Tensor, positions: Range) -> Tensor:
            return group.all_reduce(group.all_reduce(row))

        step, found = group.step(run), []
        for seed in range(6):
            found.append(step(part(seed, rank, 300)[None], seed).numpy().tobytes())
            group.check()
            group.all_gather(torch.tensor([rank]))
        return found

    def expected(seed: int) -> bytes:
        total = torch.frombuffer(bytearray(in_rank_order(seed, RANKS, 300)), dtype=torch.float32)
        return (total + total + total).numpy().tobytes()

    assert crowd.everywhere(steps) == [[expected(seed) for seed in range(6)]] * RANKS


def test_a_rank_that_does_not_come_is_named_in_time() -> None:
    with Crowd(2, timeout=0.5, make_ops=partial(CpuOps, 1, None)) as pair:

        def summed(rank: int, group: Group, _: None) -> float:
            group.all_reduce(torch.ones(8))  # compiles
            began = time.monotonic()
            if rank == 0:
                with pytest.raises(CommError, match="Rank 1 has not answered the other ranks"):
                    group.all_reduce(torch.ones(8))
                with pytest.raises(CommError, match="Rank 1"):
                    group.all_reduce(torch.ones(8))  # at once
            return time.monotonic() - began

        waited, _ = pair.everywhere(summed)
        assert isinstance(waited, float)
        assert 0.4 < waited < 10
