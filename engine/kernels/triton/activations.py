"""Activations as products read them: int8 in groups of 32 with a scale, and the sums that offsets and minima need."""

from __future__ import annotations

from typing import Final

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import Norm
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.layout import GROUP

GROUP_WORDS: Final = 10  # int32: eight of codes, the scale, two sums
PIECE: Final = 32  # groups that one program norms


def record_width(columns: int) -> int:
    """Words of a row."""
    return columns // GROUP * GROUP_WORDS


@triton.jit
def store_record(out, row, ok, group, x, G, stride):
    """Write groups of 32 values x [N, 32] as groups `group` [N] of rows `row` [N] of records of G groups, which are
    `stride` words apart."""
    N: tl.constexpr = x.shape[0]
    top = tl.max(tl.abs(x), 1)
    scale = top * (1.0 / 127.0)
    inverse = tl.where(top > 0, 127.0 / top, 0.0)
    scaled = x * inverse[:, None]
    codes = tl.where(scaled >= 0, scaled + 0.5, scaled - 0.5).to(tl.int32)
    halves = tl.sum(tl.reshape(codes, (N, 2, 16)), 2)
    sums = tl.sum(tl.where(tl.arange(0, 2)[None] == 0, halves & 0xFFFF, halves << 16), 1)
    base = out + row * stride
    bytes_at = base.to(tl.pointer_type(tl.int8))[:, None] + group[:, None] * 32 + tl.arange(0, 32)[None]
    tl.store(bytes_at, codes.to(tl.int8), mask=ok[:, None])
    tl.store(base + 8 * G + group, scale.to(tl.int32, bitcast=True), mask=ok)
    tl.store(base + 9 * G + group, sums, mask=ok)


@triton.jit
def activated(x, SILU: tl.constexpr):
    """SiLU, or else GELU's tanh form, whose tanh is written as a sigmoid."""
    if SILU:
        return x * tl.sigmoid(x)
    return x * tl.sigmoid(1.5957691216057308 * (x + 0.044715 * x * x * x))


@triton.jit
def _quantise(x, out, stride, G, BG: tl.constexpr):
    begin()
    row = tl.program_id(0)
    g = tl.program_id(1) * BG + tl.arange(0, BG)
    at = g[:, None] * 32 + tl.arange(0, 32)[None]
    values = tl.load(x + row * stride + at, mask=(g < G)[:, None], other=0.0).to(tl.float32)
    store_record(out, tl.zeros((BG,), tl.int32) + row, g < G, g, values, G, 10 * G)


def quantise(x: Tensor) -> Tensor:
    """Rows of floats as records."""
    rows, columns = x.shape
    groups = columns // GROUP
    out = torch.empty(rows, record_width(columns), dtype=torch.int32, device=x.device)
    launch(_quantise, (rows, -(-groups // 16)), x.device, x, out, x.stride(0), groups, BG=16, num_warps=2)
    return out


@triton.jit
def store_normed(x, weight, out, row, at, g, ok, columns, G, epsilon, FORM: tl.constexpr):
    """A row x [N, 32] of a residual, at places `at`, normed. `FORM`: 0 not at all, 1 a record, 2 floats of `out`."""
    if FORM != 0:
        mean = tl.sum(tl.sum(x * x, 1), 0) / columns
        y = x * tl.rsqrt(mean + epsilon) * tl.load(weight + at, mask=ok, other=0.0)
        if FORM == 1:
            store_record(out, tl.zeros_like(g) + row, g < G, g, y, G, 10 * G)
        else:
            tl.store(out + row * columns + at, y, mask=ok)


@triton.jit
def post_normed(added, post, at, ok, columns, epsilon):
    """What a sub-layer adds to the residual, where it has a norm of its own."""
    mean = tl.sum(tl.sum(added * added, 1), 0) / columns
    return added * tl.rsqrt(mean + epsilon) * tl.load(post + at, mask=ok, other=0.0)


@triton.jit
def _norm(
    part, residual, post, weight, total, out, columns, G, post_epsilon, epsilon,
    BG: tl.constexpr, ADD: tl.constexpr, POST: tl.constexpr, FORM: tl.constexpr,
):  # fmt: skip
    """A row a program; `FORM` as of `store_normed`."""
    begin()
    row = tl.program_id(0)
    g = tl.arange(0, BG)
    at = g[:, None] * 32 + tl.arange(0, 32)[None]
    ok = at < columns
    x = tl.load(residual + row * columns + at, mask=ok, other=0.0)
    if ADD:
        added = tl.load(part + row * columns + at, mask=ok, other=0.0).to(tl.float32)
        if POST:
            added = post_normed(added, post, at, ok, columns, post_epsilon)
        x += added
        tl.store(total + row * columns + at, x, mask=ok)
    store_normed(x, weight, out, row, at, g, ok, columns, G, epsilon, FORM)


@triton.jit
def store_piece(x, weight, record, row, piece, pieces, at, g, ok, G, epsilon):
    """Of a row's groups `g` of a residual x [N, 32], at places `at`: x times the norm's weight, as part of a record,
    and the sum of their squares. What the norm divides by is left to the products: no program waits for another."""
    stride = 10 * G + pieces + 1
    tail = record + row * stride + 10 * G
    squares = tl.sum(tl.sum(x * x, 1), 0)
    tl.store(tail + piece, squares.to(tl.int32, bitcast=True))
    if piece == 0:
        tl.store(tail + pieces, epsilon)
    y = x * tl.load(weight + at, mask=ok, other=0.0)
    store_record(record, tl.zeros_like(g) + row, g < G, g, y, G, stride)


@triton.jit
def _norm_later(part, residual, weight, total, out, columns, G, epsilon, BG: tl.constexpr, ADD: tl.constexpr):
    """Program (row, some groups): these groups of residual + part, as `store_piece` leaves them."""
    begin()
    row, piece = tl.program_id(0), tl.program_id(1)
    g = piece * BG + tl.arange(0, BG)
    at = g[:, None] * 32 + tl.arange(0, 32)[None]
    ok = at < columns
    x = tl.load(residual + row * columns + at, mask=ok, other=0.0)
    if ADD:
        x += tl.load(part + row * columns + at, mask=ok, other=0.0)
        tl.store(total + row * columns + at, x, mask=ok)
    store_piece(x, weight, out, row, piece, tl.num_programs(1), at, g, ok, G, epsilon)


def pieces_of(columns: int) -> int:
    """Of a row, each for a program."""
    return -(-columns // (GROUP * PIECE))


def record_in_pieces(columns: int, device: torch.device) -> Tensor:
    """Of one row whose norm is left to the products: room for what `store_piece` stores."""
    return torch.empty(1, record_width(columns) + pieces_of(columns) + 1, dtype=torch.int32, device=device)


def norm(
    residual: Tensor,
    weight: Norm | None,
    as_record: bool,
    part: Tensor | None = None,
    post: Norm | None = None,
    total: Tensor | None = None,
) -> Tensor | None:
    """RMS norm of residual + post(part), which goes to `total`: a record or bf16; without a weight only the sum."""
    rows, columns = residual.shape
    groups, device = columns // GROUP, residual.device
    if as_record and rows == 1 and weight is not None and post is None:  # with more rows the products' end costs more
        record = record_in_pieces(columns, device)
        launch(
            _norm_later, (rows, pieces_of(columns)), device,
            residual if part is None else part, residual, weight.weight, residual if total is None else total,
            record, columns, groups, bits_of(weight.epsilon), BG=PIECE, ADD=part is not None, num_warps=4,
        )  # fmt: skip
        return record
    out: Tensor | None = None
    if weight is not None:
        shape = record_width(columns) if as_record else columns
        out = torch.empty(rows, shape, dtype=torch.int32 if as_record else torch.bfloat16, device=device)
    block = triton.next_power_of_2(groups)
    launch(
        _norm, (rows,), device,
        residual if part is None else part, residual, residual if post is None else post.weight,
        residual if weight is None else weight.weight, residual if total is None else total,
        residual if out is None else out, columns, groups,
        0.0 if post is None else post.epsilon, 0.0 if weight is None else weight.epsilon,
        BG=block, ADD=part is not None, POST=post is not None, FORM=0 if weight is None else 1 if as_record else 2,
        num_warps=min(16, max(1, block // 8)),
    )  # fmt: skip
    return out


def bits_of(number: float) -> int:
    """Of an f32, as an int32."""
    return int(torch.tensor(number, dtype=torch.float32).view(torch.int32))
