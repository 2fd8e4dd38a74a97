"""A rank among those of a stage that all compute with the GPU's own kernels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

import torch
import triton
from torch import Tensor

from engine.comm.gpu.exchange import gather_keys, sum_few, sum_norm, sum_rows
from engine.comm.gpu.layout import FEW_ROWS
from engine.comm.gpu.mail import Channel, Mail
from engine.comm.gpu.waits import Waits
from engine.comm.group import Group
from engine.devices.measure import median_seconds
from engine.devices.mps import mps_runs
from engine.kernels.ops import KeyGather, Norm
from engine.kernels.triton.activations import PIECE, bits_of, pieces_of, record_in_pieces
from engine.kernels.triton.graph import Graph
from engine.kernels.triton.launch import launch
from engine.kernels.triton.layout import GROUP
from engine.kernels.triton.ops import TritonOps
from engine.kernels.triton.sampler import MOST as KEYS
from engine.sentence import QT_TRANSLATE_NOOP

ONE_BY_ONE = QT_TRANSLATE_NOOP(
    "engine",
    "Several ranks share a GPU, which runs them one after another: that is right, and very slow. With NVIDIA's MPS "
    "(nvidia-cuda-mps-control -d) they run at the same time.",
)
LIMIT = 3.0  # seconds that a kernel waits for another rank: all ranks start their kernels at about the same time
MEASURED, MEASUREMENTS = 50, 5  # sums in a graph, and how often it is timed
BLOCK = PIECE * GROUP  # values of a piece of few rows, whatever the kernel
PROGRAMS_EACH = 2  # of a processor of a card, to add up many rows
SHARED_PROGRAMS = 32  # of a card that other ranks use, too: their programs need room at the same time


class GpuGroup(Group):
    """The ranks of one stage."""

    def __init__(
        self, ops: TritonOps, host: Group, mail: Mail, ranks: Sequence[int], alone: bool, limit: float = LIMIT
    ) -> None:
        """`ranks` are those of the stage; `alone` says that each of them has a device to itself. What has no kernels
        here, which is nothing of a step or a prompt, is left to `host`, which is of the same ranks. A kernel waits for
        another rank for `limit` seconds."""
        super().__init__(ops, host.rank, host.size)
        self._host, self._ops = host, ops
        self._mail, self._alone, self._waits = mail, alone, Waits(ops.device, ranks, limit)
        self.device = ops.device
        self._programs = PROGRAMS_EACH * ops.processors if alone else SHARED_PROGRAMS
        ops.rehearsal = self._rehearsal
        self.sum_seconds: float | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        if self._alone or mps_runs():
            return ()
        return (ONE_BY_ONE,)

    def all_gather(self, part: Tensor) -> list[Tensor]:
        return self._host.all_gather(part)

    def barrier(self) -> None:
        self._host.barrier()

    def check(self) -> None:
        self._waits.check()

    def waited(self) -> float | None:
        return self._waits.waited()

    def measure(self, hidden: int) -> None:
        """Time sums of a row of `hidden` values. All ranks must do it at the same time."""
        part, norm = torch.zeros(1, hidden, device=self.device), Norm(torch.ones(hidden, device=self.device), 1.0)

        def sums() -> Tensor:
            for _ in range(MEASURED):
                total, _ = self.reduce_norm(part, part, None, norm)
            return total

        graph = Graph(sums, self.device, None, self._rehearsal)
        self.sum_seconds = median_seconds(graph, MEASUREMENTS) / MEASURED
        self.waited()

    def all_reduce(self, part: Tensor) -> Tensor:
        if part.dtype != torch.float32 or part.device != self.device:
            return self._host.all_reduce(part)
        part = part.contiguous()
        total, most = torch.empty_like(part), self._mail.layout.words
        for done in range(0, part.numel(), most):
            self._sum_few(part.view(-1)[done : done + most], total.view(-1)[done : done + most])
        return total

    def reduce_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        if len(residual) > FEW_ROWS:
            return self._sum_rows(part, residual, post_norm, next_norm)
        if len(residual) > 1 or post_norm is not None or next_norm is None:
            return super().reduce_norm(part, residual, post_norm, next_norm)
        columns = residual.shape[1]
        total, record = torch.empty_like(residual), record_in_pieces(columns, self.device)
        launch(
            sum_norm, (pieces_of(columns),), self.device,
            part, residual, next_norm.weight, total, record, columns, columns // GROUP, bits_of(next_norm.epsilon),
            *self._of(self._mail.sums), BG=PIECE, **self._who(self._mail.sums), num_warps=4,
        )  # fmt: skip
        return total, record

    @property
    def loops(self) -> bool:
        return True

    @property
    def keys(self) -> KeyGather:
        return _Keys(self)

    def gather_keys(self, found: Tensor, levels: int, gathered: Tensor) -> None:
        launch(
            gather_keys, (1,), self.device, found, len(found), gathered, *self._of(self._mail.keys),
            LEVELS=levels, **self._who(self._mail.keys), num_warps=4,
        )  # fmt: skip

    def _sum_few(self, part: Tensor, out: Tensor) -> None:
        launch(
            sum_few, (triton.cdiv(part.numel(), BLOCK),), self.device, part, out, part.numel(),
            *self._of(self._mail.sums), BLOCK=BLOCK, **self._who(self._mail.sums), num_warps=4,
        )  # fmt: skip

    def _sum_rows(
        self, part: Tensor, residual: Tensor, post: Norm | None, norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        rows, columns = residual.shape
        assert rows <= self._mail.layout.rows
        total, groups = torch.empty_like(residual), columns // GROUP
        out = None if norm is None else torch.empty(rows, columns, dtype=torch.bfloat16, device=self.device)
        values, flags = self._mail.rows, self._mail.flags
        beside = self._ops.beside
        beside.meet()  # a rank that has no share of what lies between adds to the sum before at once
        # Where ranks share a device, programs that wait for another rank could take the room that its own need.
        with beside(part, residual, total, out) if self._alone and out is not None else nullcontext():
            launch(
                sum_rows, (min(self._programs, rows),), self.device,
                part, residual, residual if post is None else post.weight, residual if norm is None else norm.weight,
                total, total if out is None else out, rows, columns, groups,
                0.0 if post is None else post.epsilon, 0.0 if norm is None else norm.epsilon,
                values.writes, values.reads, flags.writes, flags.reads, values.numbers, self._waits.state,
                self._waits.told, values.slot, BG=triton.next_power_of_2(groups), POST=post is not None,
                FORM=0 if out is None else 2, **self._who(values), num_warps=8,
            )  # fmt: skip
        return total, total if out is None else out

    def _of(self, channel: Channel) -> tuple[Tensor | int, ...]:
        return channel.writes, channel.reads, channel.numbers, self._waits.state, self._waits.told, channel.slot

    def _who(self, channel: Channel) -> dict[str, int]:
        return {"ME": self.rank, "RANKS": self.size, "WRITES": len(channel.writes), "ALONE": self._alone}

    @contextmanager
    def _rehearsal(self) -> Iterator[None]:
        """While all ranks do the same without waiting for each other, so that what they compute means nothing.

        What is launched for the first time is loaded then. Loading may wait for all that the device does, for ever if
        that is a kernel which waits for a rank that loads.
        """
        torch.cuda.synchronize(self.device)
        self.barrier()
        self._waits.forbid()
        yield
        self._waits.allow()
        self.barrier()


class _Keys:
    def __init__(self, group: GpuGroup) -> None:
        self.ranks = group.size
        self._group = group

    def __call__(self, found: Tensor, levels: int, gathered: Tensor) -> None:
        assert len(gathered) == self.ranks * KEYS
        self._group.gather_keys(found, levels, gathered)
