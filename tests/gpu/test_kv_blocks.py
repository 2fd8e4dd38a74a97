"""A KV cache of q8_0 on a card: its attention against that over f16 and against plain torch, and a whole model."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.kernels.ops import HeadReads, RopeTable
from engine.kernels.reference import ReferenceOps
from engine.plan.types import Range
from tests.gpu.test_kernels import goes_with, model
from tests.random_model import random_model

pytestmark = pytest.mark.timeout(600)  # kernels are compiled

CONTEXT, HEADS = 2048, 10
READS = [HeadReads(0, Range(0, 7)), HeadReads(1, Range(7, 10))]  # groups as an uneven split leaves them


def plain(
    q: Tensor, keys: Tensor, values: Tensor, start: int, scale: float, window: int | None, softcap: float | None
) -> Tensor:
    at = torch.arange(start, start + len(q), device=q.device)[:, None]
    key = torch.arange(CONTEXT, device=q.device)[None]
    seen = (key <= at) if window is None else (key <= at) & (key > at - window)
    found = []
    for head in range(HEADS):
        kv = 0 if head < 7 else 1
        scores = q[:, head].float() @ keys[kv].t() * scale
        if softcap is not None:
            scores = torch.tanh(scores / softcap) * softcap
        found.append(torch.softmax(scores.masked_fill(~seen, -torch.inf), 1) @ values[kv])
    return torch.cat(found, 1)


@pytest.mark.parametrize(("window", "softcap"), [(None, None), (300, None), (None, 20.0)])
@pytest.mark.parametrize("lengths", [(64, 64), (96, 96), (128, 128), (256, 256), (128, 64)])
def test_attention(lengths: tuple[int, int], window: int | None, softcap: float | None, gpu: torch.device) -> None:
    """Few rows and many. Blocks differ in size, so that the scale of a neighbour is far off."""
    from engine.kernels.triton import attention, flash
    from engine.kernels.triton.cache import DeviceCache
    from engine.kernels.triton.heads import place

    torch.manual_seed(sum(lengths))
    columns = HEADS * lengths[0] + 2 * sum(lengths)
    qkv = torch.randn(CONTEXT, columns, device=gpu) * (1 + 3 * (torch.arange(columns, device=gpu) // 32 % 2))
    flat = torch.ones(CONTEXT, lengths[0] // 2, device=gpu)
    rope = RopeTable(flat, torch.zeros_like(flat), True)
    caches = [DeviceCache(2, CONTEXT, *lengths, gpu, kv_type) for kv_type in ("f16", "q8_0")]
    position = torch.zeros(1, dtype=torch.int64, device=gpu)
    halves, blocks = caches
    q, _ = (place(qkv, lengths, HEADS, (None, None), rope, each, position) for each in caches)
    opened = [
        ((codes.float().unflatten(2, (-1, 32)) * scales.float()[..., None]).flatten(2))
        for codes, scales in ((blocks.keys, blocks.key_scales), (blocks.values, blocks.value_scales))
    ]
    for found, exact in zip(opened, (halves.keys, halves.values), strict=True):
        assert (found - exact.float()).square().mean().sqrt() < 0.01 * exact.float().std()
    table, kv_of = attention.reads_table(READS, gpu), flash.kv_heads(READS, gpu)
    scale = 0.3 / lengths[0] ** 0.5
    for rows, start in ((1, 0), (1, 1900), (3, 1000), (8, 777), (40, 500), (300, 1700)):
        position.fill_(start)
        some = q[:rows].contiguous()
        if rows <= 8:
            splits = attention.splits_for(2, 132)
            both = [
                opened_record(
                    attention.attend(some, each, position, table, 7, splits, scale, window, softcap),
                    HEADS * lengths[1],
                )
                for each in caches
            ]
        else:
            both = [flash.attend(some, each, position, kv_of, scale, window, softcap).float() for each in caches]
        right = plain(some, *opened, start, scale, window, softcap)
        over_halves, over_blocks = both
        assert (over_blocks - right).square().mean().sqrt() < 0.01 * right.std(), (rows, start)
        assert (over_blocks - over_halves).square().mean().sqrt() < 0.03 * right.std(), (rows, start)


def opened_record(record: Tensor, columns: int) -> Tensor:
    rows = len(record)
    codes = record[:, : columns // 4].contiguous().view(torch.int8).float().view(rows, -1, 32)
    scales = record[:, columns // 4 : columns // 4 + columns // 32].contiguous().view(torch.float32)
    return (codes * scales[:, :, None]).view(rows, columns)


@pytest.mark.parametrize("family", ["llama", "gemma2", "gemma3", "qwen3", "qwen2"])
def test_models(family: str, gpu: torch.device, tmp_path: Path) -> None:
    from engine.kernels.triton.ops import TritonOps

    path = random_model(tmp_path / "model.gguf", family, types={"attn": "Q8_0", "ffn": "Q8_0"}, head_dim=64)
    fast = model(path, TritonOps(gpu), gpu, "q8_0")
    exact = model(path, ReferenceOps(gpu), gpu)
    goes_with(fast, exact, 0.06)
