"""The pool: every thread does its share once, records and phases keep their order, and nothing hangs or burns."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from typing import Any

import numpy as np
import pytest

from engine.kernels.cpu.atomics import load, store
from engine.kernels.cpu.barrier import barrier
from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.memory import arguments, words
from engine.kernels.cpu.pool import Pool, Program

FIELDS = record("x", "out", "barrier")
DELAY = 20_000  # turns of a loop that the compiler cannot leave out


@compiled
def _idle(turns: int, at: int) -> None:
    for _ in range(turns):
        load(at)


def _count(address: int, thread: int, threads: int) -> None:
    words(arguments(address, FIELDS).x)[thread] += 1


def _fill_late(address: int, thread: int, threads: int) -> None:
    """The last thread writes long after the others."""
    a = arguments(address, FIELDS)
    if thread == threads - 1:
        _idle(DELAY, a.x)
    words(a.x)[thread] += 1


def _add_up(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    total = 0
    for other in range(threads):
        total += words(a.x)[other]
    words(a.out)[thread] = total


def _both_phases(address: int, thread: int, threads: int) -> None:
    _fill_late_phase(address, thread, threads)
    barrier(arguments(address, FIELDS).barrier, threads)
    _add_up_phase(address, thread, threads)


def _without_barrier(address: int, thread: int, threads: int) -> None:
    _fill_late_phase(address, thread, threads)
    _add_up_phase(address, thread, threads)


def _hold(address: int, thread: int, threads: int) -> None:
    """Thread 0 says that it is here and stays until it is told."""
    a = arguments(address, FIELDS)
    if thread == 0:
        store(a.out, 1)
        while load(a.x) == 0:
            pass


_fill_late_phase, _add_up_phase = compiled(_fill_late), compiled(_add_up)
count, fill_late, add_up, both_phases, without_barrier, hold = (
    Kernel(body, FIELDS) for body in (_count, _fill_late, _add_up, _both_phases, _without_barrier, _hold)
)


def zeros() -> np.ndarray[Any, Any]:
    return np.zeros(16, np.int64)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_thread_runs_every_record_once(threads: int) -> None:
    pool, x = Pool(threads), zeros()
    program = Program([count.call(x=x, out=0, barrier=0)] * 3)
    for _ in range(100):
        pool.run(program)
    pool.run(Program([]))
    pool.close()
    assert x[:threads].tolist() == [300] * threads
    assert not x[threads:].any()


def test_a_record_begins_when_all_have_ended_the_one_before(pools: list[Pool]) -> None:
    for pool in pools:
        x, out = zeros(), zeros()
        calls = [each.call(x=x, out=out, barrier=0) for each in (fill_late, add_up)]
        for turn in range(1, 4):
            pool.run(Program(calls))
            assert out[: pool.threads].tolist() == [turn * pool.threads] * pool.threads


def test_a_barrier_separates_the_phases_of_a_kernel(pools: list[Pool]) -> None:
    pool, x, out = pools[1], zeros(), zeros()
    pool.run(Program([both_phases.call(x=x, out=out, barrier=pool.barrier)]))
    assert out[:2].tolist() == [2, 2]


def test_without_it_they_mix(pools: list[Pool]) -> None:
    pool, x, out = pools[1], zeros(), zeros()
    mixed = False
    for _ in range(20):  # a thread that lost its core for a while can hide it once
        x[:] = 0
        pool.run(Program([without_barrier.call(x=x, out=out, barrier=0)]))
        mixed = mixed or out[0] == 1
    assert mixed


def test_an_idle_pool_sleeps_and_wakes() -> None:
    pool, x = Pool(2), zeros()
    program = Program([count.call(x=x, out=0, barrier=0)])
    pool.run(program)
    time.sleep(0.1)  # it spins for a while in case there is more
    before = time.process_time()
    time.sleep(0.5)
    assert time.process_time() - before < 0.1
    pool.run(program)
    pool.close()
    assert x[:2].tolist() == [2, 2]


def test_one_run_at_a_time() -> None:
    pool, x, out = Pool(2), zeros(), zeros()
    long = threading.Thread(target=pool.run, args=(Program([hold.call(x=x, out=out, barrier=0)]),))
    long.start()
    while not out[0]:
        time.sleep(0.001)
    with pytest.raises(RuntimeError, match="already running"):
        pool.run(Program([count.call(x=zeros(), out=0, barrier=0)]))
    x[0] = 1
    long.join()
    pool.close()


def test_pools_side_by_side() -> None:
    made, counts = [Pool(2) for _ in range(3)], [zeros() for _ in range(3)]

    def work(pool: Pool, x: np.ndarray[Any, Any]) -> None:
        program = Program([count.call(x=x, out=0, barrier=0)] * 5)
        for _ in range(50):
            pool.run(program)

    users = [threading.Thread(target=work, args=each) for each in zip(made, counts, strict=True)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    for pool in made:
        pool.close()
    assert [x[:2].tolist() for x in counts] == [[250, 250]] * 3


def test_closed_and_forgotten_pools_end_their_threads() -> None:
    gc.collect()  # pools of other tests
    before = threading.active_count()
    closed, forgotten = Pool(3), Pool(3)
    assert threading.active_count() == before + 4
    closed.close()
    closed.close()
    with pytest.raises(RuntimeError, match="closed"):
        closed.run(Program([]))
    del forgotten
    gc.collect()
    assert threading.active_count() == before
    with pytest.raises(ValueError, match="at least one thread"):
        Pool(0)


def test_missing_and_unknown_arguments() -> None:
    with pytest.raises(KeyError, match="barrier, z"):
        count.call(x=0, out=0, z=0)


EXITING = """
from tests.engine.kernels.conftest import keep
keep()
from tests.engine.kernels.test_pool import Pool, Program, count, zeros
pool, x = Pool(2), zeros()
for _ in range(1000):
    pool.run(Program([count.call(x=x, out=0, barrier=0)]))
print(x[:2].tolist())
"""


def test_processes_side_by_side_end_without_closing() -> None:
    started = [subprocess.Popen([sys.executable, "-c", EXITING], stdout=subprocess.PIPE) for _ in range(2)]
    for process in started:
        said, _ = process.communicate(timeout=60)
        assert (process.returncode, said.split()) == (0, [b"[1000,", b"1000]"])
