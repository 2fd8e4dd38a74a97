"""Memory of the host that all ranks of a stage share, whatever they compute on."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from engine.comm.gloo import GlooGroup
from engine.comm.gpu.driver import DriverError, registered, unregister
from engine.comm.segment import Segment, SegmentError

log = logging.getLogger(__name__)

NAME_BYTES: Final = 64


@dataclass(frozen=True)
class HostMemory:
    segment: Segment  # kept, for the memory is there only as long as it is
    address: int  # at which this rank's device sees it


def shared_by_all(gloo: GlooGroup, nbytes: int, by_card: bool) -> HostMemory | None:
    """Zeroed memory of the ranks that gloo has connected, all of which must call this; None on all of them where one
    cannot have it. `by_card`: the current device is to see it."""
    made = _made(nbytes) if gloo.rank == 0 else None
    name = gloo.all_gather(packed((made.name if made else "").encode().ljust(NAME_BYTES)))[0]
    found = _seen(bytes(name.tolist()).decode().strip(), nbytes, by_card)
    everyone = all(int(each) for each in gloo.all_gather(torch.tensor([found is not None])))
    if made:
        made.unlink()  # all have attached: whatever is killed from now on, nothing stays behind
    if everyone:
        return found
    if found and by_card:
        unregister(found.segment.address)
    return None


def packed(text: bytes) -> Tensor:
    """As gloo can send it."""
    return torch.frombuffer(bytearray(text), dtype=torch.uint8)


def _made(nbytes: int) -> Segment | None:
    try:
        return Segment.create(nbytes)
    except SegmentError as error:
        log.warning("The system gave no shared memory for ranks on GPUs and the processor: %s", error)
        return None


def _seen(name: str, nbytes: int, by_card: bool) -> HostMemory | None:
    if not name:
        return None
    try:
        segment = Segment.attach(name)
        return HostMemory(segment, registered(segment.address, nbytes) if by_card else segment.address)
    except (SegmentError, DriverError) as error:
        log.warning("A rank cannot reach the memory that it shares with others: %s", error)
        return None
