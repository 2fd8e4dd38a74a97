"""Equal shares of work that lies in a line."""

from __future__ import annotations

from engine.kernels.cpu.kernel import compiled

GRAIN = 32  # values that stay together: two cache lines of f32, and a group of int8 activations


@compiled
def share_start(total: int, thread: int, threads: int) -> int:
    """Where the share of `thread` begins; it ends where the next one's begins."""
    return total * thread // threads


@compiled
def grained_start(total: int, thread: int, threads: int) -> int:
    """The same for values in rows of any width: shares begin at multiples of GRAIN and the last ends at `total`."""
    grains = (total + GRAIN - 1) // GRAIN
    return min(total, grains * thread // threads * GRAIN)
