"""Compiled code is made once for a machine: by one process, while others that need it wait and then find it kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock

UNNOTICED = 0.5  # seconds of compiling of which nothing is told
POLL = 0.02  # seconds between looks at whether another process is done


@contextmanager
def first_use(folder: Path, name: str) -> Iterator[bool]:
    """Whether the code that `name` stands for must be compiled inside this block, as `folder` does not hold all of it.

    One process at a time is inside with True, whether a rank or another engine; the system lets the next one in if it
    dies. Where the folder cannot be written to, nobody waits and everybody compiles.
    """
    note = folder / f"complete-{name}"
    if note.exists():
        yield False
        return
    lock = FileLock(folder / "compiling", poll_interval=POLL)
    with ExitStack() as stack:
        with suppress(OSError, NotImplementedError):  # no such folder; a file system without locks
            stack.enter_context(lock)
        first = not note.exists()
        if not first:
            stack.close()
        yield first
        if first:
            with suppress(OSError):
                note.touch()


def compile_all(steps: Sequence[Callable[[], object]], progress: Callable[[int, int], None]) -> None:
    """Take each step, which compiles something or finds it kept. `progress` gets (done, in all) if it takes long."""
    began = time.monotonic()
    for done, step in enumerate(steps, 1):
        step()
        if time.monotonic() - began > UNNOTICED:
            progress(done, len(steps))
