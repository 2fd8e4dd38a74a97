"""Collectives through gloo over the loopback interface: right for any mix of devices, and as a check on the others.

Gloo moves host memory, so a GPU rank's tensors are staged through it. The process groups are made directly, not
through torch.distributed's global one: a rank has one for the world and one for its stage.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch._C._distributed_c10d import PrefixStore, ProcessGroupGloo, TCPStore

from engine.comm.group import Group
from engine.comm.world import World
from engine.kernels.ops import Ops, unrecorded
from engine.plan.types import Range, SplitPlan

LOOPBACK = "127.0.0.1"
Process = Any  # a ProcessGroupGloo: torch's stubs know the class, but not its methods


class GlooGroup(Group):
    """The ranks of one stage, connected by gloo."""

    def __init__(self, ops: Ops, process_group: Process) -> None:
        super().__init__(ops, process_group.rank(), process_group.size())
        self._process_group = process_group

    def all_reduce(self, part: Tensor) -> Tensor:
        staged = part.contiguous().cpu()
        self._process_group.allreduce([staged]).wait()
        return staged.to(part.device)

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def all_gather(self, part: Tensor) -> list[Tensor]:
        staged = part.contiguous().cpu()
        gathered = [torch.empty_like(staged) for _ in range(self.size)]
        self._process_group.allgather([gathered], [staged]).wait()
        return [each.to(part.device) for each in gathered]

    def barrier(self) -> None:
        self._process_group.barrier().wait()


class GlooWorld(World):
    """All ranks, connected by gloo."""

    def __init__(self, process_group: Process) -> None:
        self._process_group = process_group

    def send(self, tensor: Tensor, to: int) -> None:
        self._process_group.send([tensor.contiguous().cpu()], to, 0).wait()

    def receive(self, shape: Sequence[int], device: torch.device, source: int) -> Tensor:
        tensor = torch.empty(shape)
        self._process_group.recv([tensor], source, 0).wait()
        return tensor.to(device)

    def broadcast_token(self, token: int | None, source: int) -> int:
        box = torch.tensor([-1 if token is None else token])
        self._process_group.broadcast(box, source).wait()
        return int(box.item())

    def everyone(self, ops: Ops) -> GlooGroup:
        """The same ranks, as if they shared a stage."""
        return GlooGroup(ops, self._process_group)


class Rendezvous:
    """Where the ranks of this computer find each other: a key-value store that rank 0 serves on loopback only."""

    def __init__(self, rank: int, size: int, port: int | None, announce: Callable[[int], None]) -> None:
        """`port` None makes this rank the server, on a free port that `announce` is told."""
        self._rank = rank
        descriptor = None
        if port is None:
            listener = socket.create_server((LOOPBACK, 0))
            port = listener.getsockname()[1]
            descriptor = listener.detach()
        self._store = TCPStore(
            LOOPBACK,
            port,
            is_master=descriptor is not None,
            wait_for_workers=False,
            master_listen_fd=descriptor,
        )
        if descriptor is not None:
            announce(port)
        self._size = size

    def group(self, name: str, ranks: tuple[int, ...]) -> Process:
        """Connect `ranks`, of which this is one. Each of them must ask, in the same order of names."""
        maker: Any = ProcessGroupGloo
        options = maker._Options()
        options._devices = [maker.create_device(hostname=LOOPBACK)]
        return maker(PrefixStore(name, self._store), ranks.index(self._rank), len(ranks), options)

    def world(self) -> GlooWorld:
        return GlooWorld(self.group("world", tuple(range(self._size))))


def dial(
    ops: Ops, plan: SplitPlan, rank: int, port: int | None, announce: Callable[[int], None]
) -> tuple[Group, GlooWorld]:
    """What `rank` does together with the others of the plan; `port` and `announce` as for `Rendezvous`."""
    rendezvous = Rendezvous(rank, plan.world_size, port, announce)
    world, group = rendezvous.world(), Group(ops)
    [(index, stage)] = plan.stages_of(rank)
    if len(stage.ranks) > 1:
        group = GlooGroup(ops, rendezvous.group(f"stage {index}", stage.ranks))
    return group, world
