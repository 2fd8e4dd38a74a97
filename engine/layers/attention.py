"""Grouped-query attention on the query heads that one rank holds."""

from __future__ import annotations

from torch import Tensor

from engine.families.config import LayerConfig
from engine.kernels.ops import AttentionWeights, Cache, HeadReads, Ops, RopeTable
from engine.layers.weights import Weights
from engine.plan.types import Range, kv_range


def head_reads(held: Range, heads: int, kv_heads: int) -> tuple[HeadReads, ...]:
    """Which of the rank's query heads read which of its KV heads; groups may be cut by the split."""
    kept = kv_range(held, heads, kv_heads)
    reads = []
    for kv_head in range(kept.start, kept.stop):
        # Query head h reads KV head h * kv_heads // heads.
        first = max(held.start, -(-kv_head * heads // kv_heads))
        stop = min(held.stop, -(-(kv_head + 1) * heads // kv_heads))
        reads.append(HeadReads(kv_head - kept.start, Range(first - held.start, stop - held.start)))
    return tuple(reads)


class Attention:
    """Returns this rank's part of the sub-layer's output, [rows, hidden]; the sum over ranks is the whole."""

    def __init__(
        self,
        ops: Ops,
        weights: AttentionWeights,
        config: LayerConfig,
        held: Range,
        rope: RopeTable,
        cache: Cache,
    ) -> None:
        self._ops = ops
        self._weights = weights
        self._config = config
        self._rope = rope
        self._cache = cache
        self._reads = head_reads(held, config.heads, config.kv_heads)

    def __call__(self, act: Tensor, positions: Range) -> Tensor:
        config, ops = self._config, self._ops
        lengths = (config.key_length, config.value_length)
        q = ops.qkv(act, self._weights, lengths, self._rope, self._cache, positions)
        out = ops.attend(
            q, self._cache, positions, self._reads, config.attention_scale, config.window, config.attention_softcap
        )
        return ops.linear(out, self._weights.output, self._weights.output_bias)


def attention_weights(weights: Weights, prefix: str, adds_output_bias: bool) -> AttentionWeights | None:
    """The rank's share of a layer's attention, or None if it has no query heads."""
    q, k, v, output = (weights.matrix(f"{prefix}attn_{name}.weight") for name in ("q", "k", "v", "output"))
    q_bias, k_bias, v_bias, output_bias = (
        weights.vector(f"{prefix}attn_{name}.bias") for name in ("q", "k", "v", "output")
    )
    q_norm, k_norm = (weights.norm(f"{prefix}attn_{name}_norm.weight") for name in ("q", "k"))
    if q is None or k is None or v is None or output is None:
        return None
    if not adds_output_bias:
        output_bias = None
    return AttentionWeights(q, k, v, output, q_bias, k_bias, v_bias, output_bias, q_norm, k_norm)
