"""Ranks that are threads and share a stage as ranks on GPUs and on the processor do, but all of them on the processor:
they send the same words, so that the protocol can be tried without a card."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from engine.comm.gloo import GlooGroup, dial
from engine.comm.group import Group
from engine.comm.mixed import connect_mixed
from engine.kernels.cpu.ops import CpuOps
from engine.plan.types import SplitPlan
from tests.engine.comm.crowd import Crowd, split
from tests.engine.plan.models import cards, cpus

HIDDEN = 640  # words for 8 rows of it are 5 pieces of 1024


def devices_of(kinds: Sequence[str]) -> SplitPlan:
    """A stage of such ranks, all with kernels of their own: "cpu", "cuda"."""
    one = {"cpu": cpus(1)[0], "cuda": cards(None)[0]}
    return replace(split(len(kinds)), devices=tuple(replace(one[kind], quantised=True) for kind in kinds))


class WordCrowd(Crowd):
    """Each rank has what `connect_mixed` gives it; `sides` are (group, None)."""

    def __init__(self, *kinds: str, timeout: float = 30, threads: int = 1) -> None:
        plan, port = devices_of(kinds), Future[int]()
        self._threads = [ThreadPoolExecutor(1, f"rank {rank}") for rank in range(len(kinds))]

        def side(rank: int) -> tuple[Group, None]:
            ops = CpuOps(threads, None)
            gloo, _ = dial(ops, plan, rank, port.result(timeout=30) if rank else None, port.set_result)
            assert isinstance(gloo, GlooGroup)
            return connect_mixed(ops, gloo, plan, rank, HIDDEN, timeout), None

        waiting = [thread.submit(side, rank) for rank, thread in enumerate(self._threads)]
        self.sides = [each.result(timeout=60) for each in waiting]
