"""One set-up of a checkout at a time: a second one waits for the first."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from console import say

if sys.platform == "win32":
    import msvcrt
    import time

    def try_lock(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def lock(file: IO[str]) -> None:
        while not try_lock(file):
            time.sleep(1)

else:
    import fcntl

    def try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file. On POSIX children started with close_fds=False hold it too, so that a pip which
    outlives a killed parent keeps others out until it has ended."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        if not try_lock(file):
            say("waiting for another set-up of this checkout to end")
            lock(file)
        os.set_inheritable(file.fileno(), True)
        yield
