"""Which steps a worker may take; see `engine.steps`."""

from __future__ import annotations

import threading
from collections import defaultdict

from engine.steps import Grant


class Gate:
    """Lets a job's steps pass once they are granted; filled by the thread that reads the supervisor's messages."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._granted: defaultdict[int, int] = defaultdict(int)
        self._ended: set[int] = set()

    def grant(self, grant: Grant) -> None:
        with self._changed:
            self._granted[grant.job] = grant.steps
            self._changed.notify_all()

    def end(self, job: int) -> None:
        with self._changed:
            self._ended.add(job)
            self._changed.notify_all()

    def open(self, job: int, step: int) -> bool:
        """Whether the step may be taken already."""
        with self._changed:
            return self._granted[job] > step

    def wait(self, job: int, step: int) -> bool:
        """True when the step may be taken, False when the job has ended before it."""
        with self._changed:
            self._changed.wait_for(lambda: self._granted[job] > step or job in self._ended)
            if self._granted[job] > step:
                return True
            del self._granted[job]
            self._ended.discard(job)
            return False
