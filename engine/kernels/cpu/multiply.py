"""One activation times one or several weights: it is brought once into each form that their products read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from engine.kernels.cpu.kernel import Call
from engine.kernels.cpu.layout import Extent
from engine.kernels.cpu.pool import Phase
from engine.kernels.cpu.products import Form, Product, Products, TileProduct
from engine.kernels.cpu.quantise import quantise
from engine.kernels.cpu.records import BYTES, count
from engine.kernels.cpu.rows import fill_up
from engine.kernels.cpu.tile_activations import STEP, to_tiles
from engine.kernels.cpu.tile_product import GRAIN
from engine.kernels.cpu.weight import PackedWeight

FLOATS = 32  # what rows of f32 are filled up to a multiple of, where the weight is plain floats


class Acts(NamedTuple):
    """An activation in a product's form; `step` is the product's argument `act_step`, `make` writes it."""

    data: Tensor
    step: int
    make: Call | None


def multiplication(
    products: Products, act: Tensor, weights: Sequence[PackedWeight]
) -> tuple[list[Phase], list[Tensor]]:
    """act [rows, columns] @ weight^T for weights that hold the same columns: what is to be run, and what it writes."""
    kernels = [products.kernel(weight.kind, len(act)) for weight in weights]
    forms = {kernel.form: FORMS[kernel.form](act, [weight.what for weight in weights]) for kernel in kernels}
    calls, outs = [], []
    for kernel, weight in zip(kernels, weights, strict=True):
        call, out = _call(kernel, weight, forms[kernel.form], len(act))
        calls.append(call)
        outs.append(out)
    makes = tuple(acts.make for acts in forms.values() if acts.make is not None)
    return [makes, tuple(calls)] if makes else [tuple(calls)], outs


def _call(kernel: Product | TileProduct, weight: PackedWeight, acts: Acts, rows: int) -> tuple[Call, Tensor]:
    outputs = weight.what.rows
    shape = (rows, outputs) if isinstance(kernel, Product) else (_whole(rows, GRAIN), _whole(outputs, GRAIN))
    out = torch.empty(shape)
    arguments = {
        "weights": weight.lines, "acts": acts.data, "act_step": acts.step, "out": out, "out_step": 4 * shape[1],
        "tokens": rows, "outputs": outputs, "units": weight.what.units,
    }  # fmt: skip
    if isinstance(kernel, Product):
        arguments["at_once"] = kernel.at_once(acts.step)
    return kernel.call(**arguments), out[:rows, :outputs]


def _records(act: Tensor, whats: Sequence[Extent]) -> Acts:
    """int8 in groups of 32, see `records.py`."""
    columns, lead = whats[0].columns, whats[0].lead
    step = BYTES * count(columns, lead)
    data = torch.empty(len(act) * step, dtype=torch.uint8)
    return Acts(data, step, quantise.call(x=act, rows=len(act), columns=columns, lead=lead, out=data, out_step=step))


def _floats(act: Tensor, whats: Sequence[Extent]) -> Acts:
    rows, columns = act.shape
    width = _whole(columns, FLOATS)
    if width == columns:
        return Acts(act, 4 * width, None)
    data = torch.empty(rows, width)
    return Acts(data, 4 * width, fill_up.call(x=act, rows=rows, columns=columns, out=data, width=width))


def _tiles(act: Tensor, whats: Sequence[Extent]) -> Acts:
    """bf16, see `tile_activations.py`."""
    steps = max(what.units * what.layout.unit for what in whats) // STEP
    rows, step = len(act), 2 * STEP * _whole(len(act), GRAIN)
    data = torch.empty(steps * step, dtype=torch.uint8)
    make = to_tiles.call(
        x=act, rows=rows, columns=whats[0].columns, lead=whats[0].lead, steps=steps, out=data, out_step=step
    )
    return Acts(data, step, make)


FORMS: Mapping[Form, Callable[[Tensor, Sequence[Extent]], Acts]] = {
    "records": _records,
    "floats": _floats,
    "tiles": _tiles,
}


def _whole(number: int, grain: int) -> int:
    return -(-number // grain) * grain
