"""One rank sends, one receives, through shared memory: how activations pass from stage to stage.

Messages have numbers. The sender sets one flag to the number of the message that lies there, the receiver another one
to the number of the last that it took. There are two buffers, so the sender may be two messages ahead.
"""

from __future__ import annotations

from functools import partial

from engine.comm.layout import BUFFERS, LINE, SLOT
from engine.comm.segment import Segment
from engine.comm.shared_memory import YIELDS, compiled, copy, reached
from engine.comm.waiting import NONE_LATE, TIMEOUT_SECONDS, wait
from engine.kernels.cpu.atomics import store

PEER = 0  # the place of the other side among the ranks waited for


@compiled("int64(int64, int64, int64, int64, int64, int64, int64, int64)")
def _copy_between(
    awaited: int, number: int, target: int, source: int, nbytes: int, flag: int, done: int, yields: int
) -> int:
    """Once the flag `awaited` has reached `number`, copy and set the other flag to `done`. NONE_LATE or PEER."""
    if not reached(awaited, number, yields):
        return PEER
    copy(target, source, nbytes)
    store(flag, done)
    return NONE_LATE


class Mailbox:
    """One side of it. Both calls name the rank on the other side, and raise CommError if it does not come within
    `timeout` seconds. Lengths are in bytes and whole words.
    """

    def __init__(self, segment: Segment, start: int, timeout: float = TIMEOUT_SECONDS) -> None:
        self._segment = segment  # kept, for the memory is there only as long as it is
        self._sent = segment.address + start
        self._taken = self._sent + LINE
        self._buffers = self._taken + LINE
        self._timeout = timeout
        self._number = 0

    def put(self, to: int, address: int, nbytes: int) -> None:
        """Send a message; returns when the receiver has taken all but the last BUFFERS * SLOT bytes of it."""
        for done in range(0, nbytes, SLOT):
            buffer, piece = self._next(), min(SLOT, nbytes - done)
            self._copy(to, self._taken, self._number - BUFFERS, buffer, address + done, piece, self._sent)

    def take(self, source: int, address: int, nbytes: int) -> None:
        """Receive a message of the length that was sent."""
        for done in range(0, nbytes, SLOT):
            buffer, piece = self._next(), min(SLOT, nbytes - done)
            self._copy(source, self._sent, self._number, address + done, buffer, piece, self._taken)

    def _next(self) -> int:
        self._number += 1
        return self._buffers + self._number % BUFFERS * SLOT

    def _copy(self, peer: int, awaited: int, number: int, target: int, source: int, nbytes: int, flag: int) -> None:
        arguments = (awaited, number, target, source, nbytes, flag, self._number)
        if _copy_between(*arguments, YIELDS) != NONE_LATE:
            wait(partial(_copy_between, *arguments, 0), (peer,), self._timeout)
