"""What the products compute, in float64: the same int8 activations, nothing else rounded."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.kernels.cpu import records
from engine.kernels.cpu.layout import Extent
from engine.kernels.cpu.planes import pack
from engine.kernels.cpu.product import FIELDS
from engine.kernels.cpu.products import Products
from engine.quants.fields import dense_values, take_apart
from engine.quants.types import DENSE, TYPES

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]


class Expected(NamedTuple):
    """[tokens, rows]: the products, and the sums of their terms' sizes, which errors are measured against."""

    out: Floats
    terms: Floats


def expected(kind: str, blocks: Bytes, acts: Bytes) -> Expected:
    """`blocks` [rows, bytes] times activations as the kernels get them."""
    if kind in DENSE:
        weights, x = dense_values(blocks, kind).astype(np.float64), acts.view(np.float32).astype(np.float64)
        x = x[:, : weights.shape[1]]
        return Expected(x @ weights.T, abs(x) @ abs(weights).T)
    fields = take_apart(blocks, TYPES[kind])
    rows, columns = fields.codes.shape
    group = fields.kind.group
    codes = acts[..., :256].view(np.int8).reshape(len(acts), -1)[:, :columns].astype(np.float64)
    scales = np.ascontiguousarray(acts[..., records.SCALES : records.DIGITS]).view(np.float32).astype(np.float64)
    scales = np.repeat(scales.reshape(len(acts), -1), 32 // group, 1)[:, : columns // group]
    x = codes.reshape(len(acts), -1, group)
    whole = np.repeat(fields.d.astype(np.float64), fields.kind.groups, 1)
    if fields.scales is not None:
        whole = whole * fields.scales
    counts = np.array(fields.kind.table)[fields.codes] if fields.kind.table else fields.codes
    sums = np.einsum("rgk,tgk->trg", counts.reshape(rows, -1, group).astype(np.float64), x)
    parts = sums * whole * scales[:, None]
    lows = np.zeros_like(parts)
    if fields.dmin is not None:
        low = np.repeat(fields.dmin.astype(np.float64), fields.kind.groups, 1)
        low = low if fields.mins is None else low * fields.mins
        lows = low * (x.sum(-1) * scales)[:, None]
    return Expected((parts - lows).sum(-1), (abs(parts) + abs(lows)).sum(-1))


def activations(kind: str, x: npt.NDArray[np.float32], lead: int = 0) -> Bytes:
    """[tokens, ...] as the type's product reads them."""
    if kind not in DENSE:
        return records.quantise(x, lead)
    return np.pad(x, ((0, 0), (0, -x.shape[1] % 32))).view(np.uint8)


def run(
    products: Products,
    kind: str,
    what: Extent,
    blocks: Bytes,
    acts: Bytes,
    threads: int = 1,
    at_once: int | None = None,
) -> npt.NDArray[np.float32]:
    """One product, the threads' shares one after another; what lies behind `out`'s rows must survive."""
    tokens, weights = len(acts), pack(blocks, what)
    kernel = products.kernel(kind, tokens)
    out = np.full((tokens, what.rows + 5), np.nan, np.float32)
    step = acts[0].nbytes
    given = {
        "weights": weights.ctypes.data, "acts": acts.ctypes.data, "act_step": step, "out": out.ctypes.data,
        "out_step": out.strides[0], "tokens": tokens, "outputs": what.rows, "units": what.units,
        "at_once": at_once or kernel.at_once(step),
    }  # fmt: skip
    record = np.array([given[field] for field in FIELDS], np.int64)
    function = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)(kernel.address)
    for thread in range(threads):
        function(record.ctypes.data, thread, threads)
    assert np.isnan(out[:, what.rows :]).all()
    return out[:, : what.rows]
