"""A rank among those of several stages that all compute with the GPU's own kernels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import triton
from torch import Tensor

from engine.comm.gloo import GlooWorld
from engine.comm.gpu.group import PROGRAMS_EACH, SHARED_PROGRAMS
from engine.comm.gpu.layout import PIECE_VALUES, StageLayout
from engine.comm.gpu.passing import hear_token, pass_on, take_over, tell_token
from engine.comm.gpu.waits import Waits
from engine.comm.world import World, passes_to, takes_from
from engine.kernels.triton.launch import launch
from engine.kernels.triton.ops import TritonOps
from engine.plan.types import SplitPlan

LIMIT = 60.0  # seconds that a kernel waits for another stage, which may have its part of a prompt to compute first


@dataclass(frozen=True)
class Passage:
    """From a rank of one stage to one of the next. Addresses are int64, on the device."""

    values: Tensor  # where the words are, in the reader's mail
    taken: Tensor  # where it tells what it has taken, in the writer's
    numbers: Tensor  # int32: the last message of each piece


class GpuWorld(World):
    in_steps = True

    def __init__(
        self, ops: TritonOps, host: GlooWorld, plan: SplitPlan, rank: int, layout: StageLayout,
        mail: Sequence[int], memory: object, limit: float = LIMIT,
    ) -> None:  # fmt: skip
        """`mail` are the addresses of every rank's, which is zeroed, as this rank's device sees them; `memory` is kept
        where they are only good as long as it is. A token that the host draws is left to `host`."""
        self._host, self._everyone = host, host.everyone(ops)
        self._memory, self._waits = memory, Waits(ops.device, range(plan.world_size), limit)
        self.device = ops.device
        self._alone = len({device.pool for device in plan.devices}) == plan.world_size
        self._programs = PROGRAMS_EACH * ops.processors if self._alone else SHARED_PROGRAMS

        def table(*addresses: int) -> Tensor:
            return torch.tensor(addresses, dtype=torch.int64, device=ops.device)

        def passage(writer: int, reader: int) -> Passage:
            numbers = torch.zeros(layout.pieces, dtype=torch.int32, device=ops.device)
            return Passage(table(mail[reader]), table(mail[writer] + layout.taken(reader)), numbers)

        source = takes_from(plan, rank)
        self._onward = {reader: passage(rank, reader) for reader in passes_to(plan, rank)}
        self._from = None if source is None else passage(source, rank)
        drawing = plan.stages[-1].ranks
        listening = [each for each in range(plan.world_size) if each not in drawing]
        told = listening if rank == drawing[0] else [rank] if rank in listening else []
        self._told_token, self._listens = table(*(mail[each] + layout.token for each in told)), rank in listening
        self._token_number = torch.zeros(1, dtype=torch.int32, device=ops.device)
        self._in_stage = ops.rehearsal
        ops.rehearsal = self._rehearsal

    def send(self, tensor: Tensor, to: int) -> None:
        tensor = tensor.contiguous()
        self._launch(pass_on, tensor, self._onward[to], TO=to)

    def receive(self, shape: Sequence[int], device: torch.device, source: int) -> Tensor:
        assert self._from is not None
        out = torch.empty(*shape, device=device)
        self._launch(take_over, out, self._from, FROM=source)
        return out

    def broadcast_token(self, token: int | None, source: int) -> int:
        return self._host.broadcast_token(token, source)

    def share_token(self, token: Tensor, source: int) -> None:
        if self._listens:
            launch(
                hear_token, (1,), self.device, token, self._told_token, self._token_number, self._waits.state,
                self._waits.told, FROM=source, ALONE=self._alone, num_warps=1,
            )  # fmt: skip
        elif count := len(self._told_token):
            launch(
                tell_token, (1,), self.device, token, self._told_token, self._token_number,
                TO=count, ALONE=self._alone, num_warps=1,
            )  # fmt: skip

    def waited(self) -> float:
        return self._waits.waited()

    def check(self) -> None:
        self._waits.check()

    def _launch(self, kernel: object, rows: Tensor, passage: Passage, **who: int) -> None:
        pieces = triton.cdiv(rows.numel(), PIECE_VALUES)
        assert pieces <= len(passage.numbers)
        launch(
            kernel, (min(pieces, self._programs),), self.device, rows, rows.numel(), passage.values, passage.taken,
            passage.numbers, self._waits.state, self._waits.told,
            BLOCK=PIECE_VALUES, **who, ALONE=self._alone, num_warps=4,
        )  # fmt: skip

    @contextmanager
    def _rehearsal(self) -> Iterator[None]:
        """As `GpuGroup`'s, around it, with the ranks of all stages."""
        torch.cuda.synchronize(self.device)
        self._everyone.barrier()
        self._waits.forbid()
        with self._in_stage():
            yield
        self._waits.allow()
        self._everyone.barrier()
