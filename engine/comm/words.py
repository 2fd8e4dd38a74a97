"""A rank on the processor among those that sum few rows through words in host memory; see `word_kernel`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from engine.comm.group import Group
from engine.comm.sum_kernel import SLEEP
from engine.comm.waiting import TIMEOUT_SECONDS, late_error
from engine.comm.word_kernel import LATE, word_kernel
from engine.kernels.cpu.kernel import Call
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.cpu.pool import held_lock

if TYPE_CHECKING:
    from engine.comm.gpu.mail import Mail


class WordSums:
    """A rank's side of it. All ranks must sum as many values in the same order."""

    def __init__(self, mail: Mail, place: int, ranks: Sequence[int], timeout: float = TIMEOUT_SECONDS) -> None:
        """`mail` is in host memory; `ranks` are those that take part, `place` is this one's among them. A rank is late
        that does not come within `timeout` seconds."""
        self._mail, self._place, self._ranks, self._timeout = mail, place, ranks, timeout
        self._state = np.array([0, held_lock(), timeout * 1e6 / SLEEP], np.int64)

    @property
    def most(self) -> int:
        """Values of a sum."""
        return self._mail.layout.words

    def call(self, source: Tensor, out: Tensor) -> Call:
        """The sum of contiguous float32, from one tensor to another, as a call; `check` tells how it went."""
        assert source.numel() <= self.most
        sums = self._mail.sums
        return word_kernel.call(
            box=int(sums.writes[0]), reads=sums.reads, ranks=len(self._ranks), place=self._place,
            numbers=sums.numbers, slot=sums.slot, source=source, count=source.numel(), out=out, state=self._state,
        )  # fmt: skip

    def check(self) -> None:
        """Raise CommError if a rank did not come to one of the sums."""
        if self._state[LATE]:
            raise late_error(self._ranks[int(self._state[LATE]) - 1], self._timeout)


class WordGroup(Group):
    """Of a stage some of whose ranks compute on GPUs."""

    def __init__(self, ops: CpuOps, host: Group, sums: WordSums) -> None:
        """What is longer than `sums` take, or no floats, is left to `host`, which is of the same ranks."""
        super().__init__(ops, host.rank, host.size)
        self._perform, self._host, self._sums = ops.perform, host, sums

    def all_reduce(self, part: Tensor) -> Tensor:
        if part.dtype != torch.float32 or part.numel() > self._sums.most:
            return self._host.all_reduce(part)
        part = part.contiguous()
        total = torch.empty_like(part)
        self._perform(self._sums.call(part, total))
        self.check()
        return total

    def all_gather(self, part: Tensor) -> list[Tensor]:
        return self._host.all_gather(part)

    def barrier(self) -> None:
        self._host.barrier()

    def check(self) -> None:
        self._sums.check()
