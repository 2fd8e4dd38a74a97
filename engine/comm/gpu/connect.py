"""How ranks come to share mail: those of a stage, and those of all stages."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import torch

from engine.comm.echo import Echo
from engine.comm.gloo import GlooGroup, GlooWorld
from engine.comm.gpu.driver import HANDLE_BYTES, DriverError, SharedMemory, opened
from engine.comm.gpu.group import GpuGroup
from engine.comm.gpu.layout import MailLayout, StageLayout
from engine.comm.gpu.mail import Mail, through_host, through_peers
from engine.comm.gpu.stages import GpuWorld
from engine.comm.group import Group
from engine.comm.host_memory import packed, shared_by_all
from engine.comm.world import World
from engine.kernels.triton.ops import TritonOps
from engine.plan.links import Way
from engine.plan.memory import prefill_chunk
from engine.plan.types import Device, SplitPlan


def connect(ops: TritonOps, gloo: GlooGroup, plan: SplitPlan, rank: int, hidden: int, way: Way = "peers") -> Group:
    """Of a stage whose ranks gloo has connected, in the place of `gloo` if all of them have the GPU's own kernels.

    Rows of `hidden` values are summed up. Where `way` turns out not to be there the next one is taken. All ranks must
    call it.
    """
    [(_, stage)] = plan.stages_of(rank)
    devices = [plan.devices[each] for each in stage.ranks]
    if not _have_kernels(devices):
        return gloo
    layout = _layout(plan, hidden)
    nbytes = gloo.size * layout.sender_bytes
    if (addresses := _peers(gloo, nbytes) if way == "peers" else None) is not None:
        mail = through_peers(layout, gloo.rank, addresses, ops.device)
    elif (memory := shared_by_all(gloo, nbytes, by_card=True)) is not None:
        mail = through_host(layout, gloo.rank, gloo.size, memory.address, ops.device, memory)
    else:
        return gloo
    alone = len({device.pool for device in devices}) == len(devices)
    group = GpuGroup(ops, gloo, mail, stage.ranks, alone)
    group.measure(hidden)
    return group


def connect_stages(
    ops: TritonOps, gloo: GlooWorld, plan: SplitPlan, rank: int, hidden: int, way: Way = "peers"
) -> World:
    """The same of all ranks of a plan of several stages, in the place of `gloo`."""
    if not _have_kernels(plan.devices):
        return gloo
    layout = StageLayout(hidden, min(prefill_chunk(plan), plan.context), plan.world_size)
    everyone = gloo.everyone(ops)
    addresses, memory = _peers(everyone, layout.nbytes) if way == "peers" else None, None
    if addresses is None:
        memory = shared_by_all(everyone, everyone.size * layout.nbytes, by_card=True)
        if memory is None:
            return gloo
        addresses = [memory.address + each * layout.nbytes for each in range(everyone.size)]
    return GpuWorld(ops, gloo, plan, rank, layout, addresses, memory)


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


def _have_kernels(devices: Iterable[Device]) -> bool:
    """Whether all these are GPUs whose kernels can talk."""
    return torch.version.cuda is not None and all(each.kind == "cuda" and each.quantised for each in devices)


def _peers(gloo: GlooGroup, nbytes: int) -> list[int] | None:
    """The addresses here of zeroed memory on every rank's device; None, on all ranks, where one of them cannot share
    its memory, or reach another's."""
    memory = None
    with suppress(DriverError):
        memory = SharedMemory(nbytes)
    handles = gloo.all_gather(packed(memory.handle if memory else bytes(HANDLE_BYTES)))
    addresses: list[int] = []
    if memory:
        with suppress(DriverError):
            addresses = [
                memory.address if rank == gloo.rank else opened(bytes(handle.tolist()))
                for rank, handle in enumerate(handles)
            ]
    reached = all(int(each) for each in gloo.all_gather(torch.tensor([len(addresses)])))
    return addresses if reached else None
