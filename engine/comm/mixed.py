"""How ranks on GPUs and ranks on the processor come to share a stage: through words in host memory.

All ranks of such a stage take the same way for the same message: float32 of at most `MailLayout.words` values in words,
everything else through gloo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from engine.comm.gloo import GlooGroup
from engine.comm.gpu.layout import MailLayout
from engine.comm.gpu.mail import through_host
from engine.comm.group import Group
from engine.comm.host_memory import shared_by_all
from engine.comm.waiting import TIMEOUT_SECONDS
from engine.plan.types import SplitPlan

if TYPE_CHECKING:
    from engine.kernels.ops import Ops


def connect_mixed(
    ops: Ops, gloo: GlooGroup, plan: SplitPlan, rank: int, hidden: int, timeout: float = TIMEOUT_SECONDS
) -> Group:
    """Of a stage that `is_mixed`, in the place of `gloo`, with which all stay if one cannot share memory with others.

    Rows of `hidden` values are summed up. All ranks of the stage must call it. A rank that does not come to a sum
    within `timeout` seconds ends in CommError.
    """
    [(_, stage)] = plan.stages_of(rank)
    if torch.version.cuda is None:
        return gloo
    layout, on_card = MailLayout(hidden, 0), plan.devices[rank].kind == "cuda"  # many rows go through gloo
    memory = shared_by_all(gloo, gloo.size * layout.sender_bytes, on_card)
    if memory is None:
        return gloo
    device = torch.device(plan.devices[rank].id)
    mail = through_host(layout, gloo.rank, gloo.size, memory.address, device, memory)
    # Each kind's group brings its kernels along, and the other's compiler need not be there.
    if on_card:
        from engine.comm.gpu.mixed import CardGroup
        from engine.kernels.triton.ops import TritonOps

        assert isinstance(ops, TritonOps)
        cards = [device.pool for device in map(plan.devices.__getitem__, stage.ranks) if device.kind == "cuda"]
        return CardGroup(ops, gloo, mail, stage.ranks, len(set(cards)) == len(cards), timeout)
    from engine.comm.words import WordGroup, WordSums
    from engine.kernels.cpu.ops import CpuOps

    assert isinstance(ops, CpuOps)
    return WordGroup(ops, gloo, WordSums(mail, gloo.rank, stage.ranks, timeout))
