"""The threads of one rank: they stay inside compiled code, take kernels by address, and sleep when there is nothing.

A run costs two or three hundred nanoseconds of Python and as much per kernel; nothing in between needs the interpreter.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from engine.kernels.cpu.atomics import (
    add,
    call,
    exchange,
    give_way_to_others,
    load,
    pause,
    release,
    sleep_until_released,
    store,
)
from engine.kernels.cpu.barrier import BYTES, LINE, PAUSES, barrier
from engine.kernels.cpu.kernel import Call, compiled, entry
from engine.kernels.cpu.memory import untyped, words

# The control block, in bytes. A command is a program (the address of its steps: kernel, arguments, whether to wait for
# the other threads afterwards) and its length.
COMMANDS = 0  # how many have been given: the word that idle threads watch
PROGRAM, LENGTH, THREADS = LINE, LINE + 8, LINE + 16
BUSY = 2 * LINE
BARRIER = 3 * LINE
SLEEPERS = BARRIER + BYTES  # a line per thread: whether it sleeps, and the lock that it sleeps on
LOCK = 8

STOP = -1  # the length of a program that ends the threads
YIELDS_BEFORE_SLEEP = 2000  # about a millisecond on an idle core


Phase = tuple[Call, ...]
"""Calls of which none needs what another writes: no thread waits for others between them."""


class Program:
    """Phases that run one after another, each call on all threads, laid out once."""

    def __init__(self, phases: Sequence[Phase | Call]) -> None:
        """A call alone is a phase of its own."""
        self.phases = tuple(each if isinstance(each, tuple) else (each,) for each in phases)
        steps = [(each.kernel.address, each.address, each is phase[-1]) for phase in self.phases for each in phase]
        self._steps = np.array(steps, np.int64).reshape(-1, 3)
        self.address: int = self._steps.ctypes.data

    def __len__(self) -> int:
        """How many calls."""
        return len(self._steps)


class Pool:
    """So many threads, of which the caller's is one.

    One run at a time. A pool that is no longer referred to, or whose process ends, closes itself.
    """

    def __init__(self, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"a pool needs at least one thread, not {threads}")
        self.threads = threads
        self._control, self._address = _aligned_zeros(SLEEPERS + threads * LINE)
        locks = [held_lock() for _ in range(1, threads)]
        self._control[THREADS // 8] = threads
        for thread, lock in enumerate(locks, 1):
            self._control[(SLEEPERS + thread * LINE + LOCK) // 8] = lock
        entries = _entries()
        self._run = entries.run
        others = [
            threading.Thread(target=entries.serve, args=(self._address, thread), name=f"kernels {thread}", daemon=True)
            for thread in range(1, threads)
        ]
        for other in others:
            other.start()
        self.barrier = self._address + BARRIER  # for kernels of several phases, all of whose threads call it alike
        self._end = weakref.finalize(self, _end, self._control, self._address, others, locks)

    def run(self, program: Program) -> None:
        """Run a program to its end. Raises RuntimeError if the pool is closed or running another."""
        if not self._end.alive:
            raise RuntimeError("this pool of threads is closed")
        if not self._run(self._address, program.address, len(program)):
            raise RuntimeError("this pool of threads is already running a program")

    def close(self) -> None:
        """End the threads; a second call does nothing."""
        self._end()


@compiled
def _execute(control: int, thread: int) -> None:
    """This thread's part of the program; at its end all have finished."""
    at = words(control)
    program, length, threads = words(at[PROGRAM // 8]), at[LENGTH // 8], at[THREADS // 8]
    for step in range(length):
        call(program[3 * step], program[3 * step + 1], thread, threads)
        if program[3 * step + 2]:
            barrier(control + BARRIER, threads)


@compiled
def _next_command(control: int, thread: int, seen: int) -> None:
    """Wait until there are more than `seen` commands, in the end asleep."""
    for _ in range(PAUSES):
        if load(control) != seen:
            return
        pause()
    for _ in range(YIELDS_BEFORE_SLEEP):
        if load(control) != seen:
            return
        give_way_to_others()
    asleep = control + SLEEPERS + thread * LINE
    store(asleep, 1)
    # Whoever gives a command looks for sleepers after it; so either it sees this one, or this one sees the command.
    # Where both happen the lock has been released, and taking it does not wait.
    if load(control) == seen or exchange(asleep, 0) == 0:
        sleep_until_released(untyped(words(asleep)[LOCK // 8]), 1)


@compiled
def _give(control: int, program: int, length: int) -> None:
    """Set a command before the other threads, and wake those that sleep."""
    at = words(control)
    at[PROGRAM // 8] = program
    at[LENGTH // 8] = length
    add(control, 1)
    for thread in range(1, at[THREADS // 8]):
        asleep = control + SLEEPERS + thread * LINE
        if load(asleep) and exchange(asleep, 0):
            release(untyped(words(asleep)[LOCK // 8]))


def _serve(control: int, thread: int) -> None:
    seen = 0
    while True:
        _next_command(control, thread, seen)
        seen += 1
        if words(control)[LENGTH // 8] == STOP:
            return
        _execute(control, thread)


def _run(control: int, program: int, length: int) -> bool:
    """Returns whether the pool was free for it."""
    if length == 0:  # there would be no barrier to hold the threads to one command after another
        return True
    if exchange(control + BUSY, 1):
        return False
    _give(control, program, length)
    _execute(control, 0)
    store(control + BUSY, 0)
    return True


def _stop(control: int) -> None:
    while exchange(control + BUSY, 1):
        give_way_to_others()
    _give(control, 0, STOP)


class _Entries(NamedTuple):
    """What Python calls, compiled."""

    serve: Callable[[int, int], None]
    run: Callable[[int, int, int], bool]
    stop: Callable[[int], None]


@cache
def _entries() -> _Entries:
    return _Entries(
        entry(_serve, "void(intp, intp)"), entry(_run, "boolean(intp, intp, intp)"), entry(_stop, "void(intp)")
    )


def _end(
    control: np.ndarray[Any, Any], address: int, threads: Sequence[threading.Thread], locks: Sequence[int]
) -> None:
    _entries().stop(address)
    for thread in threads:
        thread.join()
    for lock in locks:
        ctypes.pythonapi.PyThread_free_lock(ctypes.c_void_p(lock))


def held_lock() -> int:
    """A system lock that is held: whoever takes it sleeps until it is released."""
    allocate, acquire = ctypes.pythonapi.PyThread_allocate_lock, ctypes.pythonapi.PyThread_acquire_lock
    allocate.restype = ctypes.c_void_p
    lock: int = allocate()
    acquire(ctypes.c_void_p(lock), 1)
    return lock


def _aligned_zeros(size: int) -> tuple[np.ndarray[Any, Any], int]:
    """An int64 array that begins at a cache line, and its address."""
    room = np.zeros(size // 8 + LINE // 8, np.int64)
    skipped = (-room.ctypes.data % LINE) // 8
    array = room[skipped : skipped + size // 8]
    return array, array.ctypes.data
