"""A barrier of threads that share memory: none goes on before all have come.

It spins, for what it separates takes microseconds, but gives its core away while it does, so that more threads than
cores make progress too.
"""

from __future__ import annotations

from engine.kernels.cpu.atomics import add, give_way_to_others, load, pause, store
from engine.kernels.cpu.kernel import compiled

LINE = 64  # bytes of a cache line: words that different threads write are a line apart
BYTES = 2 * LINE  # of a barrier: how many have come, and how often it has opened; zero to begin with
PAUSES = 64  # some microseconds: longer than threads with equal shares wait for each other


@compiled
def wait_for_change(address: int, seen: int) -> None:
    """Return once the word is no longer `seen`."""
    for _ in range(PAUSES):
        if load(address) != seen:
            return
        pause()
    while load(address) == seen:
        give_way_to_others()


@compiled
def barrier(address: int, threads: int) -> None:
    """Wait for all `threads`; what each wrote before is then visible to every other."""
    if threads == 1:
        return
    opened = load(address + LINE)
    if add(address, 1) == threads - 1:
        store(address, 0)
        store(address + LINE, opened + 1)
    else:
        wait_for_change(address + LINE, opened)
