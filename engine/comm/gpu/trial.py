"""Ranks that try one way of talking and end: whatever a driver does to them, no model is lost.

They add up known numbers, compare what comes with what host memory gives, and time it.
"""

from __future__ import annotations

import queue
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from engine.pipe import Inbox, Outbox
from engine.plan.types import Device, Range, RankBytes, SplitPlan, Stage

if TYPE_CHECKING:
    from engine.comm.gloo import GlooGroup
    from engine.comm.gpu.group import GpuGroup
    from engine.kernels.triton.ops import TritonOps
    from engine.plan.links import Way

HIDDEN = 1024, 2048, 5120, 8192  # values of a row
MANY_ROWS = 40


def joined(
    rank: int, devices: tuple[Device, ...], rows: int, reads: Connection, outbox: Outbox
) -> tuple[TritonOps, GlooGroup, SplitPlan]:
    """A rank of a single stage without layers to compute, of prompts of so many `rows`, once gloo has connected it."""
    import torch

    from engine.comm.gloo import GlooGroup, dial
    from engine.kernels.triton.ops import TritonOps

    ports = queue.SimpleQueue[int]()
    Inbox(reads, ports.put, lambda: None)
    device = torch.device(devices[rank].id)
    torch.cuda.set_device(device)
    torch.set_grad_enabled(False)
    stage = Stage(Range(0, 1), tuple(range(len(devices))), ())
    plan = SplitPlan("tensor", devices, (stage,), rows, (RankBytes(0, 0, 0),) * len(devices))
    ops = TritonOps(device)
    gloo, _ = dial(ops, plan, rank, ports.get() if rank else None, outbox.send)
    assert isinstance(gloo, GlooGroup)
    return ops, gloo, plan


def rank_main(
    rank: int, devices: tuple[Device, ...], way: Way, measured: bool, reads: Connection, writes: Connection
) -> None:
    """One rank. Sends the port that it opened, if it is the first; then ((bytes of a row, seconds of a sum with the
    next norm), ...), or what is wrong. If not `measured`, its memory's bandwidth is, before that."""
    import torch

    from engine.comm.gpu.connect import connect
    from engine.comm.gpu.group import GpuGroup
    from engine.devices import bandwidth
    from engine.devices.measure import measure

    outbox = Outbox(writes)
    if not measured and devices[rank].uuid:
        bandwidth.keep(str(devices[rank].uuid), measure(torch.device(devices[rank].id)))
        torch.cuda.empty_cache()
    ops, gloo, plan = joined(rank, devices, MANY_ROWS, reads, outbox)
    points = []
    for hidden in HIDDEN:
        group = connect(ops, gloo, plan, rank, hidden, way)
        assert isinstance(group, GpuGroup)
        if not _right(group, gloo, hidden):
            outbox.send(f"sums through {way} were wrong")
            break
        points.append((hidden * 4, group.sum_seconds))
    else:
        outbox.send(tuple(points))
    gloo.barrier()
    outbox.close(timeout=5)


def _right(group: GpuGroup, gloo: GlooGroup, hidden: int) -> bool:
    """Whether sums of one row, of several and of many are what they must be, bit for bit, a few times in a row."""
    import torch

    from engine.kernels.ops import Norm

    device = group.device
    norm = Norm(torch.ones(hidden, device=device), 1e-6)
    wrong = 0
    for rows in (1, 3, MANY_ROWS, 2, 1, MANY_ROWS, 1):
        part = torch.randn(rows, hidden, device=device)
        residual = torch.ones(rows, hidden, device=device)
        total, _ = group.reduce_norm(part, residual, None, norm)
        halves = rows == MANY_ROWS
        parts = [(each.bfloat16() if halves else each).float() for each in gloo.all_gather(part)]
        want = parts[0]
        for each in parts[1:]:
            want = want + each
        wrong += not torch.equal(total, residual + want)
    group.check()
    return not sum(int(each) for each in gloo.all_gather(torch.tensor([wrong])))
