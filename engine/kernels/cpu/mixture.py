"""A mixture of experts: the products of all experts that were chosen run side by side, a few phases for all of them.

For one row there is no Python between choosing experts and computing them. The products are made for expert 0; the
kernel that chooses writes into their argument records where the chosen experts' weights lie. So the same program serves
every token, whatever it chooses, and can be part of a recorded step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import torch
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.cpu.activation import gated
from engine.kernels.cpu.kernel import Call
from engine.kernels.cpu.multiply import multiplication
from engine.kernels.cpu.pool import Phase
from engine.kernels.cpu.products import Products
from engine.kernels.cpu.route import route
from engine.kernels.cpu.weight import PackedExperts, PackedWeight
from engine.kernels.cpu.weighted_sum import weighted_sum
from engine.kernels.mixture import by_expert
from engine.plan.memory import EXPERT_ROWS


class Mixture(NamedTuple):
    router: PackedWeight
    gate: PackedExperts
    up: PackedExperts
    down: PackedExperts
    used: int
    renormalised: bool
    activation: Activation


class Batch(NamedTuple):
    """Experts, the rows that each of them takes, [rows, hidden], and where these stand in the choice, laid out flat."""

    experts: list[int]
    rows: Sequence[Tensor]
    places: Tensor


def mixture_of_a_row(products: Products, act: Tensor, mixture: Mixture) -> tuple[list[Phase], Tensor]:
    """See `Ops.mixture`, of act [1, hidden]: what is to be run, and what it writes, [1, hidden]."""
    choosing, (logits,) = multiplication(products, act, [mixture.router])
    firsts = Batch([0] * mixture.used, [act] * mixture.used, torch.arange(mixture.used))
    before, outs = entering(products, firsts, mixture)
    after, parts = leaving(products, firsts, outs, mixture)
    calls = zip(before[-1][::2], before[-1][1::2], after[-1], strict=True)
    experts = [(each.weights[0].lines.ctypes.data, each.step) for each in (mixture.gate, mixture.up, mixture.down)]
    aims = [
        [(call.place("weights"), *weights) for call, weights in zip(each, experts, strict=True)] for each in calls
    ]
    _, counts, route_call = routing(logits, mixture, torch.tensor(aims))
    out, sum_call = summing(addresses(parts)[None], counts, act.shape[1])
    return [*choosing, (route_call,), *before, *after, (sum_call,)], out


def batches(act: Tensor, chosen: Tensor) -> Iterator[Batch]:
    """All experts that rows of `act` chose, [rows, used], some at a time."""
    used = chosen.shape[1]
    experts: list[int] = []
    places: list[Tensor] = []

    def batch() -> Batch:
        together = torch.cat(places)
        return Batch(experts, torch.split(act[together // used], [len(each) for each in places]), together)

    for expert, its_places in by_expert(chosen):
        if experts and sum(map(len, places)) + len(its_places) > EXPERT_ROWS:
            yield batch()
            experts, places = [], []
        experts.append(expert)
        places.append(its_places)
    yield batch()


def entering(products: Products, batch: Batch, mixture: Mixture) -> tuple[list[Phase], list[list[Tensor]]]:
    """What gate and up of each expert make of its rows; the last phase has these products, expert by expert."""
    each = [
        multiplication(products, rows, [mixture.gate.weights[expert], mixture.up.weights[expert]])
        for expert, rows in zip(batch.experts, batch.rows, strict=True)
    ]
    return _side_by_side([phases for phases, _ in each]), [outs for _, outs in each]


def leaving(
    products: Products, batch: Batch, outs: Sequence[Sequence[Tensor]], mixture: Mixture
) -> tuple[list[Phase], list[Tensor]]:
    """From what entered, once that has run, to each expert's results, f32 [its rows, hidden]."""
    activation, each, calls = gated[mixture.activation], [], []
    for expert, out in zip(batch.experts, outs, strict=True):
        gate, up = (side.contiguous() for side in out)
        product = torch.empty_like(gate)
        calls.append(activation.call(gate=gate, up=up, out=product, count=product.numel()))
        phases, (part,) = multiplication(products, product, [mixture.down.weights[expert]])
        each.append((phases, part))
    return [tuple(calls), *_side_by_side([phases for phases, _ in each])], [part for _, part in each]


def routing(logits: Tensor, mixture: Mixture, aims: Tensor | None = None) -> tuple[Tensor, Tensor, Call]:
    """Which experts each row takes and what they count for, both [rows, used], once the call has run."""
    rows, experts = logits.shape
    chosen, counts = torch.empty(rows, mixture.used, dtype=torch.int64), torch.empty(rows, mixture.used)
    call = route.call(
        logits=logits, rows=rows, experts=experts, used=mixture.used, renormalised=mixture.renormalised,
        chosen=chosen, counts=counts, aims=aims, aimed=0 if aims is None else aims.shape[1],
    )  # fmt: skip
    return chosen, counts, call


def addresses(parts: Sequence[Tensor]) -> Tensor:
    """Of all their rows."""
    return torch.cat([part.data_ptr() + 4 * part.stride(0) * torch.arange(len(part)) for part in parts])


def summing(parts: Tensor, counts: Tensor, width: int) -> tuple[Tensor, Call]:
    """[rows, width], once the call has run: see `weighted_sum`. Whoever runs it keeps what `parts` points to."""
    rows, used = counts.shape
    out = torch.empty(rows, width)
    return out, weighted_sum.call(parts=parts, counts=counts, out=out, rows=rows, width=width, used=used)


def _side_by_side(programs: Sequence[Sequence[Phase]]) -> list[Phase]:
    """Programs of equally many phases, none of which needs what another writes."""
    return [tuple(chain.from_iterable(phases)) for phases in zip(*programs, strict=True)]
