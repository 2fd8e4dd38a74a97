"""Products of some tens of rows: a tile of the weight becomes bf16 on its way to the matrix unit, never in memory.

For so few rows the weights are most of what is read, so reading them once as they are held beats dequantising first.
The four codes of a word stay where they are: their values go to the matrix unit byte by byte, and activations are
sorted once to meet them.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.triton.codes import GROUPS, ROWS, half_codes
from engine.kernels.triton.dequantise import affine, value
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.weight import PlaneWeight

MOST_ROWS = 64
OUTPUTS = 64  # of a program; this and what follows measured on an H100
BLOCK_GROUPS = 8
MOST_PARTS = 6  # that columns are shared out in, where outputs are few


@triton.jit
def tile(act, row, real, w, n, low, high, BG: tl.constexpr, W: tl.constexpr, UNIT: tl.constexpr):
    """f32 [rows, outputs]: rows `row` of what `by_byte` gives, those that are `real`, times rows `n` of the weight,
    over groups `low` .. `high`. `UNIT` is what is multiplied."""
    BN: tl.constexpr = n.shape[0]
    k = tl.arange(0, BG * 4)
    total = tl.zeros((row.shape[0], BN), tl.float32)
    for start in range(low, high, BG):
        g = start + tl.arange(0, BG)
        ok = (n < W[ROWS])[:, None] & (g < W[GROUPS])[None]
        at = row[:, None] * (32 * W[GROUPS]) + start * 4 + k[None]
        inside = real[:, None] & (start * 4 + k < 4 * W[GROUPS])[None]
        for half in tl.static_range(2):
            word = half_codes(w, n[:, None] * W[GROUPS] + g[None], ok, half, W, True)
            scale, least = affine(w, n, g, ok, half, W)
            for byte in tl.static_range(4):
                x = tl.load(act + at + (4 * half + byte) * (4 * W[GROUPS]), mask=inside, other=0.0)
                y = value(word, byte, scale[:, :, None], least[:, :, None], W)
                y = tl.reshape(y, (BN, BG * 4)).to(tl.bfloat16)
                total = tl.dot(x.to(UNIT), tl.trans(y.to(UNIT)), total)
    return total


@triton.jit(do_not_specialize=["rows", "share", "first"])
def _tile(
    act, w, out, rows, share, first, width,
    BM: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr, W: tl.constexpr, UNIT: tl.constexpr,
):  # fmt: skip
    """Program (some outputs, share of the columns): of that share, [rows, outputs] from column `first` of `out`, whose
    rows are `width` wide."""
    begin()
    n = tl.program_id(0) * BN + tl.arange(0, BN)
    part = tl.program_id(1)
    m = tl.arange(0, BM)
    high = tl.minimum((part + 1) * share, W[GROUPS])
    total = tile(act, m, m < rows, w, n, part * share, high, BG, W, UNIT)
    to = (part * rows + m)[:, None] * width + first + n[None]
    tl.store(out + to, total, mask=(m < rows)[:, None] & (n < W[ROWS])[None])


def unit(device: torch.device) -> tl.dtype:
    """What matrix units multiply; Triton's interpreter multiplies no bf16."""
    return tl.bfloat16 if device.type == "cuda" else tl.float32


def by_byte(act: Tensor) -> Tensor:
    """Columns sorted by where their weights' codes lie: half of the group, byte of the word, then group and word."""
    rows, columns = act.shape
    return act.view(rows, columns // 32, 2, 4, 4).permute(0, 2, 4, 1, 3).contiguous()


def multiply(act: Tensor, weights: Sequence[PlaneWeight], processors: int) -> Tensor:
    """act bf16 [rows <= MOST_ROWS, columns] @ weights^T, one weight's outputs after another's, f32; on a device of so
    many processors."""
    rows, columns = act.shape
    counts = [weight.shape[0] for weight in weights]
    blocks = [triton.cdiv(count, OUTPUTS) for count in counts]
    parts = min(MOST_PARTS, max(1, 4 * processors // sum(blocks)))
    share = triton.cdiv(triton.cdiv(columns // 32, parts), BLOCK_GROUPS) * BLOCK_GROUPS
    out = torch.empty(parts, rows, sum(counts), device=act.device)
    act, first = by_byte(act), 0
    tall = 16 if rows <= 16 else MOST_ROWS  # no more forms than two: each is compiled for every weight's
    for weight, count, programs in zip(weights, counts, blocks, strict=True):
        launch(
            _tile, (programs, parts), act.device,
            act, weight.buffer, out, rows, share, first, sum(counts),
            BM=tall, BN=OUTPUTS, BG=BLOCK_GROUPS, W=weight.form,
            UNIT=unit(act.device), num_warps=4, num_stages=2 if tall == 16 else 1,
        )  # fmt: skip
        first += count
    return out[0] if parts == 1 else out.sum(0)
