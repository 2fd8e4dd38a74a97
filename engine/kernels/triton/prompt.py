"""Many rows at once: weights become bf16 for the vendor's matrix product, attention is PyTorch's."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.kernels.ops import HeadReads
from engine.kernels.reference import DenseWeight
from engine.kernels.triton.cache import HalfCache
from engine.kernels.triton.dequantise import dequantised
from engine.kernels.triton.layout import SCRATCH_VALUES
from engine.kernels.triton.weight import PlaneWeight
from engine.plan.types import Range

SCORES_AT_ONCE = 1 << 26  # values, where a soft-cap keeps PyTorch's attention from being used


def matmul(act: Tensor, weight: PlaneWeight | DenseWeight) -> Tensor:
    """act bf16 [rows, columns] @ weight^T, summed in and returned as f32."""
    outputs, columns = weight.shape
    out = torch.empty(len(act), outputs, device=act.device)
    step = max(1, SCRATCH_VALUES // columns)
    scratch = torch.empty(min(step, outputs), columns, dtype=act.dtype, device=act.device)
    for start in range(0, outputs, step):
        rows = Range(start, min(outputs, start + step))
        values = dequantised(weight, rows, scratch[: len(rows)])
        if act.device.type == "cuda":
            out[:, rows.start : rows.stop] = torch.mm(act, values.t(), out_dtype=torch.float32)
        else:
            out[:, rows.start : rows.stop] = act.float() @ values.float().t()
    return out


def attend(
    q: Tensor,
    cache: HalfCache,
    positions: Range,
    reads: Sequence[HeadReads],
    scale: float,
    window: int | None,
    softcap: float | None,
) -> Tensor:
    """q f16 [rows, heads, key length] over the cache; bf16 [rows, heads x value length]."""
    rows = len(q)
    first = 0 if window is None else max(0, positions.start - window + 1)
    kv_of = [read.kv_head for read in reads for _ in range(len(read.query_heads))]
    queries = q.transpose(0, 1)
    keys, values = (each[:, first : positions.stop] for each in (cache.keys, cache.values))
    from_start = positions.start == first == 0 and (window is None or rows <= window)
    seen = None if from_start else _seen(positions, first, window, q.device)
    if softcap is None:
        out = F.scaled_dot_product_attention(
            queries[None], keys[kv_of][None], values[kv_of][None], attn_mask=seen, is_causal=from_start, scale=scale
        )[0]
    else:
        out = _capped(queries, keys, values, kv_of, _seen(positions, first, window, q.device), scale, softcap)
    return out.transpose(0, 1).reshape(rows, -1).to(torch.bfloat16)


def _capped(
    queries: Tensor, keys: Tensor, values: Tensor, kv_of: list[int], seen: Tensor, scale: float, softcap: float
) -> Tensor:
    heads, rows, _ = queries.shape
    step = max(1, SCORES_AT_ONCE // (rows * keys.shape[1]))
    parts = []
    for start in range(0, heads, step):
        held = kv_of[start : start + step]
        scores = (queries[start : start + step].float() @ keys[held].float().transpose(1, 2)) * scale
        scores = torch.tanh(scores / softcap) * softcap
        weights = torch.softmax(scores.masked_fill_(~seen, -torch.inf), -1)
        parts.append(weights @ values[held].float())
    return torch.cat(parts)


def _seen(positions: Range, first: int, window: int | None, device: torch.device) -> Tensor:
    """Which positions, from `first` on, each row sees: bool [rows, positions]."""
    row = torch.arange(positions.start, positions.stop, device=device)[:, None]
    key = torch.arange(first, positions.stop, device=device)[None]
    seen = key <= row
    return seen if window is None else seen & (key > row - window)
