"""One mixture of experts, of three types, by two implementations: in the interpreter and on a card."""

from __future__ import annotations

import torch

from engine.kernels.ops import Norm, Ops, Router
from engine.kernels.reference import ReferenceOps
from engine.plan.types import Range
from tests.engine.kernels.triton.stored import stored

KINDS = {"gate": "Q8_0", "up": "Q5_1", "down": "Q4_0"}
SHAPES = {"gate": (96, 64), "up": (96, 64), "down": (64, 96)}
EXPERTS, USED = 5, 3


def errors(ops: Ops, rows: int, renormalised: bool, device: torch.device) -> torch.Tensor:
    """Of each row, how far `ops` are from plain torch, of the row's length."""
    x = torch.randn(rows, 64, generator=torch.Generator().manual_seed(1)).to(device)
    norm = Norm(torch.ones(64, device=device), 1e-5)
    router = stored("F32", 1, EXPERTS, Range(0, 64))
    matrices = [
        [stored(kind, 10 * which + e, SHAPES[name][0], Range(0, SHAPES[name][1])) for e in range(EXPERTS)]
        for which, (name, kind) in enumerate(KINDS.items(), 1)
    ]

    def mixed(ops: Ops) -> torch.Tensor:
        gate, up, down = (ops.experts(each, lambda done: None) for each in matrices)
        chooses = Router(ops.weight(router, lambda done: None), norm, USED, renormalised)
        ops.all_read()
        assert (down.count, tuple(down.shape)) == (EXPERTS, SHAPES["down"])
        return ops.mixture(ops.norm(x, norm), x, chooses, gate, up, down, "silu")

    found, expected = mixed(ops), mixed(ReferenceOps(device))
    return (found - expected).norm(dim=1) / expected.norm(dim=1)
