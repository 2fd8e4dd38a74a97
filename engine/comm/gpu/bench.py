"""Times the collectives of GPU ranks in graphs: ours, NCCL's and those of torch's symmetric memory, in turn.

Usage: python -m engine.comm.gpu.bench [cuda:0,cuda:1] [peers|host]

Through host memory ours is timed alone.
"""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from engine.child import Child
from engine.comm.gpu.trial import joined
from engine.pipe import Outbox
from engine.plan.types import Device

if TYPE_CHECKING:
    import torch

    from engine.kernels.triton.ops import TritonOps
    from engine.plan.links import Way

HIDDEN = 5120
ROWS = (1, 2, 4, 8, 16, 64, 128, 512, 1024)
CALLS = 50  # in a graph
ROUNDS = 20


def rank_main(rank: int, ids: list[str], way: Way, reads: Connection, writes: Connection) -> None:
    """One rank: everything in the same order as the others; sends (rows, {way: microseconds of a call})."""
    import torch

    from engine.comm.gpu.connect import connect
    from engine.comm.gpu.layout import FEW_ROWS
    from engine.kernels.ops import Norm

    outbox = Outbox(writes)
    devices = tuple(Device(each, "cuda", each, each, quantised=True) for each in ids)
    ops, gloo, plan = joined(rank, devices, max(ROWS), reads, outbox)
    group, device = connect(ops, gloo, plan, rank, HIDDEN, way), ops.device
    others = _others(rank, len(ids), device) if way == "peers" and len(set(ids)) == len(ids) else {}
    norm = Norm(torch.ones(HIDDEN, device=device), 1e-6)
    for rows in ROWS:
        part = torch.randn(rows, HIDDEN, device=device)
        ways: dict[str, Callable[[], object]] = {
            "ours, with the next norm": partial(group.reduce_norm, part, part, None, norm),
            "that norm alone": partial(ops.add_norm, part, part, None, norm),
        }
        if rows <= FEW_ROWS:
            ways["ours, the sum alone"] = partial(group.all_reduce, part)
        ways |= {name: make(part) for name, make in others.items()}
        taken = {name: _microseconds(group, run, ops) for name, run in ways.items()}
        outbox.send((rows, taken))
    group.check()
    group.barrier()
    outbox.close()


def _others(rank: int, size: int, device: torch.device) -> dict[str, Any]:
    """Those that torch has: each makes, of a part, what sums a bf16 copy of it."""
    import torch
    import torch.distributed as dist
    import torch.distributed._symmetric_memory as symmetric

    dist.init_process_group(
        "nccl", init_method="tcp://127.0.0.1:29511", rank=rank, world_size=size, device_id=device
    )
    world: Any = dist.group.WORLD
    name = world.group_name

    def nccl(part: torch.Tensor) -> Callable[[], object]:
        copy = part.bfloat16()
        return lambda: dist.all_reduce(copy)

    def symmetric_way(operation: str) -> Callable[[torch.Tensor], Callable[[], object]]:
        def made(part: torch.Tensor) -> Callable[[], object]:
            copy = symmetric.empty(part.numel(), device=device, dtype=torch.bfloat16)
            symmetric.rendezvous(copy, name)
            return lambda: getattr(torch.ops.symm_mem, operation)(copy, "sum", name)

        return made

    return {
        "NCCL": nccl,
        "one-shot": symmetric_way("one_shot_all_reduce"),
        "two-shot": symmetric_way("two_shot_all_reduce_"),
    }


def _microseconds(group: Any, run: Callable[[], object], ops: TritonOps) -> float:
    import torch

    from engine.devices.measure import median_seconds
    from engine.kernels.triton.graph import Graph

    def calls() -> torch.Tensor:
        for _ in range(CALLS):
            run()
        return torch.empty(0, device=ops.device)

    def together() -> None:
        torch.cuda.synchronize(ops.device)
        group.barrier()

    graph = Graph(calls, ops.device, None, ops.rehearsal)
    return 1e6 * median_seconds(graph, ROUNDS, together) / CALLS


def main(ids: list[str], way: Way) -> None:
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    children = [
        Child(
            "engine.comm.gpu.bench:rank_main", (rank, ids, way), f"rank {rank}",
            messages.put if rank == 0 else lambda _: None, messages.put if rank == 0 else lambda _: None,
        )
        for rank in range(len(ids))
    ]  # fmt: skip
    print(f"all-reduce of rows of {HIDDEN} values over {', '.join(ids)}, {way}: microseconds a call in a graph, median")
    while not isinstance(message := messages.get(), str):
        if isinstance(message, int):
            for child in children[1:]:
                child.outbox.send(message)
            continue
        rows, taken = message
        print(f"{rows:5} rows: " + "   ".join(f"{way} {time:7.1f}" for way, time in taken.items()), flush=True)
    for child in children:
        child.kill()


if __name__ == "__main__":
    given = sys.argv[1:]
    main((given or ["cuda:0,cuda:1"])[0].split(","), "host" if "host" in given[1:] else "peers")
