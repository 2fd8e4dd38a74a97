"""Times the collectives of CPU ranks: gloo and shared memory in turn, in the same processes.

Usage: python -m engine.comm.bench [ranks]
"""

from __future__ import annotations

import queue
import statistics
import sys
import time
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from engine.child import Child
from engine.comm.layout import layout
from engine.comm.segment import Segment
from engine.pipe import Inbox, Outbox
from engine.plan.types import Device, Range, RankBytes, SplitPlan, Stage

if TYPE_CHECKING:
    from torch import Tensor

    from engine.comm.group import Group

BYTES = (64, 2304, 8192, 65536, 262144, 1048576, 4194304)
ROUNDS = 20
OPERATIONS = {True: 100, False: 8}  # in a round, by whether the message is small
SMALL = 262144


def one_stage(ranks: int) -> SplitPlan:
    device = Device("cpu", "cpu", "processor", "ram")
    stage = Stage(Range(0, 1), tuple(range(ranks)), ())
    return SplitPlan("tensor", (device,) * ranks, (stage,), 1, (RankBytes(0, 0, 0),) * ranks)


def rank_main(rank: int, ranks: int, name: str, reads: Connection, writes: Connection) -> None:
    """One rank: everything in the same order as the others; sends (bytes, way, microseconds of each operation)."""
    import torch

    from engine.comm.gloo import dial
    from engine.comm.shared import share
    from engine.kernels.reference import ReferenceOps

    torch.set_num_threads(1)
    outbox, ports = Outbox(writes), queue.SimpleQueue[int]()
    Inbox(reads, ports.put, lambda: None)
    plan, ops = one_stage(ranks), ReferenceOps(torch.device("cpu"))
    gloo, _ = dial(ops, plan, rank, ports.get() if rank else None, outbox.send)
    shared, _ = share(ops, plan, rank, Segment.attach(name))
    for size in BYTES:
        part = torch.zeros(size // 4)
        taken: dict[str, list[float]] = {"gloo": [], "shared": []}
        for _ in range(ROUNDS):
            for way, group in (("gloo", gloo), ("shared", shared)):
                _settle()
                group.barrier()
                taken[way] += _microseconds(group, part)
        outbox.send((size, taken))
    shared.barrier()
    outbox.close()


def _settle() -> None:
    """Be busy for a while, as between two tokens: the system puts processes that wake each other onto one core."""
    end = time.perf_counter() + 0.02
    while time.perf_counter() < end:
        pass


def _microseconds(group: Group, part: Tensor) -> list[float]:
    taken = []
    for _ in range(OPERATIONS[part.nbytes <= SMALL]):
        began = time.perf_counter_ns()
        group.all_reduce(part)
        taken.append((time.perf_counter_ns() - began) / 1e3)
    return taken


def main(ranks: int) -> None:
    segment = Segment.create(layout(one_stage(ranks)).size)
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    children = [
        Child(
            "engine.comm.bench:rank_main",
            (rank, ranks, segment.name),
            f"rank {rank}",
            messages.put if rank == 0 else lambda _: None,
            messages.put if rank == 0 else lambda _: None,
        )
        for rank in range(ranks)
    ]
    print(f"all-reduce of float32 over {ranks} processes: microseconds, median (95th percentile)")
    while not isinstance(message := messages.get(), str):
        if isinstance(message, int):
            for child in children[1:]:
                child.outbox.send(message)
            continue
        size, taken = message
        cells = [
            f"{way} {statistics.median(times):9.1f} ({statistics.quantiles(times, n=20)[-1]:9.1f})"
            for way, times in taken.items()
        ]
        print(f"{size:9,} bytes: {'   '.join(cells)}")
    segment.unlink()
    for child in children:
        child.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
