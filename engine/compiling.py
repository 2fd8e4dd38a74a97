"""Compiles a rank's CPU kernels in a process of its own, which keeps them in a folder and ends.

A process that compiled a kernel and one that found it kept do not round alike: LLVM shares helpers between kernels in
the first and not in the second. So a rank only runs what it found, and gives the same answers at the first load as at
every later one. Nor does it hold the compiler's memory.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from engine.child import Child
from engine.pipe import Inbox, Outbox

Talk = Literal["", "shared", "words"]

# What a rank talks to others with: a module that is compiled as it is imported, and the kernel that sums up.
TALKS: Mapping[Talk, tuple[str, str, str]] = {
    "shared": ("engine.comm.shared", "engine.comm.sum_kernel", "sum_kernel"),
    "words": ("engine.comm.words", "engine.comm.word_kernel", "word_kernel"),
}


def compile_apart(folder: Path, kinds: list[str], talk: Talk, progress: Callable[[int, int], None]) -> bool:
    """Compile what a rank with matrices of these types may run, and what it talks to others with, if with code.

    Returns whether `folder` then holds all of it.
    """
    done = threading.Event()
    child = Child(
        "engine.compiling:main",
        (folder, kinds, talk),
        "tandem-compiler",
        lambda how_far: progress(*how_far),
        lambda cause: done.set(),
    )
    done.wait()
    child.process.join()
    return child.process.exitcode == 0


def main(folder: Path, kinds: list[str], talk: Talk, commands: Connection, reports: Connection) -> None:
    """The process: reports (done, in all) and ends, at once if the rank ends before."""
    Inbox(commands, lambda message: None, lambda: os._exit(0))
    outbox = Outbox(reports)
    prepare(folder, kinds, talk, lambda done, total: outbox.send((done, total)))
    outbox.close(timeout=2)
    from engine.kernels.cpu.kernel import keeps

    os._exit(0 if keeps() else 1)


def prepare(folder: Path, kinds: list[str], talk: Talk, progress: Callable[[int, int], None]) -> None:
    """In this process, compile all of it, or find it kept."""
    from engine.kernels.cpu.first_use import compile_all
    from engine.kernels.cpu.kernel import keep_compiled

    keep_compiled(folder)  # before what numba compiles is imported
    from engine.kernels.cpu.needed import steps
    from engine.kernels.cpu.ops import CpuOps

    code: list[Any] = []
    if talk:
        compiled, module, kernel = TALKS[talk]
        import_module(compiled)
    if kinds:
        code += CpuOps(1, folder).code(kinds)
        if talk:
            code.append(getattr(import_module(module), kernel))
    compile_all(steps(code, kinds), progress)
