"""Many rows at once: weights become bf16 for the vendor's matrix product."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.reference import DenseWeight
from engine.kernels.triton.activations import activated
from engine.kernels.triton.dequantise import dequantised
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.layout import SCRATCH_VALUES
from engine.kernels.triton.weight import PlaneWeight
from engine.plan.types import Range

ALIGNED = 256  # rows of a piece: matrix products of other sizes were measured at half the speed


def matmul(
    act: Tensor,
    weights: Sequence[PlaneWeight | DenseWeight],
    dtype: torch.dtype = torch.float32,
    ready: Callable[[], None] = lambda: None,
) -> Tensor:
    """act bf16 [rows, columns] @ weights^T, one weight's outputs after another's; summed in f32, given as `dtype`.

    `ready` is called before `act` is first used, once the first weights are dequantised.
    """
    columns = act.shape[1]
    outputs = sum(weight.shape[0] for weight in weights)
    pieces = _pieces([weight.shape[0] for weight in weights], SCRATCH_VALUES // columns)
    if len(pieces) == 1:
        return _product(act, weights, pieces[0], dtype, ready)
    out = torch.empty(len(act), outputs, dtype=dtype, device=act.device)
    at = 0
    for piece in pieces:
        part = _product(act, weights, piece, dtype, ready)
        out[:, at : at + part.shape[1]] = part
        at += part.shape[1]
    return out


def _product(
    act: Tensor,
    weights: Sequence[PlaneWeight | DenseWeight],
    piece: Sequence[Range],
    dtype: torch.dtype,
    ready: Callable[[], None],
) -> Tensor:
    """With these rows of each weight."""
    scratch = torch.empty(sum(map(len, piece)), act.shape[1], dtype=act.dtype, device=act.device)
    at = 0
    for weight, rows in zip(weights, piece, strict=True):
        if len(rows):
            dequantised(weight, rows, scratch[at : at + len(rows)])
            at += len(rows)
    ready()
    if act.device.type != "cuda":
        return (act.float() @ scratch.float().t()).to(dtype)
    if dtype == act.dtype:
        return torch.mm(act, scratch.t())
    return torch.mm(act, scratch.t(), out_dtype=dtype)


def _pieces(counts: Sequence[int], most: int) -> list[list[Range]]:
    """All rows of all weights in order, about `most` at a time: per piece a range of each weight."""
    total = sum(counts)
    step = triton.cdiv(triton.cdiv(total, triton.cdiv(total, max(1, most))), ALIGNED) * ALIGNED
    starts = [sum(counts[:index]) for index in range(len(counts))]
    pieces = []
    for low in range(0, total, step):
        high = min(low + step, total)
        pieces.append(
            [
                Range(min(max(low - start, 0), count), min(max(high - start, 0), count))
                for start, count in zip(starts, counts, strict=True)
            ]
        )
    return pieces


@triton.jit
def _gated(gate, up, out, count, stride, BLOCK: tl.constexpr, SILU: tl.constexpr, BY_BYTE: tl.constexpr):
    """Program (row, some columns of `count`); rows of `gate` and of `up` are `stride` apart."""
    begin()
    row = tl.program_id(0).to(tl.int64)
    at = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    ok = at < count
    a = tl.load(gate + row * stride + at, mask=ok, other=0.0).to(tl.float32)
    b = tl.load(up + row * stride + at, mask=ok, other=0.0).to(tl.float32)
    to = at
    if BY_BYTE:
        to = (at % 32 // 16 * 4 + at % 4) * (count // 8) + at // 32 * 4 + at % 16 // 4
    tl.store(out + row * count + to, activated(a, SILU) * b, mask=ok)


def gated(gate: Tensor, up: Tensor, activation: Activation, by_byte: bool = False) -> Tensor:
    """activation(gate) * up, bf16 [rows, columns]; rows of both are equally far apart. Columns may be in the order of
    `tiles.by_byte`."""
    rows, count = gate.shape
    out = torch.empty(rows, count, dtype=torch.bfloat16, device=gate.device)
    launch(
        _gated, (rows, triton.cdiv(count, 1024)), gate.device,
        gate, up, out, count, gate.stride(0), BLOCK=1024, SILU=activation == "silu", BY_BYTE=by_byte, num_warps=4
    )  # fmt: skip
    return out
