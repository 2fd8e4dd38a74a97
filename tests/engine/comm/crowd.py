"""Ranks that are threads of this process and talk through a shared segment, as worker processes do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil
import torch

from engine.comm.group import Group
from engine.comm.layout import layout
from engine.comm.segment import MOUNT, Segment
from engine.comm.shared import share
from engine.comm.waiting import CommError
from engine.kernels.ops import Ops
from engine.kernels.reference import ReferenceOps
from engine.plan.types import Range, RankBytes, SplitPlan, Stage
from tests.engine.plan.models import cpus

T = TypeVar("T")


def split(*stages: int) -> SplitPlan:
    """A plan of that many CPU ranks in each stage."""
    firsts = [sum(stages[:index]) for index in range(len(stages))]
    made = tuple(
        Stage(Range(index, index + 1), tuple(range(first, first + ranks)), ())
        for index, (first, ranks) in enumerate(zip(firsts, stages, strict=True))
    )
    return SplitPlan("tensor", tuple(cpus(sum(stages))), made, 16, (RankBytes(0, 0, 0),) * sum(stages))


def names() -> set[str]:
    """The segments that have a name now, but for those of living processes that are none of this one's family."""
    me = psutil.Process()
    family = {me.pid, *(child.pid for child in me.children(recursive=True))}
    found = {path.name: int(path.name.split("-")[1]) for path in Path(MOUNT).glob("tandem-*")}
    return {name for name, maker in found.items() if maker in family or not psutil.pid_exists(maker)}


def plain() -> Ops:
    return ReferenceOps(torch.device("cpu"))


class Crowd:
    """Each rank has a `Group`, and a `World` where there are several stages. `timeout` seconds for each wait."""

    def __init__(self, *stages: int, timeout: float = 30, make_ops: Callable[[], Ops] = plain) -> None:
        plan = split(*stages)
        segment = Segment.create(layout(plan).size)
        self.sides = [
            share(make_ops(), plan, rank, Segment.attach(segment.name), timeout) for rank in range(plan.world_size)
        ]
        segment.unlink()
        self._threads = [ThreadPoolExecutor(1, f"rank {rank}") for rank in range(plan.world_size)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for thread in self._threads:
            thread.shutdown()

    def everywhere(self, act: Callable[[int, Group, Any], T]) -> list[T | CommError]:
        """What `act` gives on each rank, all at the same time; a CommError that it raises is an answer, too."""

        def caught(rank: int) -> T | CommError:
            try:
                return act(rank, *self.sides[rank])
            except CommError as error:
                return error

        waiting = [thread.submit(caught, rank) for rank, thread in enumerate(self._threads)]
        return [each.result(timeout=60) for each in waiting]
