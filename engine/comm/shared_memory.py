"""Compiled steps that ranks take in memory that they share, on plain addresses.

Flags are atomic words: whoever sees one set sees all that was written before it was set, on ARM as on x86. Not a step
holds the interpreter's lock, so that other threads of the rank run; not one waits for longer than a millisecond or so.
"""

from __future__ import annotations

from functools import partial

import numba

from engine.kernels.cpu.atomics import give_way_to_others, load, pause
from engine.kernels.cpu.kernel import config
from engine.kernels.cpu.memory import floats

WORD = 4  # bytes; messages are whole words
LOOKS = 32  # at a flag before the core is given away: one or two microseconds
YIELDS = 2000  # of the core between two more looks: about a millisecond where nobody else wants it

# Without FAST's freedom to add in another order: all ranks must have the same bits.
compiled = partial(numba.njit, nogil=True, cache=bool(config.CACHE_DIR))


@compiled("void(int64, int64, int64)")
def copy(target: int, source: int, nbytes: int) -> None:
    """Copy words as they are, whatever they mean."""
    to, of = floats(target), floats(source)
    for i in range(nbytes // WORD):
        to[i] = of[i]


@compiled("void(int64, int64, int64, int64, int64)")
def add_slots(out: int, slots: int, slot: int, ranks: int, nbytes: int) -> None:
    """Sum all ranks' float32 messages, which lie `slot` bytes apart: in rank order, so that all have the same bits."""
    total, first, second = floats(out), floats(slots), floats(slots + slot)
    for i in range(nbytes // WORD):
        total[i] = first[i] + second[i]
    for rank in range(2, ranks):
        part = floats(slots + rank * slot)
        for i in range(nbytes // WORD):
            total[i] += part[i]


@compiled("int64(int64, int64, int64)")
def reached(flag: int, number: int, yields: int) -> int:
    """Whether the flag reaches `number` within LOOKS looks and `yields` of the core."""
    for _ in range(LOOKS):
        if load(flag) >= number:
            return 1
        pause()
    for _ in range(yields):
        if load(flag) >= number:
            return 1
        give_way_to_others()
    return 0
