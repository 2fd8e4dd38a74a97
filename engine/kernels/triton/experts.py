"""A mixture of experts for a few rows: every expert that a row has chosen, as int8, read once for that row."""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.triton.activations import record_width
from engine.kernels.triton.codes import DMIN, GROUPS, OFFSET, group_products, half_codes, load, products, scales
from engine.kernels.triton.gemv import BLOCK_GROUPS, activate
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.route import Chosen
from engine.kernels.triton.weight import StackedExperts

TOGETHER = 4  # rows of gate or up a program takes, and
TOGETHER_CUT = 2  # where there are few
FEW = 512  # rows of one expert; all three measured on an H100


@triton.jit
def _some(
    act, w, expert, out, block, N: tl.constexpr, R: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr,
    W: tl.constexpr, STRIDE: tl.constexpr,
):  # fmt: skip
    """Some of the N rows of one expert's matrix, times one activation."""
    i = block * (R * BN) + tl.arange(0, BN)
    y = products(act, w, expert * N + i, 1, 1, R, BG, W, STRIDE)
    for r in tl.static_range(R):
        tl.store(out + i + r * BN, y[r], mask=i + r * BN < N)


@triton.jit
def _gate_up(
    act, gate, up, experts, out, used, N: tl.constexpr, R: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr,
    W0: tl.constexpr, W1: tl.constexpr, STRIDE: tl.constexpr,
):  # fmt: skip
    """Program (some channels of gate or of up, place): [rows x used, 2 N], gate first."""
    begin()
    blocks: tl.constexpr = (N + R * BN - 1) // (R * BN)
    block, place = tl.program_id(0), tl.program_id(1)
    expert = tl.load(experts + place)
    row = act + place // used * STRIDE
    to = out + place * (2 * N)
    if block < blocks:
        _some(row, gate, expert, to, block, N, R, BN, BG, W0, STRIDE)
    else:
        _some(row, up, expert, to + N, block - blocks, N, R, BN, BG, W1, STRIDE)


@triton.jit
def _down(
    act, w, experts, counts, out, N: tl.constexpr, USED: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr,
    W: tl.constexpr, STRIDE: tl.constexpr,
):  # fmt: skip
    """Program (some outputs, row): the sum over its experts, each by what it counts for.

    The groups of all its experts are gone through as if they were one long row, so that short rows, as those of a cut
    expert are, leave no thread idle."""
    begin()
    G: tl.constexpr = W[GROUPS]
    MASKED: tl.constexpr = (USED * G) % BG != 0 or N % BN != 0
    i = tl.program_id(0) * BN + tl.arange(0, BN)
    row = tl.program_id(1)
    j = tl.arange(0, 4)
    total = tl.zeros((BN, BG), tl.float32)
    for start in tl.static_range(0, USED * G, BG):
        at = start + tl.arange(0, BG)
        there = at < USED * G
        place, g = row * USED + at // G, at % G
        expert = load(experts + place, there, MASKED)
        count = load(counts + place, there, MASKED)
        n = expert[None, :] * N + i[:, None]
        ok = there[None, :] & (i < N)[:, None]
        low = half_codes(w, n * G + g[None, :], ok, 0, W, MASKED)
        high = half_codes(w, n * G + g[None, :], ok, 1, W, MASKED)
        scaled = scales(w, n, g[None, :], ok, W, MASKED)
        record = act + place * STRIDE
        word = record[None, :, None] + g[None, :, None] * 8 + j[None, None, :]
        x_low = tl.broadcast_to(load(word, there[None, :, None], MASKED), (BN, BG, 4))
        x_high = tl.broadcast_to(load(word + 4, there[None, :, None], MASKED), (BN, BG, 4))
        scale = load(record + 8 * G + g, there, MASKED).to(tl.float32, bitcast=True) * count
        sums = tl.zeros((1, BG), tl.int32)
        if W[OFFSET] != 0 or W[DMIN] >= 0:
            sums = load(record + 9 * G + g, there, MASKED)[None, :]
        total += group_products(low, high, x_low, x_high, sums, scaled, W) * scale[None, :]
    tl.store(out + row * N + i, tl.sum(total, 1), mask=i < N)


def of_few(
    act: Tensor, chosen: Chosen, gate: StackedExperts, up: StackedExperts, down: StackedExperts, activation: Activation
) -> Tensor:
    """Records [rows, words] through their experts: f32 [rows, outputs]."""
    rows, used = chosen.experts.shape
    channels, outputs = gate.shape[0], down.shape[0]
    bn = 1 if act.device.type == "cuda" else 32  # Triton's interpreter takes one program after another
    together = TOGETHER if channels > FEW else TOGETHER_CUT
    both = torch.empty(rows * used, 2 * channels, device=act.device)
    launch(
        _gate_up, (2 * triton.cdiv(channels, together * bn), rows * used), act.device,
        act, gate.weight.buffer, up.weight.buffer, chosen.experts, both, used,
        N=channels, R=together, BN=bn, BG=BLOCK_GROUPS, W0=gate.weight.form, W1=up.weight.form, STRIDE=act.shape[1],
        num_warps=1, num_stages=2,
    )  # fmt: skip
    hidden = activate(both, activation)
    out = torch.empty(rows, outputs, device=act.device)
    launch(
        _down, (triton.cdiv(outputs, bn), rows), act.device,
        hidden, down.weight.buffer, chosen.experts, chosen.counts, out,
        N=outputs, USED=used, BN=bn, BG=BLOCK_GROUPS, W=down.weight.form,
        STRIDE=record_width(channels), num_warps=1, num_stages=2,
    )  # fmt: skip
    return out
