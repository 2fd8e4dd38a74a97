"""Which processes are this program's own: the window, its engine and the engine's workers."""

from __future__ import annotations

import os

import psutil


class Ours:
    """Asks about one process at a time and remembers the answer: walking all processes costs tens of milliseconds."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, float], bool] = {}  # by number and start, as numbers are used again

    def is_ours(self, pid: int) -> bool:
        try:
            process = psutil.Process(pid)
            key = (pid, process.create_time())
            if key not in self._known:
                family = [pid, *(parent.pid for parent in process.parents())]
                self._known[key] = os.getpid() in family
            return self._known[key]
        except psutil.Error:  # it has ended, or belongs to somebody else
            return False
