"""A spawned process with a pipe each way: how a front end holds the engine, and the engine its workers."""

from __future__ import annotations

import importlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from engine.pipe import Inbox, Outbox
from engine.sentence import QT_TRANSLATE_NOOP

SILENT = QT_TRANSLATE_NOOP("engine", "it no longer answers")
CODE = QT_TRANSLATE_NOOP("engine", "exit code {code}")
SIGNALLED = QT_TRANSLATE_NOOP("engine", "ended by {signal}")
UNNAMED = QT_TRANSLATE_NOOP("engine", "signal {number}")


class Child:
    """`entry` is "module:function", called in the new process with `args`, the connection to read and the one to write.

    It is a string so that no chain of imports leads from the parent to what the child needs. `on_message` and `on_end`
    are called on a reader thread; `on_end`, with the cause in words, within milliseconds of the process's death,
    however it died. The child in turn reads end-of-file when this process is gone.
    """

    def __init__(
        self,
        entry: str,
        args: tuple[Any, ...],
        name: str,
        on_message: Callable[[Any], None],
        on_end: Callable[[str], None],
    ) -> None:
        context = multiprocessing.get_context("spawn")
        theirs_in, ours_out = context.Pipe(duplex=False)
        ours_in, theirs_out = context.Pipe(duplex=False)
        # Not a daemon: those may have no children, and the engine has one per device.
        self.process = context.Process(target=_enter, args=(entry, args, theirs_in, theirs_out), name=name)
        with _interrupts_wait():
            self.process.start()
        # Only the child may hold its ends, or its death would not be an end-of-file here.
        theirs_in.close()
        theirs_out.close()
        self.outbox = Outbox(ours_out)
        Inbox(ours_in, on_message, lambda: self._ended(on_end))

    def kill(self, timeout: float = 5.0) -> None:
        self.process.kill()
        self.process.join(timeout)

    def _ended(self, on_end: Callable[[str], None]) -> None:
        self.outbox.close(timeout=0)  # or its thread and its pipe would outlive the child
        on_end(self._cause())

    def _cause(self) -> str:
        self.process.join(1.0)
        code = self.process.exitcode
        if code is None:
            return SILENT
        if code >= 0:
            return CODE.format(code=str(code))
        known = {member.value: member.name for member in signal.Signals}
        return SIGNALLED.format(signal=known.get(-code) or UNNAMED.format(number=str(-code)))


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """A process that is started meanwhile holds Ctrl+C back too, until it can say that it ignores it: before that, its
    imports would end in a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _enter(entry: str, args: tuple[Any, ...], reads: Connection, writes: Connection) -> None:
    # Ctrl+C in a terminal reaches every process of the group; only the front end decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    module, function = entry.split(":")
    getattr(importlib.import_module(module), function)(*args, reads, writes)
