"""Which query heads read which KV heads, and attention over any split against the undivided one."""

from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cache import LayerCache
from engine.kernels.reference import ReferenceOps
from engine.layers.attention import head_reads
from engine.plan.types import Range, kv_range

CPU = torch.device("cpu")


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_every_held_head_reads_its_own_kv_head_once(heads: int, kv_heads: int, data: st.DataObject) -> None:
    kv_heads = min(heads, kv_heads)
    start = data.draw(st.integers(0, heads))
    held = Range(start, data.draw(st.integers(start, heads)))
    kept = kv_range(held, heads, kv_heads)
    read = {
        held.start + query: kept.start + reads.kv_head
        for reads in head_reads(held, heads, kv_heads)
        for query in range(*reads.query_heads)
    }
    assert read == {head: head * kv_heads // heads for head in range(held.start, held.stop)}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3), st.sampled_from([None, 3]), st.sampled_from([None, 2.0]), st.integers(1, 5))
def test_attention_equals_its_definition(past: int, window: int | None, softcap: float | None, rows: int) -> None:
    torch.manual_seed(past * 10 + rows)
    heads, kv_heads, length = 5, 2, 4
    total = past + rows
    keys, values = torch.randn(total, kv_heads, length), torch.randn(total, kv_heads, length)
    q = torch.randn(rows, heads, length)
    ops, cache = ReferenceOps(CPU), LayerCache(kv_heads, 16, length, length, CPU)
    cache.keys[:, :total], cache.values[:, :total] = keys.transpose(0, 1), values.transpose(0, 1)
    reads = head_reads(Range(0, heads), heads, kv_heads)
    out = ops.attend(q, cache, Range(past, total), reads, 0.7, window, softcap).view(rows, heads, length)
    for row in range(rows):
        for head in range(heads):
            at = past + row
            seen = range(0 if window is None else max(0, at - window + 1), at + 1)
            scores = torch.stack([q[row, head] @ keys[key, head * kv_heads // heads] for key in seen]) * 0.7
            if softcap:
                scores = torch.tanh(scores / softcap) * softcap
            expected = sum(
                weight * values[key, head * kv_heads // heads]
                for weight, key in zip(torch.softmax(scores, 0), seen, strict=True)
            )
            torch.testing.assert_close(out[row, head], expected, rtol=1e-4, atol=1e-5)
