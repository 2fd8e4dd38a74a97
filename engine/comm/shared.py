"""Collectives through shared memory: for ranks that all compute on this computer's processor."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from engine.comm.exchange import Exchange
from engine.comm.group import Group
from engine.comm.layout import SLOT, TOKEN_SLOT, layout
from engine.comm.mailbox import Mailbox
from engine.comm.segment import Segment
from engine.comm.waiting import TIMEOUT_SECONDS
from engine.comm.world import World
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.ops import Ops, unrecorded
from engine.plan.types import Range, SplitPlan


class SharedGroup(Group):
    """The ranks of one stage. What they sum, they sum in rank order, so that all hold the same bits."""

    def __init__(self, ops: Ops, rank: int, size: int, exchange: Exchange) -> None:
        """`rank` is the place among the `size` ranks of the stage."""
        super().__init__(ops, rank, size)
        self._exchange = exchange

    def all_reduce(self, part: Tensor) -> Tensor:
        if part.dtype != torch.float32:
            return functools.reduce(torch.add, self.all_gather(part))
        total = part.contiguous()
        self._exchange.sum(total.data_ptr(), total.nbytes)
        return total

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def all_gather(self, part: Tensor) -> list[Tensor]:
        part = part.contiguous()
        gathered = part.new_empty((self.size, *part.shape))
        self._exchange.gather(part.data_ptr(), part.nbytes, gathered.data_ptr())
        return list(gathered)

    def barrier(self) -> None:
        self._exchange.meet()


class PoolGroup(SharedGroup):
    """Whose ranks compute with `CpuOps`: a sum is one more run of their threads, and can be part of a step."""

    def __init__(self, ops: CpuOps, rank: int, size: int, exchange: Exchange) -> None:
        super().__init__(ops, rank, size, exchange)
        self._perform = ops.perform

    def all_reduce(self, part: Tensor) -> Tensor:
        if part.dtype != torch.float32:
            return super().all_reduce(part)
        part = part.contiguous()
        total = torch.empty_like(part)
        self._perform(*self._exchange.sum_calls(part, total))
        self.check()
        return total

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return self.ops.step(run)

    def check(self) -> None:
        self._exchange.check()


class SharedWorld(World):
    """All ranks of several stages."""

    def __init__(self, rank: int, tokens: Exchange, mailboxes: Sequence[Mailbox]) -> None:
        """`mailboxes` by receiving rank."""
        self._rank, self._tokens, self._mailboxes = rank, tokens, mailboxes

    def send(self, tensor: Tensor, to: int) -> None:
        tensor = tensor.contiguous()
        self._mailboxes[to].put(to, tensor.data_ptr(), tensor.nbytes)

    def receive(self, shape: Sequence[int], device: torch.device, source: int) -> Tensor:
        tensor = torch.empty(shape)
        self._mailboxes[self._rank].take(source, tensor.data_ptr(), tensor.nbytes)
        return tensor.to(device)

    def broadcast_token(self, token: int | None, source: int) -> int:
        mine = torch.tensor([-1 if token is None else token])
        told = torch.empty(len(self._mailboxes), dtype=mine.dtype)
        self._tokens.gather(mine.data_ptr(), mine.nbytes, told.data_ptr())
        return int(told[source])


def share(
    ops: Ops, plan: SplitPlan, rank: int, segment: Segment, timeout: float = TIMEOUT_SECONDS
) -> tuple[Group, World | None]:
    """What `rank` does together with the others of the plan, all of which have attached to `segment`.

    Ranks of a single stage need no world. A rank that does not come within `timeout` seconds ends in CommError.
    """
    places = layout(plan)
    [(index, stage)] = plan.stages_of(rank)
    group, world = Group(ops), None
    if len(stage.ranks) > 1:
        place = stage.ranks.index(rank)
        exchange = Exchange(segment, places.stages[index], stage.ranks, place, SLOT, timeout)
        kind: Any = PoolGroup if isinstance(ops, CpuOps) else SharedGroup
        group = kind(ops, place, len(stage.ranks), exchange)
    if len(plan.stages) > 1:
        everyone = tuple(range(plan.world_size))
        tokens = Exchange(segment, places.tokens, everyone, rank, TOKEN_SLOT, timeout)
        world = SharedWorld(rank, tokens, [Mailbox(segment, start, timeout) for start in places.mailboxes])
    return group, world
