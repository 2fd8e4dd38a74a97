"""One activation times one or several weights: it is quantised once, and all products are one program."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.kernels.cpu.kernel import Call
from engine.kernels.cpu.pool import Program
from engine.kernels.cpu.products import Products
from engine.kernels.cpu.quantise import quantise
from engine.kernels.cpu.records import BYTES, count
from engine.kernels.cpu.weight import PackedWeight
from engine.quants.types import DENSE

FLOATS = 32  # what rows of f32 are filled up to a multiple of, where the weight is plain floats


class Scratch:
    """Memory for the records of one activation at a time; it grows to the largest."""

    def __init__(self) -> None:
        self._room = torch.empty(0, dtype=torch.uint8)

    def at_least(self, nbytes: int) -> Tensor:
        if self._room.numel() < nbytes:
            self._room = torch.empty(nbytes, dtype=torch.uint8)
        return self._room


class Multiplication:
    """act @ weight^T for weights that hold the same columns, laid out for a number of rows; see `Products.kernel`."""

    def __init__(self, products: Products, weights: Sequence[PackedWeight], rows: int, scratch: Scratch) -> None:
        self._weights, self._scratch = weights, scratch
        what = weights[0].what
        self._step = BYTES * count(what.columns, what.lead)
        self._products = [self._product(products, weight, rows) for weight in weights]
        self._quantise: Call | None = None
        if any(weight.kind not in DENSE for weight in weights):
            self._quantise = quantise.call(
                x=0, rows=0, columns=what.columns, lead=what.lead, out=0, out_step=self._step
            )
        self.program = Program([*([self._quantise] if self._quantise else []), *self._products])

    def prepare(self, act: Tensor) -> list[Tensor]:
        """Point the program at an activation [rows, columns]; returns the outputs that a run will write."""
        rows = len(act)
        acts = act
        if self._quantise is not None:
            acts = self._scratch.at_least(rows * self._step)
            self._quantise.set("x", act)
            self._quantise.set("rows", rows)
            self._quantise.set("out", acts)
        outs = []
        for weight, call in zip(self._weights, self._products, strict=True):
            out = torch.empty(rows, weight.what.rows)
            call.set("out", out)
            call.set("tokens", rows)
            call.set("acts", _filled_up(act) if weight.kind in DENSE else acts)
            outs.append(out)
        return outs

    def _product(self, products: Products, weight: PackedWeight, rows: int) -> Call:
        what = weight.what
        step = self._step
        if weight.kind in DENSE:
            step = 4 * (what.columns + -what.columns % FLOATS)
        kernel = products.kernel(weight.kind, rows)
        return kernel.call(
            weights=weight.lines, acts=0, act_step=step, out=0, out_step=4 * what.rows, tokens=0, outputs=what.rows,
            units=what.units, at_once=kernel.at_once(step),
        )  # fmt: skip


def _filled_up(act: Tensor) -> Tensor:
    missing = -act.shape[1] % FLOATS
    return F.pad(act, (0, missing)) if missing else act
