"""A KV cache in blocks of int8: what is written is what q8_0 is, and attention reads it as plain torch would."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from torch import Tensor

from engine.kernels.ops import HeadReads, Norm, RopeTable
from engine.kernels.reference import ReferenceOps
from engine.kernels.triton import attention, flash
from engine.kernels.triton.cache import DeviceCache
from engine.kernels.triton.heads import place
from engine.kernels.triton.ops import TritonOps
from engine.plan.types import Range
from tests.engine.kernels.test_ops import CPU, logits, model
from tests.engine.kernels.triton.steps import rows_of_a_step
from tests.engine.kernels.triton.test_ops import TYPES
from tests.random_model import random_model

CONTEXT = 80
READS = [HeadReads(0, Range(0, 2)), HeadReads(1, Range(2, 3))]  # groups as an uneven split leaves them


def opened(codes: Tensor, scales: Tensor) -> Tensor:
    """f32 [KV heads, context, length]."""
    blocks = codes.float().unflatten(2, (-1, 32)) * scales.float()[..., None]
    return blocks.flatten(2)


def uneven(*shape: int) -> Tensor:
    """Neighbouring blocks are of different sizes, so that the scale of another one is far off."""
    values = torch.randn(*shape)
    return values * (1 + 3 * (torch.arange(shape[-1]) // 32 % 2))


def filled(kv_type: str, lengths: tuple[int, int]) -> DeviceCache:
    """A cache whose every position has been written, by the kernel that writes."""
    cache = DeviceCache(2, CONTEXT, *lengths, CPU, kv_type)  # type: ignore[arg-type]
    rope = RopeTable(torch.ones(CONTEXT, lengths[0] // 2), torch.zeros(CONTEXT, lengths[0] // 2), True)
    q, k, v = (uneven(CONTEXT, heads, length) for heads, length in ((3, lengths[0]), *((2, each) for each in lengths)))
    qkv = torch.cat([each.flatten(1) for each in (q, k, v)], 1)
    place(qkv, lengths, 3, (None, None), rope, cache, torch.tensor([0]))
    return cache


def expected(q: Tensor, keys: Tensor, values: Tensor, start: int, window: int | None, softcap: float | None) -> Tensor:
    at, key = torch.arange(start, start + len(q))[:, None], torch.arange(CONTEXT)[None]
    seen = (key <= at) if window is None else (key <= at) & (key > at - window)
    found = []
    for head, kv in enumerate((0, 0, 1)):
        scores = q[:, head].float() @ keys[kv].t() * 0.1
        if softcap is not None:
            scores = torch.tanh(scores / softcap) * softcap
        found.append(torch.softmax(scores.masked_fill(~seen, -torch.inf), 1) @ values[kv])
    return torch.stack(found, 1)


@pytest.mark.parametrize("lengths", [(64, 64), (96, 32)])
def test_what_is_written_is_q8_0(lengths: tuple[int, int]) -> None:
    """Keys rotated and normed, values as they are, at a position, and nothing beyond the context."""
    torch.manual_seed(1)
    rows, start = 4, CONTEXT - 3
    halves = DeviceCache(2, CONTEXT, *lengths, CPU)
    blocks = DeviceCache(2, CONTEXT, *lengths, CPU, "q8_0")
    angles = torch.rand(CONTEXT, 16)
    rope = RopeTable(angles.cos(), angles.sin(), True)
    qkv = uneven(rows, 5 * lengths[0] + 2 * lengths[1])
    norms = Norm(1 + torch.rand(lengths[0]), 1e-5), Norm(1 + torch.rand(lengths[0]), 1e-5)
    both = [place(qkv, lengths, 3, norms, rope, each, torch.tensor([start])) for each in (halves, blocks)]
    assert torch.equal(*both)
    for plain, codes, scales in (
        (halves.keys, blocks.keys, blocks.key_scales), (halves.values, blocks.values, blocks.value_scales)
    ):  # fmt: skip
        raw = gguf.quantize(plain.float().numpy(), gguf.GGMLQuantizationType.Q8_0).reshape(2, CONTEXT, -1, 34)
        theirs = raw[..., :2].copy().view(np.float16)[..., 0]
        np.testing.assert_allclose(scales.numpy(), theirs, rtol=2e-3)  # the halves were rounded before
        step = np.abs(codes.numpy().astype(int).reshape((*raw.shape[:-1], 32)) - raw[..., 2:].view(np.int8))
        assert step.max() <= 1
        assert (step > 0).mean() < 0.02
        assert not codes[:, :start].any()
        assert codes[:, start:].any(2).all()


@pytest.mark.parametrize(
    ("rows", "start", "window", "softcap", "lengths"),
    [
        (1, 60, None, None, (64, 64)),
        (3, 40, None, 5.0, (96, 96)),  # fills no power of two
        (8, 70, 9, None, (128, 64)),
        (2, 0, None, None, (256, 256)),
    ],
)
def test_a_few_rows(
    rows: int, start: int, window: int | None, softcap: float | None, lengths: tuple[int, int]
) -> None:
    torch.manual_seed(rows)
    cache = filled("q8_0", lengths)
    q = torch.randn(rows, 3, lengths[0]).half()
    table = attention.reads_table(READS, CPU)
    out = attention.attend(q, cache, torch.tensor([start]), table, 2, 4, 0.1, window, softcap)
    columns = 3 * lengths[1]
    codes = out[:, : columns // 4].contiguous().view(torch.int8).float().view(rows, -1, 32)
    scales = out[:, columns // 4 : columns // 4 + columns // 32].contiguous().view(torch.float32)
    found = (codes * scales[:, :, None]).view(rows, 3, lengths[1])
    right = expected(
        q, opened(cache.keys, cache.key_scales), opened(cache.values, cache.value_scales), start, window, softcap
    )
    torch.testing.assert_close(found, right, atol=0.06, rtol=0.02)  # the record rounds too


@pytest.mark.parametrize(
    ("rows", "start", "window", "softcap", "lengths"),
    [
        (20, 0, None, None, (64, 64)),
        (33, 7, None, None, (96, 64)),
        (20, 30, 9, None, (128, 128)),
        (40, 0, 5, 7.0, (32, 96)),
        (16, 3, None, 5.0, (256, 256)),
    ],
)
def test_a_prompt(
    rows: int, start: int, window: int | None, softcap: float | None, lengths: tuple[int, int]
) -> None:
    torch.manual_seed(rows)
    cache = filled("q8_0", lengths)
    q = torch.randn(rows, 3, lengths[0]).half()
    kv_of = flash.kv_heads(READS, CPU)
    found = flash.attend(q, cache, torch.tensor([start]), kv_of, 0.1, window, softcap).float()
    right = expected(
        q, opened(cache.keys, cache.key_scales), opened(cache.values, cache.value_scales), start, window, softcap
    )
    torch.testing.assert_close(found.view(right.shape), right, atol=0.03, rtol=0.02)


def test_a_whole_model(tmp_path: Path) -> None:
    """A prompt, a token, and two rows of a step: as near to plain torch as f16 is, but for the rounding."""
    path = random_model(tmp_path / "model.gguf", "llama", layers=1, ffn=64, vocabulary=320, types=TYPES)
    fast, exact = model(path, TritonOps(CPU), "q8_0"), model(path, ReferenceOps(CPU))
    tokens = [(17 + 97 * place) % 320 for place in range(13)]
    start = 0
    for rows, given in ((10, logits), (1, logits), (2, rows_of_a_step)):
        found, right = (given(each, tokens[start : start + rows], start) for each in (fast, exact))
        assert (found - right).square().mean().sqrt() < 0.05 * right.std()
        start += rows
