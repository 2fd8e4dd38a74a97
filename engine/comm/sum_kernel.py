"""The sum over ranks as a kernel of the rank's own threads, so that it can stand among others in a recorded step.

It is `exchange._sum`, but it waits to the end: first spinning, then asleep. If a rank does not come in time it notes
which one, and so do all sums after it at once; whoever ran the program looks at that word.
"""

from __future__ import annotations

from typing import Any

from numba import types

from engine.comm.layout import BUFFERS, LINE
from engine.comm.shared_memory import YIELDS, add_slots, copy, reached
from engine.kernels.cpu.atomics import load, store
from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.memory import arguments, untyped, words

NUMBER, LATE, LOCK, SLEEPS = range(4)  # words of the state: the last message's number; 1 + a rank; see `_come`
SLEEP = 200  # microseconds

# Python's lock with a time limit, which needs no interpreter: a way to sleep on every platform.
sleep_on_lock: Any = types.ExternalFunction(
    "PyThread_acquire_lock_timed", types.int32(types.voidptr, types.int64, types.int32)
)

FIELDS = record("flags", "ranks", "slot", "place", "source", "nbytes", "out", "state")


@compiled
def _come(flag: int, number: int, lock: int, sleeps: int) -> bool:
    """Wait until the flag reaches `number`, for so many sleeps on a lock that nobody releases."""
    if reached(flag, number, YIELDS):
        return True
    for _ in range(sleeps):
        if load(flag) >= number:
            return True
        sleep_on_lock(untyped(lock), SLEEP, 0)
    return False


def _sum(address: int, thread: int, threads: int) -> None:
    if thread != 0:
        return
    a = arguments(address, FIELDS)
    flags, ranks, slot, place, source, nbytes, out = a.flags, a.ranks, a.slot, a.place, a.source, a.nbytes, a.out
    state = words(a.state)
    if state[LATE] != 0:
        return
    number = state[NUMBER] + 1
    state[NUMBER] = number
    slots = flags + ranks * (LINE + number % BUFFERS * slot)
    copy(slots + place * slot, source, nbytes)
    store(flags + place * LINE, number)
    for rank in range(ranks):
        if not _come(flags + rank * LINE, number, state[LOCK], state[SLEEPS]):
            state[LATE] = rank + 1
            return
    add_slots(out, slots, slot, ranks, nbytes)


sum_kernel = Kernel(_sum, FIELDS)
"""All ranks' `nbytes` of f32 at `source`, summed in rank order, to `out`; `state` is the `Exchange`'s."""
