"""What the ranks of one stage do together. One interface; a file per way of doing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.kernels.ops import KeyGather, Norm, Ops
from engine.plan.types import Range


class Candidates(NamedTuple):
    """The likeliest tokens of each row, best first; the same bits on every rank.

    `ids` int64 and `logits` f32 are [rows, k]; `logsumexp` f32 [rows] is over the whole vocabulary.
    """

    ids: Tensor
    logits: Tensor
    logsumexp: Tensor


class Group:
    """A rank among those that share its stage. This one is alone, and every other kind inherits from it."""

    def __init__(self, ops: Ops, rank: int = 0, size: int = 1) -> None:
        self.ops = ops
        self.rank = rank
        self.size = size

    def all_reduce(self, part: Tensor) -> Tensor:
        """The sum of every rank's `part`; may use its memory."""
        return part

    def all_gather(self, part: Tensor) -> list[Tensor]:
        """Every rank's `part`, in rank order; all of one shape."""
        return [part]

    def barrier(self) -> None:
        """Return once every rank has called it."""

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        """`Ops.step` of what uses this group, if its collectives can be part of it; else `run` as it is."""
        return self.ops.step(run)

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        """The same of `Ops.prompt`."""
        return self.ops.prompt(run)

    @property
    def loops(self) -> bool:
        """Whether tokens can follow each other on the device: what ranks do together must be launched like the rest."""
        return self.size == 1

    @property
    def keys(self) -> KeyGather | None:
        """How a loop's ranks show each other their likeliest tokens; None where there is nobody else."""
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """What makes it slower than it could be, in plain sentences."""
        return ()

    sum_seconds: float | None = None
    """That a sum over ranks of a token takes, with the norm that follows, if nobody is late; None if not measured."""

    def waited(self) -> float | None:
        """Seconds that this rank has waited for others since it was last asked; None where that is not measured."""
        return None

    def check(self) -> None:
        """Raise CommError if a collective of the last run failed; those outside a step raise it themselves."""

    def reduce_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        """End a sub-layer and begin the next: residual + post_norm(sum of parts), and next_norm of that.

        `part` and `residual` are [rows, hidden]. Returns (residual, activation); where nothing on this stage follows,
        `next_norm` is None and the activation is the residual.
        """
        return self.ops.add_norm(self.all_reduce(part), residual, post_norm, next_norm)

    def gather_candidates(self, logits: Tensor, first: int, k: int, widest: int, total: bool = True) -> Candidates:
        """The k likeliest of the whole vocabulary, from each rank's slice of it.

        `logits` [rows, slice] are for the tokens from `first` on; `widest` is the largest slice of any rank, so that
        all of them send the same shape. Every rank sends its own k best and its log-sum-exp, never its logits. Without
        `total`, which takes longer than the rest, `logsumexp` means nothing.
        """
        rows, width = logits.shape
        if not rows:
            none = logits.new_empty(0, k)
            return Candidates(none.to(torch.int64), none, logits.new_empty(0))
        sent = min(k, widest)
        values, places = self.ops.likeliest(logits, min(sent, width))
        sums = torch.logsumexp(logits, 1) if total and width else logits.new_full((rows,), -torch.inf)
        if self.size > 1:
            # Padding for ranks with a narrower slice: never likely, and its id is never reached.
            missing = sent - values.shape[1]
            best = F.pad(values, (0, missing), value=-torch.inf)
            ids = F.pad((places + first).to(torch.int32), (0, missing))
            # One message: ids travel as the bits of floats, which nothing computes with on the way.
            parts = self.all_gather(torch.cat([best, ids.view(torch.float32), sums[:, None]], 1))
            best = torch.cat([part[:, :sent] for part in parts], 1)
            ids = torch.cat([part[:, sent : 2 * sent].contiguous().view(torch.int32) for part in parts], 1)
            values, order = torch.sort(best, dim=1, descending=True, stable=True)
            places, first = ids.gather(1, order).to(torch.int64), 0
            sums = torch.logsumexp(torch.cat([part[:, -1:] for part in parts], 1), 1)
        keep = min(k, values.shape[1])
        if not keep or not float(values[0, keep - 1]) > -torch.inf:
            keep = int((values[0, :keep] > -torch.inf).sum())
        return Candidates(
            ids=places[:, :keep] + first,
            logits=values[:, :keep],
            logsumexp=sums,
        )

    def spread(self, logits: Tensor) -> Tensor:
        """The standard deviation of each row's finite logits over the whole vocabulary: [rows] f64, on the CPU.

        `logits` [rows, slice] as in `gather_candidates`; the same bits on every rank.
        """
        logits = logits.cpu().double()
        finite = logits > -torch.inf
        held = torch.where(finite, logits, 0.0)
        sums = torch.stack([finite.double().sum(1), held.sum(1), held.square().sum(1)])
        # Gathered and not all-reduced, so that every rank adds in the same order.
        total = torch.stack(self.all_gather(sums)).sum(0)
        mean, mean_square = total[1] / total[0], total[2] / total[0]
        return (mean_square - mean.square()).clamp(min=0).sqrt()

