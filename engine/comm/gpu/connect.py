"""How the ranks of a stage come to share mail."""

from __future__ import annotations

from contextlib import suppress

import torch

from engine.comm.echo import Echo
from engine.comm.gloo import GlooGroup
from engine.comm.gpu.driver import HANDLE_BYTES, DriverError, SharedMemory, opened
from engine.comm.gpu.group import GpuGroup
from engine.comm.gpu.layout import MailLayout
from engine.comm.gpu.mail import Mail, through_host, through_peers
from engine.comm.group import Group
from engine.comm.host_memory import packed, shared_by_all
from engine.kernels.triton.ops import TritonOps
from engine.plan.links import Way
from engine.plan.memory import prefill_chunk
from engine.plan.types import SplitPlan


def connect(ops: TritonOps, gloo: GlooGroup, plan: SplitPlan, rank: int, hidden: int, way: Way = "peers") -> Group:
    """Of a stage whose ranks gloo has connected, in the place of `gloo` if all of them have the GPU's own kernels.

    Rows of `hidden` values are summed up. Where `way` turns out not to be there the next one is taken. All ranks must
    call it.
    """
    [(_, stage)] = plan.stages_of(rank)
    devices = [plan.devices[each] for each in stage.ranks]
    if not all(device.kind == "cuda" and device.quantised for device in devices) or torch.version.cuda is None:
        return gloo
    layout = _layout(plan, hidden)
    mail = _through_peers(gloo, layout, ops.device) if way == "peers" else None
    mail = mail or _through_host(gloo, layout, ops.device)
    if mail is None:
        return gloo
    alone = len({device.pool for device in devices}) == len(devices)
    group = GpuGroup(ops, gloo, mail, stage.ranks, alone)
    group.measure(hidden)
    return group


def pretended(ops: TritonOps, plan: SplitPlan, rank: int, hidden: int) -> GpuGroup:
    """Of a rank without the others: what it sends comes back at once as theirs."""
    [(_, stage)] = plan.stages_of(rank)
    layout = _layout(plan, hidden)
    place, size = stage.ranks.index(rank), len(stage.ranks)
    memory = SharedMemory(size * layout.sender_bytes)
    places = [memory.address + each * layout.sender_bytes for each in range(size)]
    mail = Mail(layout, [at for each, at in enumerate(places) if each != place], places, ops.device)
    group = GpuGroup(ops, Echo(ops, place, size), mail, stage.ranks, alone=True)
    group.measure(hidden)
    return group


def _layout(plan: SplitPlan, hidden: int) -> MailLayout:
    return MailLayout(hidden, min(prefill_chunk(plan), plan.context))


def _through_peers(gloo: GlooGroup, layout: MailLayout, device: torch.device) -> Mail | None:
    """None, on all ranks, where one of them cannot share its memory, or reach another's."""
    memory = None
    with suppress(DriverError):
        memory = SharedMemory(gloo.size * layout.sender_bytes)
    handles = gloo.all_gather(packed(memory.handle if memory else bytes(HANDLE_BYTES)))
    addresses: list[int] = []
    if memory:
        with suppress(DriverError):
            addresses = [
                memory.address if rank == gloo.rank else opened(bytes(handle.tolist()))
                for rank, handle in enumerate(handles)
            ]
    reached = all(int(each) for each in gloo.all_gather(torch.tensor([len(addresses)])))
    return through_peers(layout, gloo.rank, addresses, device) if reached else None


def _through_host(gloo: GlooGroup, layout: MailLayout, device: torch.device) -> Mail | None:
    """None, on all ranks, where one of them cannot share memory of the host."""
    memory = shared_by_all(gloo, gloo.size * layout.sender_bytes, by_card=True)
    return None if memory is None else through_host(layout, gloo.rank, gloo.size, memory.address, device, memory)
