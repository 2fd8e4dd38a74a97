"""A mixture of experts for one row, without Python between choosing experts and computing them.

The products are made for expert 0; the kernel that chooses writes into their argument records where the chosen experts'
weights lie. So the same program serves every token, whatever it chooses, and can be part of a recorded step.
"""

from __future__ import annotations

from itertools import chain

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


def mixture_of_a_row(
    products: Products,
    act: Tensor,
    router: PackedWeight,
    gate: PackedExperts,
    up: PackedExperts,
    down: PackedExperts,
    used: int,
    renormalised: bool,
    activation: Activation,
) -> tuple[list[Phase], Tensor]:
    """See `Ops.mixture`, of act [1, hidden]: what is to be run, and what it writes, [1, hidden]."""
    choosing, (logits,) = multiplication(products, act, [router])
    firsts = [gate.weights[0]] * used + [up.weights[0]] * used
    entering, outs = multiplication(products, act, firsts)
    products_ = torch.empty(used, gate.shape[0])
    activations = tuple(
        gated[activation].call(gate=gate_out, up=up_out, out=product, count=product.numel())
        for gate_out, up_out, product in zip(outs[:used], outs[used:], products_, strict=True)
    )
    leaving = [multiplication(products, product[None], [down.weights[0]]) for product in products_]
    parts = [part for _, (part,) in leaving]
    calls = [(*entering[-1][place::used], *phases[-1]) for place, (phases, _) in enumerate(leaving)]
    _, counts, route_call = routing(logits, used, renormalised, aims(calls, (gate, up, down)))
    out, sum_call = summing(parts, 0, counts)
    together = [tuple(chain.from_iterable(side)) for side in zip(*(phases for phases, _ in leaving), strict=True)]
    return [*choosing, (route_call,), *entering, activations, *together, (sum_call,)], out


def aims(calls: list[tuple[Call, ...]], experts: tuple[PackedExperts, ...]) -> Tensor:
    """For each place in a row's choice, where its products' weights are to be written; see `route`."""
    addresses = [(each.weights[0].lines.ctypes.data, each.step) for each in experts]
    return torch.tensor(
        [
            [(call.place("weights"), *address) for call, address in zip(each, addresses, strict=True)]
            for each in calls
        ]
    )


def routing(
    logits: Tensor, used: int, renormalised: bool, aims_: Tensor | None = None
) -> tuple[Tensor, Tensor, Call]:
    """Which experts each row takes and what they count for, both [rows, used], once the call has run."""
    rows, experts = logits.shape
    chosen, counts = torch.empty(rows, used, dtype=torch.int64), torch.empty(rows, used)
    call = route.call(
        logits=logits, rows=rows, experts=experts, used=used, renormalised=renormalised, chosen=chosen, counts=counts,
        aims=aims_, aimed=0 if aims_ is None else aims_.shape[1],
    )  # fmt: skip
    return chosen, counts, call


def summing(parts: list[Tensor], step: int, counts: Tensor) -> tuple[Tensor, Call]:
    """[rows, width], once the call has run: see `weighted_sum`. Whoever runs it keeps the parts."""
    rows, width = len(counts), parts[0].shape[-1]
    out = torch.empty(rows, width)
    places = torch.tensor([part.data_ptr() for part in parts])
    call = weighted_sum.call(
        parts=places, step=step, counts=counts, out=out, rows=rows, width=width, used=len(parts)
    )
    return out, call
