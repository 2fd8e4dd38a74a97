"""Where in a model's shared segment each collective has its flags and buffers: the same answer on every rank."""

from __future__ import annotations

from dataclasses import dataclass

from engine.plan.types import SplitPlan

# Between two flags: processors fetch cache lines of 64 bytes in pairs, and a flag must not travel with another's.
LINE = 128
BUFFERS = 2  # a rank may fill the next message's while others still read this one's
SLOT = 64 * 1024  # bytes of a message; longer ones go in pieces, which then stay in the cores' own caches
TOKEN_SLOT = LINE


def exchange_bytes(ranks: int, slot: int) -> int:
    """A flag for each rank, then the buffers, each a slot for each rank."""
    return ranks * (LINE + BUFFERS * slot)


MAILBOX_BYTES = 2 * LINE + BUFFERS * SLOT  # a flag for what was sent, one for what was taken, then the buffers


@dataclass(frozen=True)
class Layout:
    """Offsets in bytes, and the size of the whole."""

    stages: tuple[int, ...]  # of each stage's exchange
    tokens: int  # of the exchange in which the ranks of several stages tell each other the drawn token
    mailboxes: tuple[int, ...]  # by receiving rank
    size: int


def on_one_processor(plan: SplitPlan) -> bool:
    """Whether all ranks can talk through memory: there are several, and all compute on the processor."""
    return plan.world_size > 1 and all(device.kind == "cpu" for device in plan.devices)


def is_mixed(plan: SplitPlan, rank: int) -> bool:
    """Whether the rank's stage has ranks on GPUs and on the processor, all with kernels of their own."""
    [(_, stage)] = plan.stages_of(rank)
    devices = [plan.devices[each] for each in stage.ranks]
    return {each.kind for each in devices} == {"cpu", "cuda"} and all(each.quantised for each in devices)


def layout(plan: SplitPlan) -> Layout:
    """Of a plan whose ranks are all on the processor."""
    end = 0

    def take(size: int) -> int:
        nonlocal end
        start, end = end, end + size
        return start

    stages = tuple(take(exchange_bytes(len(stage.ranks), SLOT)) for stage in plan.stages)
    tokens = take(exchange_bytes(plan.world_size, TOKEN_SLOT))
    mailboxes = tuple(take(MAILBOX_BYTES) for _ in range(plan.world_size)) if len(plan.stages) > 1 else ()
    return Layout(stages, tokens, mailboxes, end)
