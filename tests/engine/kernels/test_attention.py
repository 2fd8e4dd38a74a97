"""Attention over the tiled cache, and what brings queries, keys and values there, against the reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.cache import LayerCache
from engine.kernels.cpu.attention import attend
from engine.kernels.cpu.attention_scratch import attention_arguments
from engine.kernels.cpu.heads import place_heads
from engine.kernels.cpu.kv_cache import TiledCache
from engine.kernels.cpu.pool import Pool, Program
from engine.kernels.ops import AttentionWeights, HeadReads, Norm, RopeTable
from engine.kernels.reference import DenseWeight, ReferenceOps
from engine.layers.attention import head_reads
from engine.plan.types import Range

CPU = torch.device("cpu")
REFERENCE = ReferenceOps(CPU)


class Shape(NamedTuple):
    heads: int
    kv_heads: int
    key_length: int
    value_length: int


SHAPES = [
    Shape(9, 3, 64, 64),
    Shape(32, 8, 64, 64),
    Shape(4, 1, 256, 256),
    Shape(8, 2, 128, 128),
    Shape(7, 1, 96, 80),  # more query heads than are multiplied at a time, in whole vectors
    Shape(5, 5, 6, 10),  # filled up with zeros
]


def filled(shape: Shape, total: int, dtype: torch.dtype) -> tuple[TiledCache, LayerCache]:
    """Both caches with the same random positions, and beyond them what must not be read."""
    tiled = TiledCache(shape.kv_heads, total + 20, shape.key_length, shape.value_length, dtype)
    plain = LayerCache(shape.kv_heads, total + 20, shape.key_length, shape.value_length, CPU)
    keys, values = plain.keys.normal_(), plain.values.normal_()
    at = torch.arange(total + 20)
    if dtype == torch.int8:
        codes_k, scales_k = blocks(keys)
        codes_v, scales_v = blocks(values)
        scales_k[:, total:] = scales_v[:, total:] = torch.nan
        tiled.key_scales[:, at // 16, :, at % 16] = scales_k.transpose(0, 1)
        tiled.value_scales[:, at] = scales_v
        keys.copy_(opened(codes_k, scales_k))
        values.copy_(opened(codes_v, scales_v))
    else:
        keys[:, total:] = values[:, total:] = torch.nan
        codes_k, codes_v = keys.to(dtype), values.to(dtype)
        keys.copy_(codes_k)
        values.copy_(codes_v)
    tiled.keys[:, at // 16, : shape.key_length, at % 16] = codes_k.transpose(0, 1)
    tiled.values[:, at, : shape.value_length] = codes_v
    return tiled, plain


def blocks(x: Tensor) -> tuple[Tensor, Tensor]:
    """Codes and scales of q8_0, of blocks of different sizes, so that the scale of another is far off. None is larger
    than `x`: scores and values of four times the size have sixteen times the rounding."""
    grouped = x.unflatten(2, (-1, 32)) / (1 + 3 * (torch.arange(x.shape[2] // 32) % 2))[:, None]
    scales = grouped.abs().amax(3) / 127
    return (grouped / scales[..., None]).round().flatten(2).to(torch.int8), scales.half()


def opened(codes: Tensor, scales: Tensor) -> Tensor:
    return (codes.float().unflatten(2, (-1, 32)) * scales.float()[..., None]).flatten(2)


def attended(
    pool: Pool, q: Tensor, cache: TiledCache, position: int, reads: Sequence[HeadReads], scale: float,
    window: int | None, softcap: float | None,
) -> Tensor:  # fmt: skip
    out = torch.full((*q.shape[:2], cache.value_length), torch.nan)
    arguments = attention_arguments(
        q, out, cache, torch.tensor([position]), reads, scale, window, softcap, pool.threads, pool.barrier
    )
    pool.run(Program([attend.call(**arguments)]))
    return out.view(len(q), -1)


@settings(max_examples=40, deadline=None)
@given(
    shape=st.sampled_from(SHAPES),
    past=st.integers(0, 700),
    rows=st.integers(1, 8) | st.sampled_from([33, 130]),
    window=st.none() | st.sampled_from([1, 5, 64, 300]),
    softcap=st.sampled_from([None, None, 2.0, 50.0]),
    dtype=st.sampled_from([torch.float32, torch.float16, torch.int8]),
    threads=st.integers(0, 2),
    data=st.data(),
)
def test_attention_equals_the_reference(
    pools: list[Pool], shape: Shape, past: int, rows: int, window: int | None, softcap: float | None,
    dtype: torch.dtype, threads: int, data: st.DataObject,
) -> None:  # fmt: skip
    assume(dtype != torch.int8 or not (shape.key_length % 32 or shape.value_length % 32))
    start = data.draw(st.integers(0, shape.heads - 1))
    held = Range(start, data.draw(st.integers(start + 1, shape.heads)))  # a rank's share: groups may be cut
    reads = head_reads(held, shape.heads, shape.kv_heads)
    torch.manual_seed(past * 100 + rows)
    tiled, plain = filled(shape, past + rows, dtype)
    q = torch.randn(rows, len(held), shape.key_length)
    asked = (reads, shape.key_length**-0.5, window, softcap)
    expected = REFERENCE.attend(q, plain, Range(past, past + rows), *asked)
    torch.testing.assert_close(attended(pools[threads], q, tiled, past, *asked), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("threads", [5, 16])
def test_more_threads_than_there_is_to_read(threads: int, kept_kernels: None) -> None:
    """Some have nothing to merge, at any place in the row, and what an earlier layer left with them does not count."""
    shape, pool = SHAPES[0], Pool(threads)
    try:
        for past in (200, 0, 16, 17, 40, 70):
            torch.manual_seed(past)
            tiled, plain = filled(shape, past + 1, torch.float32)
            q = torch.randn(1, 3, shape.key_length)
            asked = (head_reads(Range(3, 6), 9, 3), 0.125, None, None)
            expected = REFERENCE.attend(q, plain, Range(past, past + 1), *asked)
            torch.testing.assert_close(attended(pool, q, tiled, past, *asked), expected, rtol=1e-5, atol=1e-5)
    finally:
        pool.close()


@pytest.mark.parametrize("wrong", ["position", "window", "softcap", "scale", "reads"])
def test_every_argument_counts(pools: list[Pool], wrong: str) -> None:
    """The comparison above could not hold by chance."""
    shape = SHAPES[0]
    torch.manual_seed(1)
    tiled, plain = filled(shape, 100, torch.float32)
    q = torch.randn(2, shape.heads, shape.key_length)
    right = {"reads": head_reads(Range(0, 9), 9, 3), "scale": 0.1, "window": 40, "softcap": 5.0}
    expected = REFERENCE.attend(q, plain, Range(98, 100), **right)  # type: ignore[arg-type]
    changed = {"position": 97, "window": 41, "softcap": 6.0, "scale": 0.11, "reads": [HeadReads(0, Range(0, 9))]}
    out = attended(pools[1], q, tiled, **{"position": 98, **right, wrong: changed[wrong]})  # type: ignore[arg-type]
    assert (out - expected).abs().max() > 1e-3


class Projections:
    """Weights that select: what `qkv` projects is what stands in the activation."""

    def __init__(self, shape: Shape) -> None:
        heads, kv_heads, key_length, value_length = shape
        self.widths = (heads * key_length, kv_heads * key_length, kv_heads * value_length)
        self.width = sum(self.widths)
        self.q, self.k, self.v = (DenseWeight(rows) for rows in torch.eye(self.width).split(self.widths))


@settings(max_examples=40, deadline=None)
@given(
    shape=st.sampled_from(SHAPES[:1] + SHAPES[-2:]),
    past=st.integers(0, 40),
    rows=st.integers(1, 8) | st.just(40),
    pairs=st.integers(1, 3),
    neox=st.booleans(),
    biased=st.booleans(),
    normed=st.booleans(),
    heated=st.booleans(),
    dtype=st.sampled_from([torch.float32, torch.float16, torch.int8]),
    threads=st.integers(0, 2),
)
def test_heads_are_normed_rotated_and_kept(
    pools: list[Pool], shape: Shape, past: int, rows: int, pairs: int, neox: bool, biased: bool, normed: bool,
    heated: bool, dtype: torch.dtype, threads: int,
) -> None:  # fmt: skip
    assume(dtype != torch.int8 or not (shape.key_length % 32 or shape.value_length % 32))
    torch.manual_seed(past * 100 + rows)
    total = past + rows
    heads, kv_heads, key_length, value_length = shape
    pairs = key_length // 2 if pairs == 3 else pairs  # whole heads, or their beginning only
    temperature = torch.rand(total) if heated else None
    rope = RopeTable(torch.randn(total, pairs), torch.randn(total, pairs), neox, temperature)
    projections = Projections(shape)
    q_norm, k_norm = (Norm(torch.randn(key_length), 1e-5) if normed else None for _ in range(2))
    biases = [torch.randn(width) if biased else None for width in projections.widths]
    weights = AttentionWeights(
        projections.q, projections.k, projections.v, projections.q, *biases, q_norm=q_norm, k_norm=k_norm
    )  # fmt: skip
    plain = LayerCache(kv_heads, total, key_length, value_length, CPU)
    act = torch.randn(rows, projections.width)
    expected = REFERENCE.qkv(act, weights, (key_length, value_length), rope, plain, Range(past, total))

    q, k, v = (part.contiguous() for part in act.split(projections.widths, 1))
    cache = TiledCache(kv_heads, total, key_length, value_length, dtype)
    call = place_heads.call(
        q=q, k=k, v=v, q_bias=biases[0], k_bias=biases[1], v_bias=biases[2], rows=rows, position=torch.tensor([past]),
        heads=heads, kv_heads=kv_heads, key_length=key_length, value_length=value_length,
        q_norm=q_norm.weight if q_norm else 0, q_epsilon=1e-5,
        k_norm=k_norm.weight if k_norm else 0, k_epsilon=1e-5, cos=rope.cos, sin=rope.sin,
        temperature=temperature, pairs=pairs, neox=neox,
        keys=cache.keys, values=cache.values, key_scales=cache.key_scales, value_scales=cache.value_scales,
        tiles=cache.tiles, form=cache.form,
    )  # fmt: skip
    pools[threads].run(Program([call]))
    at = torch.arange(past, total)
    kept_k = cache.keys[:, at // 16, :key_length, at % 16].transpose(0, 1)
    kept_v = cache.values[:, at, :value_length]
    torch.testing.assert_close(q.view_as(expected), expected, rtol=1e-5, atol=1e-5)
    rounding = 1e-5 if dtype == torch.float32 else 1e-3
    if dtype == torch.int8:
        scales_k = cache.key_scales[:, at // 16, :, at % 16].transpose(0, 1)
        scales_v = cache.value_scales[:, at]
        kept_k, kept_v = opened(kept_k, scales_k), opened(kept_v, scales_v)
        for scales, exact in ((scales_k, plain.keys[:, past:]), (scales_v, plain.values[:, past:])):
            top = exact.unflatten(2, (-1, 32)).abs().amax(3) / 127
            torch.testing.assert_close(scales.float(), top, rtol=1e-3, atol=1e-6)
        rounding = 0.51 * float(max(scales_k.max(), scales_v.max()))
    torch.testing.assert_close(kept_k.float(), plain.keys[:, past:], rtol=rounding, atol=rounding)
    torch.testing.assert_close(kept_v.float(), plain.values[:, past:], rtol=rounding, atol=rounding)
    # Only these positions are written; what fills up lengths stays zero.
    assert cache.keys.count_nonzero() <= kept_k.numel()
    assert cache.values.count_nonzero() <= kept_v.numel()


def test_the_cache_takes_three_types() -> None:
    with pytest.raises(ValueError, match="float32, float16 or int8, not torch"):
        TiledCache(1, 16, 8, 8, torch.bfloat16)
    with pytest.raises(ValueError, match="blocks of 32, not heads of 80 and 64"):
        TiledCache(1, 16, 80, 64, torch.int8)
