"""Everything that this process, the engine and its workers write to standard error, in the log too."""

from __future__ import annotations

import logging
import os
import threading

STDERR = 2  # the file descriptor that children inherit


def follow_stderr() -> None:
    """From now on, and for children started from now on. What is written still reaches the terminal.

    Where the system has no standard error, as in a program without a console, only what is written later is logged.
    """
    try:
        terminal: int | None = os.dup(STDERR)
    except OSError:
        terminal = None
    read, write = os.pipe()
    os.dup2(write, STDERR)
    os.close(write)
    threading.Thread(target=_follow, args=(read, terminal), name="stderr", daemon=True).start()


def _follow(read: int, terminal: int | None) -> None:
    log = logging.getLogger("stderr")
    with os.fdopen(read, "rb") as lines:
        for line in lines:
            if terminal is not None:
                try:
                    os.write(terminal, line)
                except OSError:  # the terminal was closed
                    terminal = None
            if words := line.decode("utf-8", "replace").rstrip():
                log.warning("%s", words)
