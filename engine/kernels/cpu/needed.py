"""Which code a rank may come to run, known before it has read a weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np

from engine.gguf.facts import ModelFacts
from engine.kernels.cpu.activation import gated
from engine.kernels.cpu.add_norm import add_norm
from engine.kernels.cpu.attention import attend
from engine.kernels.cpu.heads import place_heads
from engine.kernels.cpu.kernel import Code, Kernel
from engine.kernels.cpu.layout import LAYOUTS, TILE, extent
from engine.kernels.cpu.likeliest import likeliest
from engine.kernels.cpu.norm import norm
from engine.kernels.cpu.planes import pack
from engine.kernels.cpu.products import Form, Products
from engine.kernels.cpu.quantise import quantise
from engine.kernels.cpu.route import route
from engine.kernels.cpu.rows import add_bias, fill_up
from engine.kernels.cpu.tile_activations import to_tiles
from engine.kernels.cpu.weighted_sum import weighted_sum
from engine.plan.tensors import rank_tensors
from engine.plan.types import Range, SplitPlan
from engine.quants.types import WIDENED

OF_EVERY_MODEL = (norm, add_norm, place_heads, attend, likeliest, add_bias, route, weighted_sum, *gated.values())
OF_A_FORM: Mapping[Form, Kernel] = {"records": quantise, "floats": fill_up, "tiles": to_tiles}


def kinds_needed(facts: ModelFacts, plan: SplitPlan, rank: int) -> list[str]:
    """The types in which the rank will hold its matrices."""
    tensors = [facts.tensors[piece.name] for piece in rank_tensors(facts, plan, rank)]
    types = {tensor.type_name for tensor in tensors if len(tensor.shape) > 1}
    return sorted({name if name in LAYOUTS else WIDENED for name in types})


def code_needed(products: Products, kinds: Iterable[str]) -> list[Code]:
    """All that a rank may run whose matrices are of these types; each is compiled when its address is asked for."""
    found = [each for kind in kinds for each in products.kernels(kind)]
    forms = sorted({each.form for each in found})
    return [*OF_EVERY_MODEL, *(OF_A_FORM[form] for form in forms), *found]


def steps(code: Iterable[Code], kinds: Iterable[str]) -> list[Callable[[], object]]:
    """To be taken so that nothing is left to compile: packing first, which is what a load does first."""
    return [*(partial(_pack, kind) for kind in kinds), *(partial(getattr, each, "address") for each in code)]


def _pack(kind: str) -> None:
    """A tile of nothing: numba compiles what Python calls when it is called with such arrays."""
    layout = LAYOUTS[kind]
    what = extent(kind, TILE, Range(0, layout.unit))
    pack(np.zeros((TILE, len(what.blocks) * layout.block_bytes), np.uint8), what)
