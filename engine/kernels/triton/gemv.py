"""Products of a few activations with quantised weights: as fast as the weights can be read.

A program takes some rows of the weight; activations are int8 and everything inside a group is exact in integers.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.reference import DenseWeight
from engine.kernels.triton.activations import activated, record_width, store_record
from engine.kernels.triton.codes import factor, fetch, products
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.weight import PlaneWeight

MOST = 8  # activations in one pass
BLOCK_GROUPS = 32
MANY = 9000  # rows of weights
SHORT = 64  # groups of a row
EARLY = 1056  # programs that start before what they multiply is there, and have weights fetched meanwhile


@triton.jit
def _rows(
    act, w, bias, out, first, block, rows, width,
    M: tl.constexpr, R: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr, W: tl.constexpr, BIASED: tl.constexpr,
    STRIDE: tl.constexpr,
):  # fmt: skip
    """Some rows of one weight, whose row 0 is column `first` of the output."""
    n = block * (R * BN) + tl.arange(0, BN)
    y = products(act, w, n, rows, M, R, BG, W, STRIDE)
    for r in tl.static_range(R):
        here = n + r * BN
        ok = here < W[0]
        if BIASED:
            added = tl.load(bias + first + here, mask=ok, other=0.0)
        for m in tl.static_range(M):
            value = y[m * R + r] + added if BIASED else y[m * R + r]
            tl.store(out + m * width + first + here, value, mask=ok & (0 * here + m < rows))


@triton.jit
def _gemv(
    act, w0, w1, w2, bias, out, rows, width,
    M: tl.constexpr, R: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr,
    W0: tl.constexpr, W1: tl.constexpr, W2: tl.constexpr, BIASED: tl.constexpr,
    STRIDE: tl.constexpr, EARLY: tl.constexpr,
):  # fmt: skip
    """Up to three weights over the same activations, one after another in `out` [rows, width]; a weight without rows is
    not there. Each has programs of its own, as they may be of different types."""
    B0: tl.constexpr = (W0[0] + R * BN - 1) // (R * BN)
    B1: tl.constexpr = (W1[0] + R * BN - 1) // (R * BN)
    program = tl.program_id(0)
    if program < EARLY:
        if program < B0:
            fetch(w0, program * R, R, W0)
        if W1[0] > 0:
            if (program >= B0) & (program < B0 + B1):
                fetch(w1, (program - B0) * R, R, W1)
        if W2[0] > 0:
            if program >= B0 + B1:
                fetch(w2, (program - B0 - B1) * R, R, W2)
    begin()
    if program < B0:
        _rows(act, w0, bias, out, 0, program, rows, width, M, R, BN, BG, W0, BIASED, STRIDE)
    if W1[0] > 0:
        if (program >= B0) & (program < B0 + B1):
            _rows(act, w1, bias, out, W0[0], program - B0, rows, width, M, R, BN, BG, W1, BIASED, STRIDE)
    if W2[0] > 0:
        if program >= B0 + B1:
            _rows(act, w2, bias, out, W0[0] + W1[0], program - B0 - B1, rows, width, M, R, BN, BG, W2, BIASED, STRIDE)


@triton.jit
def _activate(y, out, N, G, BG: tl.constexpr, SILU: tl.constexpr):
    """activation(first half) * second half of rows y [rows, 2 N], as records."""
    begin()
    row = tl.program_id(0)
    g = tl.program_id(1) * BG + tl.arange(0, BG)
    at = row * 2 * N + g[:, None] * 32 + tl.arange(0, 32)[None]
    ok = (g < G)[:, None]
    a, b = tl.load(y + at, mask=ok, other=0.0), tl.load(y + N + at, mask=ok, other=0.0)
    store_record(out, tl.zeros((BG,), tl.int32) + row, g < G, g, activated(a, SILU) * b, G, 10 * G)


@triton.jit
def _dense(
    act, w, bias, out, rows, N,
    M: tl.constexpr, BG: tl.constexpr, G: tl.constexpr, BIASED: tl.constexpr, STRIDE: tl.constexpr,
):  # fmt: skip
    """The same for a weight of plain floats, a program per row of it."""
    begin()
    n = tl.program_id(0)
    m = tl.arange(0, M)
    k = tl.arange(0, 32)
    total = tl.zeros((M, BG, 32), tl.float32)
    for start in range(0, G, BG):
        g = start + tl.arange(0, BG)
        there = (m < rows)[:, None] & (g < G)[None]
        row = act + m[:, None] * STRIDE + 0 * g[None]
        codes = row.to(tl.pointer_type(tl.int8))[:, :, None] + g[None, :, None] * 32 + k
        x = tl.load(codes, mask=there[:, :, None], other=0).to(tl.float32)
        scale = tl.load(row + 8 * G + g[None], mask=there, other=0).to(tl.float32, bitcast=True)
        at = n.to(tl.int64) * (32 * G) + g[:, None] * 32 + k
        weights = tl.load(w + at, mask=(g < G)[:, None], other=0.0).to(tl.float32)
        total += weights[None] * x * scale[:, :, None]
    y = tl.sum(tl.sum(total, 2), 1)
    if STRIDE > 10 * G:
        for i in tl.static_range(M):
            y = tl.where(m == i, y * factor(act + i * STRIDE, G, STRIDE), y)
    if BIASED:
        y += tl.load(bias + n)
    tl.store(out + m * N + n, y, mask=m < rows)


ABSENT = (0,) * 22  # the form of no weight


def multiply(act: Tensor, weights: Sequence[PlaneWeight | DenseWeight], bias: Tensor | None = None) -> Tensor:
    """Activations' records [rows <= MOST, words] times up to three weights of equal columns: f32 [rows, their rows]."""
    rows = len(act)
    shapes = [weight.shape[0] for weight in weights]
    out = torch.empty(rows, sum(shapes), device=act.device)
    planes = [weight for weight in weights if isinstance(weight, PlaneWeight)]
    if len(planes) < len(weights):
        at = 0
        for weight, count in zip(weights, shapes, strict=True):
            part = bias[at : at + count] if bias is not None else None
            out[:, at : at + count] = _alone(act, weight, part)
            at += count
        return out
    together = rows_together(planes[0], rows, sum(shapes))
    bn = 1 if act.device.type == "cuda" else 32  # Triton's interpreter takes one program after another
    forms = [*(weight.form for weight in planes), ABSENT, ABSENT][:3]
    buffers = [*(weight.buffer for weight in planes), planes[0].buffer, planes[0].buffer][:3]
    grid = (sum(triton.cdiv(count, together * bn) for count in shapes),)
    launch(
        _gemv, grid, act.device,
        act, *buffers, bias if bias is not None else act, out, rows, sum(shapes),
        M=padded(rows), R=together, BN=bn, BG=BLOCK_GROUPS, W0=forms[0], W1=forms[1], W2=forms[2],
        BIASED=bias is not None, STRIDE=act.shape[1], EARLY=EARLY, num_warps=1, num_stages=2,
    )  # fmt: skip
    return out


def _alone(act: Tensor, weight: PlaneWeight | DenseWeight, bias: Tensor | None) -> Tensor:
    if isinstance(weight, PlaneWeight):
        return multiply(act, [weight], bias)
    count, columns = weight.shape
    groups, tall = columns // 32, padded(len(act))
    out = torch.empty(len(act), count, device=act.device)
    launch(
        _dense, (count,), act.device,
        act, weight.values, bias if bias is not None else act, out, len(act), count,
        M=tall, BG=min(triton.next_power_of_2(groups), max(8, 64 // tall)), G=groups, BIASED=bias is not None,
        STRIDE=act.shape[1], num_warps=4,
    )  # fmt: skip
    return out


def gate_up(
    act: Tensor, gate: PlaneWeight | DenseWeight, up: PlaneWeight | DenseWeight, activation: Activation
) -> Tensor:
    """activation(gate of act) * (up of act), as records.

    Two kernels: programs that hold 32 channels of both, to quantise them at once, read the weights half as fast.
    """
    return activate(multiply(act, [gate, up]), activation)


def activate(both: Tensor, activation: Activation) -> Tensor:
    """activation(first half) * second half of rows f32 [rows, columns], as records of half as many columns."""
    rows, count = len(both), both.shape[1] // 2
    out = torch.empty(rows, record_width(count), dtype=torch.int32, device=both.device)
    launch(
        _activate, (rows, triton.cdiv(count, 4 * 32)), both.device,
        both, out, count, count // 32, BG=4, SILU=activation == "silu", num_warps=1
    )
    return out


def rows_together(weight: PlaneWeight, rows: int, outputs: int) -> int:
    """Rows of the weight a program takes, measured in whole models on an H100: several where activations would be read
    again for each, or where starting a program for each would take longer than reading it."""
    if rows > 2:
        return 4
    long = weight.what.groups > SHORT and outputs <= MANY and weight.what.kind.group != 16
    return 1 if long and rows == 1 else 2


def padded(rows: int) -> int:
    return 1 << (rows - 1).bit_length()
