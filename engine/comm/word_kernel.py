"""The sum of few rows through words in host memory: the processor's side of what `gpu/exchange.py` does on a card.

A word holds a float and the number of its message, so that each tells by itself that it has come. Every rank has a
place that it alone writes, of two slots, taken in turn by the number's parity. Each piece of `PIECE` values has a
number of its own, as a card's programs have a piece each: a short message leaves those of later pieces as they are.

The same word tells of its coming and is what is added, so nothing else must be visible with it; and a rank that sends a
piece's message n + 2 has seen all words of n + 1, so every rank was done with n, whose slot it writes into.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from engine.comm.layout import BUFFERS
from engine.comm.shared_memory import LOOKS, YIELDS
from engine.comm.sum_kernel import SLEEP, sleep_on_lock
from engine.kernels.cpu.atomics import give_way_to_others, load_alone, pause, store_alone
from engine.kernels.cpu.kernel import Kernel, compiled, compiled_in_order, intrinsic, record
from engine.kernels.cpu.memory import arguments, floats, half_words, untyped, words

PIECE = 1024  # values
WORD, VALUE = 8, 4  # bytes
HALF = 0xFFFFFFFF  # of a word

LATE, LOCK, SLEEPS = range(3)  # words of the state: 1 + a rank that did not come; see `_come`

FIELDS = record("box", "reads", "ranks", "place", "numbers", "slot", "source", "count", "out", "state")


@intrinsic
def _value(typing: Any, word: Any) -> Any:
    """The float in a word's lower half."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(builder.trunc(args[0], ir.IntType(32)), ir.FloatType())

    return types.float32(types.int64), emit


@compiled
def _is_of(word: int, number: int) -> bool:
    return ((word >> 32) & HALF) == number


@compiled
def _come(address: int, number: int, lock: int, sleeps: int) -> bool:
    """Wait until the word of this number is there: first spinning, then asleep on a lock that nobody releases."""
    for _ in range(LOOKS):
        if _is_of(load_alone(address), number):
            return True
        pause()
    for _ in range(YIELDS):
        if _is_of(load_alone(address), number):
            return True
        give_way_to_others()
    for _ in range(sleeps):
        if _is_of(load_alone(address), number):
            return True
        sleep_on_lock(untyped(lock), SLEEP, 0)
    return _is_of(load_alone(address), number)


@compiled
def _send(box: int, source: int, count: int, number: int) -> None:
    bits = half_words(source)
    for i in range(count):
        store_alone(box + WORD * i, (bits[i] & HALF) | (number << 32))


@compiled_in_order
def _add(out: int, box: int, count: int, number: int, begins: bool, lock: int, sleeps: int) -> bool:
    """Add a rank's values as they come to what is at `out`, or begin with them; False if they do not come in time."""
    total = floats(out)
    for i in range(count):
        address = box + WORD * i
        word = load_alone(address)
        if not _is_of(word, number):
            if not _come(address, number, lock, sleeps):
                return False
            word = load_alone(address)
        total[i] = _value(word) if begins else total[i] + _value(word)
    return True


@compiled_in_order
def _add_own(out: int, source: int, count: int, begins: bool) -> None:
    total, part = floats(out), floats(source)
    for i in range(count):
        total[i] = part[i] if begins else total[i] + part[i]


def _sum(address: int, thread: int, threads: int) -> None:
    if thread != 0:
        return
    a = arguments(address, FIELDS)
    box, reads, ranks, place, slot = a.box, words(a.reads), a.ranks, a.place, a.slot
    numbers, source, count, out, state = half_words(a.numbers), a.source, a.count, a.out, words(a.state)
    if state[LATE] != 0:
        return
    pieces = (count + PIECE - 1) // PIECE
    for piece in range(pieces):
        at, number = piece * PIECE, (numbers[piece] + 1) & HALF
        _send(box + WORD * (number % BUFFERS * slot + at), source + VALUE * at, min(PIECE, count - at), number)
    for rank in range(ranks):
        if rank == place:
            _add_own(out, source, count, rank == 0)
            continue
        for piece in range(pieces):
            at, number = piece * PIECE, (numbers[piece] + 1) & HALF
            theirs, many = reads[rank] + WORD * (number % BUFFERS * slot + at), min(PIECE, count - at)
            if not _add(out + VALUE * at, theirs, many, number, rank == 0, state[LOCK], state[SLEEPS]):
                state[LATE] = rank + 1
                return
    for piece in range(pieces):
        numbers[piece] = numbers[piece] + 1


word_kernel = Kernel(_sum, FIELDS)
"""The sum of all ranks' `count` values of f32 at `source`, added in rank order, to `out`, which is other memory.

`box` is where this rank, at `place` among `ranks`, writes; `reads` [ranks] int64 are where each of them does; `numbers`
int32 are the last of each piece, `slot` is in words, `state` is int64. A rank that does not come in time is noted
there, and nothing is summed from then on.
"""
