"""A mixture of experts in plain torch and an `Ops`' own products: each expert once, over the rows that chose it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import torch
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.ops import Experts, Ops, Router, Weight

W = TypeVar("W", bound=Weight)


class WeightList(Generic[W]):
    """Experts as so many ordinary weights."""

    def __init__(self, weights: Sequence[W]) -> None:
        self.weights = weights

    @property
    def count(self) -> int:
        return len(self.weights)

    @property
    def shape(self) -> Sequence[int]:
        return self.weights[0].shape


def mixture(
    ops: Ops,
    act: Tensor,
    router: Router,
    gate: Experts,
    up: Experts,
    down: Experts,
    activation: Activation,
) -> Tensor:
    """See `Ops.mixture`; of experts that are lists of weights."""
    assert isinstance(gate, WeightList)
    assert isinstance(up, WeightList)
    assert isinstance(down, WeightList)

    def run(expert: int, rows: Tensor) -> Tensor:
        return ops.linear(ops.gate_up(rows, gate.weights[expert], up.weights[expert], activation), down.weights[expert])

    chosen, counts = routed(ops.linear(act, router.weight), router.used, router.renormalised)
    parts = expert_parts(act, chosen, down.shape[0], run)
    total = parts[:, 0] * counts[:, :1]
    for place in range(1, router.used):
        total += parts[:, place] * counts[:, place : place + 1]
    return total


def routed(logits: Tensor, used: int, renormalised: bool) -> tuple[Tensor, Tensor]:
    """Which experts each row takes, the likeliest first, and what they count for: both [rows, used].

    The used of n experts count for used / n at least, so their sum needs no bound from below.
    """
    counts, chosen = torch.topk(torch.softmax(logits.float(), -1), used)
    return chosen, counts / counts.sum(-1, keepdim=True) if renormalised else counts


def expert_parts(act: Tensor, chosen: Tensor, width: int, run: Callable[[int, Tensor], Tensor]) -> Tensor:
    """What the experts make of the rows that chose them, f32 [rows, used, width], each in its place.

    `run` (expert, some rows of `act`) to [those rows, width] is called once for every expert that was chosen.
    """
    rows, used = chosen.shape
    parts = torch.empty(rows * used, width, device=act.device)
    for expert, places in by_expert(chosen):
        parts[places] = run(expert, act[places // used])
    return parts.view(rows, used, width)


def by_expert(chosen: Tensor) -> Iterator[tuple[int, Tensor]]:
    """Each expert that was chosen and where it stands in `chosen`, laid out flat."""
    experts, order = torch.sort(chosen.flatten(), stable=True)
    numbers, counts = torch.unique_consecutive(experts, return_counts=True)
    yield from zip(numbers.tolist(), torch.split(order, counts.tolist()), strict=True)
