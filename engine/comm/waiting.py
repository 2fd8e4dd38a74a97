"""How a rank waits that has waited too long for spinning: it sleeps, longer and longer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from engine.errors import Told
from engine.sentence import QT_TRANSLATE_NOOP

SHORTEST_SLEEP, LONGEST_SLEEP = 0.05e-3, 0.5e-3
SLEEP_SHARE = 1 / 16  # of the time waited so far, so that sleeping costs a wait little of its length
TIMEOUT_SECONDS = 1800.0  # gloo's own: a slow rank may compute a chunk of a long prompt for minutes

NONE_LATE = -1
LATE = QT_TRANSLATE_NOOP(
    "engine",
    "Rank {rank} has not answered the other ranks for {seconds} seconds, so the model cannot go on. Load it again.",
)


class CommError(Told):
    """The ranks no longer answer each other."""


def wait(attempt: Callable[[], int], ranks: Sequence[int], timeout: float) -> None:
    """Call `attempt` until it returns NONE_LATE and not the place in `ranks` of one that has not come.

    Raises CommError, naming that rank, after `timeout` seconds.
    """
    started = time.monotonic()
    while (late := attempt()) != NONE_LATE:
        waited = time.monotonic() - started
        if waited > timeout:
            raise late_error(ranks[late], timeout)
        time.sleep(min(max(SHORTEST_SLEEP, waited * SLEEP_SHARE), LONGEST_SLEEP))


def late_error(rank: int, timeout: float) -> CommError:
    return CommError(LATE.format(rank=str(rank), seconds=f"{timeout:.0f}"))
