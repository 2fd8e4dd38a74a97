"""The addresses that a rank writes its messages to, and those where it finds the messages of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.comm.gpu.layout import KEY_WORDS, MailLayout


@dataclass(frozen=True)
class Channel:
    """Messages of one kind. Addresses are int64, on the device: kernels make pointers of them."""

    writes: Tensor  # [writes]
    reads: Tensor  # [ranks]; a rank's own means nothing
    numbers: Tensor  # int32: the last message of each piece, so that a graph may be replayed
    slot: int  # words, or values


class Mail:
    """One rank's side. Words of `sums` and `keys` carry their message's number; `flags` tell of `rows`."""

    def __init__(
        self,
        layout: MailLayout,
        writes: Sequence[int],
        reads: Sequence[int],
        device: torch.device,
        memory: object = None,
    ) -> None:
        """`writes` are where this rank's place is in the mail of others, `reads` where theirs are in what it reads.
        `memory` is kept, where these are only good as long as it is."""

        def table(addresses: Sequence[int], offset: int) -> Tensor:
            return torch.tensor([address + offset for address in addresses], dtype=torch.int64, device=device)

        def channel(offset: int, slot: int, pieces: int) -> Channel:
            numbers = torch.zeros(pieces, dtype=torch.int32, device=device)
            return Channel(table(writes, offset), table(reads, offset), numbers, slot)

        self._memory = memory
        self.layout = layout
        self.sums = channel(0, layout.words, layout.words)
        self.keys = channel(layout.keys, KEY_WORDS, 1)
        self.rows = channel(layout.values, layout.rows * layout.hidden, layout.rows)
        self.flags = channel(layout.flags, 0, 1)


def through_peers(
    layout: MailLayout, place: int, addresses: Sequence[int], device: torch.device
) -> Mail:
    """`addresses` are those of all ranks' mail, each with a place for every sender: a rank writes into the others'."""
    size = layout.sender_bytes
    writes = [address + place * size for rank, address in enumerate(addresses) if rank != place]
    return Mail(layout, writes, [addresses[place] + rank * size for rank in range(len(addresses))], device)


def through_host(
    layout: MailLayout, place: int, ranks: int, address: int, device: torch.device, memory: object
) -> Mail:
    """`address` is that of `memory`, with a place for each sender, where all others read what it has written once."""
    places = [address + rank * layout.sender_bytes for rank in range(ranks)]
    return Mail(layout, [places[place]], places, device, memory)
