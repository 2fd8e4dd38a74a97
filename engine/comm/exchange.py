"""All ranks of a group show each other a message through shared memory, and each of them reads what it needs.

A rank writes its message into its slot and then sets its flag to the message's number. Whoever sees all flags at that
number may read all slots. There are two buffers of slots, taken in turn: a rank that shows message n + 2 has seen all
flags at n + 1, so every rank was done with message n, whose buffer it writes into.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from torch import Tensor

from engine.comm.layout import BUFFERS, LINE
from engine.comm.segment import Segment
from engine.comm.shared_memory import WORD, YIELDS, add_slots, compiled, copy, reached
from engine.comm.sum_kernel import LATE, NUMBER, SLEEP, sum_kernel
from engine.comm.waiting import NONE_LATE, TIMEOUT_SECONDS, late_error, wait
from engine.kernels.cpu.atomics import store
from engine.kernels.cpu.kernel import Call
from engine.kernels.cpu.pool import held_lock


@compiled("int64(int64, int64, int64, int64)")
def _late(flags: int, ranks: int, number: int, first_time: int) -> int:
    """The first rank whose flag has not reached `number`, or NONE_LATE; only the first time the wait is long."""
    for rank in range(ranks):
        if not reached(flags + rank * LINE, number, YIELDS if first_time else 0):
            return rank
    return NONE_LATE


@compiled("void(int64, int64, int64, int64, int64, int64, int64)")
def _show(flags: int, slots: int, slot: int, place: int, number: int, source: int, nbytes: int) -> None:
    """Show this rank's message; where `source` is 0 it has been shown."""
    if source:
        copy(slots + place * slot, source, nbytes)
        store(flags + place * LINE, number)


KERNEL = "int64(int64, int64, int64, int64, int64, int64, int64, int64, int64, int64)"


@compiled(KERNEL)
def _sum(
    flags: int,
    ranks: int,
    slot: int,
    place: int,
    slots: int,
    number: int,
    source: int,
    nbytes: int,
    out: int,
    stride: int,
) -> int:
    """Write the sum of all messages, as float32 and in rank order, to `out`. NONE_LATE, or the rank that is."""
    _show(flags, slots, slot, place, number, source, nbytes)
    late = _late(flags, ranks, number, source)
    if late != NONE_LATE:
        return late
    add_slots(out, slots, slot, ranks, nbytes)
    return NONE_LATE


@compiled(KERNEL)
def _gather(
    flags: int,
    ranks: int,
    slot: int,
    place: int,
    slots: int,
    number: int,
    source: int,
    nbytes: int,
    out: int,
    stride: int,
) -> int:
    """Write each rank's message to `out`, `stride` bytes apart. NONE_LATE, or the rank that is."""
    _show(flags, slots, slot, place, number, source, nbytes)
    late = _late(flags, ranks, number, source)
    if late != NONE_LATE:
        return late
    for rank in range(ranks):
        copy(out + rank * stride, slots + rank * slot, nbytes)
    return NONE_LATE


class Exchange:
    """A rank's side of it. All ranks must make the same calls in the same order, with messages of the same length.

    `ranks` are those that take part, `place` is this one's among them; `slot` bytes of a message go at once. Lengths
    are in bytes and whole words. Every call raises CommError if a rank does not come within `timeout` seconds.
    """

    def __init__(
        self,
        segment: Segment,
        start: int,
        ranks: tuple[int, ...],
        place: int,
        slot: int,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._segment = segment  # kept, for the memory is there only as long as it is
        flags = segment.address + start
        self._where = (flags, len(ranks), slot, place)
        self._buffers = [flags + len(ranks) * (LINE + buffer * slot) for buffer in range(BUFFERS)]
        self._ranks, self._slot, self._timeout = ranks, slot, timeout
        self._state = np.array([0, 0, held_lock(), timeout * 1e6 / SLEEP], np.int64)

    def sum(self, address: int, nbytes: int) -> None:
        """Replace the float32 values at `address` by the sum of all ranks': added in rank order, so bit for bit."""
        for done in range(0, nbytes, self._slot):
            self._run(_sum, address + done, min(self._slot, nbytes - done), address + done, 0)

    def sum_calls(self, source: Tensor, out: Tensor) -> list[Call]:
        """`sum` of contiguous float32, from one tensor to another, as calls of a kernel; `check` tells how it went."""
        flags, ranks, slot, place = self._where
        return [
            sum_kernel.call(
                flags=flags, ranks=ranks, slot=slot, place=place, source=source.view(-1)[done // WORD :],
                nbytes=min(slot, source.nbytes - done), out=out.view(-1)[done // WORD :], state=self._state,
            )
            for done in range(0, source.nbytes, slot)
        ]  # fmt: skip

    def check(self) -> None:
        """Raise CommError if a rank did not come to one of the sums that were made of `sum_calls`."""
        if self._state[LATE]:
            raise late_error(self._ranks[int(self._state[LATE]) - 1], self._timeout)

    def gather(self, address: int, nbytes: int, out: int) -> None:
        """Write every rank's message, one after another in rank order, to `out`."""
        for done in range(0, nbytes, self._slot):
            self._run(_gather, address + done, min(self._slot, nbytes - done), out + done, nbytes)

    def meet(self) -> None:
        """Return once every rank has called it."""
        self._run(_gather, self._where[0], 0, self._where[0], 0)

    def _run(self, kernel: Callable[..., Any], source: int, nbytes: int, out: int, stride: int) -> None:
        self._state[NUMBER] += 1
        number = int(self._state[NUMBER])
        here = (*self._where, self._buffers[number % BUFFERS], number)
        if kernel(*here, source, nbytes, out, stride) != NONE_LATE:
            wait(partial(kernel, *here, 0, nbytes, out, stride), self._ranks, self._timeout)
