"""Products of some tens of rows: a tile of the weight becomes bf16 on its way to the matrix unit, never in memory.

For so few rows the weights are most of what is read, so reading them once as they are held beats dequantising first.
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.triton.codes import GROUPS, ROWS
from engine.kernels.triton.dequantise import values
from engine.kernels.triton.launch import begin, launch
from engine.kernels.triton.weight import PlaneWeight

MOST_ROWS = 64
OUTPUTS = 64  # of a program
BLOCK_GROUPS = 4


@triton.jit(do_not_specialize=["rows"])
def _tile(
    act, w, out, rows, share,
    BM: tl.constexpr, BN: tl.constexpr, BG: tl.constexpr, W: tl.constexpr, UNIT: tl.constexpr,
):  # fmt: skip
    """Program (some outputs, share of the columns): [rows, outputs] of that share. `UNIT` is what is multiplied."""
    begin()
    n = tl.program_id(0) * BN + tl.arange(0, BN)
    part = tl.program_id(1)
    m = tl.arange(0, BM)
    k = tl.arange(0, BG * 16)
    column = k // 16 * 32 + k % 16
    total = tl.zeros((BM, BN), tl.float32)
    for start in range(part * share, tl.minimum((part + 1) * share, W[GROUPS]), BG):
        g = start + tl.arange(0, BG)
        ok = (n < W[ROWS])[:, None] & (g < W[GROUPS])[None]
        at = m[:, None] * (32 * W[GROUPS]) + start * 32 + column[None]
        inside = (m < rows)[:, None] & (start * 32 + column < 32 * W[GROUPS])[None]
        for half in tl.static_range(2):
            x = tl.load(act + at + 16 * half, mask=inside, other=0.0)
            y = tl.reshape(values(w, n, g, ok, half, W), (BN, BG * 16)).to(tl.bfloat16)
            total = tl.dot(x.to(UNIT), tl.trans(y.to(UNIT)), total)
    to = (part * rows + m)[:, None] * W[ROWS] + n[None]
    tl.store(out + to, total, mask=(m < rows)[:, None] & (n < W[ROWS])[None])


def multiply(act: Tensor, weight: PlaneWeight, processors: int) -> Tensor:
    """act bf16 [rows <= MOST_ROWS, columns] @ weight^T, f32; on a device of so many processors."""
    rows, (outputs, columns) = len(act), weight.shape
    blocks = triton.cdiv(outputs, OUTPUTS)
    parts = min(8, max(1, 2 * processors // blocks))
    share = triton.cdiv(triton.cdiv(columns // 32, parts), BLOCK_GROUPS) * BLOCK_GROUPS
    out = torch.empty(parts, rows, outputs, device=act.device)
    launch(
        _tile, (blocks, parts), act.device,
        act, weight.buffer, out, rows, share,
        BM=max(16, triton.next_power_of_2(rows)), BN=OUTPUTS, BG=BLOCK_GROUPS, W=weight.form,
        UNIT=tl.bfloat16 if act.device.type == "cuda" else tl.float32,  # Triton's interpreter multiplies no bf16
        num_warps=4, num_stages=2,
    )  # fmt: skip
    return out[0] if parts == 1 else out.sum(0)
