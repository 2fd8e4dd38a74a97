"""What ranks of different stages do together. One interface; a file per way of doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from engine.plan.types import SplitPlan


def takes_from(plan: SplitPlan, rank: int) -> int | None:
    """The rank of the stage before that passes the residual to this one; None in the first stage."""
    [(index, stage)] = plan.stages_of(rank)
    if not index:
        return None
    before = plan.stages[index - 1].ranks  # all of them hold the same
    return before[stage.ranks.index(rank) % len(before)]


def passes_to(plan: SplitPlan, rank: int) -> tuple[int, ...]:
    """The ranks of the next stage that take the residual from this one."""
    return tuple(other for other in range(plan.world_size) if takes_from(plan, other) == rank)


class World(Protocol):
    """All ranks: passes activations from stage to stage, and tells every rank which token was drawn."""

    in_steps: bool = False
    """Whether all but `broadcast_token` is launched on the device, where it may be a part of a recorded step."""

    def send(self, tensor: Tensor, to: int) -> None:
        """Pass a float32 tensor to the rank `to`, which must receive it."""

    def receive(self, shape: Sequence[int], device: torch.device, source: int) -> Tensor:
        """What `source` sends next: float32 of the shape that it has there, on `device`."""
        ...

    def broadcast_token(self, token: int | None, source: int) -> int:
        """The token that `source` drew, on every rank; the others give None."""
        ...

    def share_token(self, token: Tensor, source: int) -> None:
        """The same of int64 [1], which ranks of other stages than that of `source` have filled in."""
        token.fill_(self.broadcast_token(int(token), source))

    def waited(self) -> float:
        """Seconds that this rank has waited for other stages since it was last asked, as far as that is measured."""
        return 0.0

    def check(self) -> None:
        """Raise CommError if a rank did not come to what was launched; what is not launched raises it itself."""
        return
