"""A rank on a GPU in a stage that has ranks on the processor, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

from engine.comm.gpu.group import GpuGroup
from engine.comm.gpu.mail import Mail, through_host
from engine.comm.group import Group
from engine.kernels.ops import Norm, unrecorded
from engine.kernels.triton.ops import TritonOps
from engine.plan.types import Range


class CardGroup(GpuGroup):
    """Few rows are summed up in kernels, so a step is a graph; many are left to `host`, as the others leave them.

    Ranks on the processor launch nothing ahead and rehearse nothing: the host draws the tokens, a kernel waits for them
    as long as they may compute, and what a graph first does alone is done with mail that nobody else reads.
    """

    def __init__(
        self, ops: TritonOps, host: Group, mail: Mail, ranks: Sequence[int], alone: bool, limit: float
    ) -> None:
        super().__init__(ops, host, mail, ranks, alone, limit)
        memory = torch.zeros(self.size * mail.layout.sender_bytes, dtype=torch.uint8, device=self.device)
        self._unread = through_host(mail.layout, self.rank, self.size, memory.data_ptr(), self.device, memory)

    @property
    def loops(self) -> bool:
        return False

    def waited(self) -> None:
        return None  # as of ranks on the processor, which do not measure it

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)  # a graph would fill up the rows, and send more than the others do

    def all_reduce(self, part: Tensor) -> Tensor:
        if part.numel() > self._mail.layout.words:
            return self._host.all_reduce(part)
        return super().all_reduce(part)

    def reduce_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        if part.numel() > self._mail.layout.words:
            return Group.reduce_norm(self, part, residual, post_norm, next_norm)
        return super().reduce_norm(part, residual, post_norm, next_norm)

    @contextmanager
    def _rehearsal(self) -> Iterator[None]:
        torch.cuda.synchronize(self.device)
        mail, self._mail = self._mail, self._unread
        self._waits.forbid()
        yield
        torch.cuda.synchronize(self.device)
        self._mail = mail
        self._waits.allow()
