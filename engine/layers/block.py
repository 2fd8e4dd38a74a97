"""One transformer layer, as the ranks of a stage share it."""

from __future__ import annotations

from torch import Tensor

from engine.comm.group import Group
from engine.families.config import LayerConfig
from engine.kernels.ops import Cache, Norm, Ops, RopeTable
from engine.layers.attention import Attention, attention_weights
from engine.layers.mlp import mlp
from engine.layers.weights import Weights
from engine.plan.types import Range, Stage


class Block:
    """Attention and MLP, each ending in one reduction over the stage's ranks.

    Residual and activation go in and come out; the activation is already normed for whatever comes next.
    """

    def __init__(
        self,
        ops: Ops,
        group: Group,
        weights: Weights,
        config: LayerConfig,
        number: int,
        stage: Stage,
        rank: int,
        rope: RopeTable,
        cache: Cache,
    ) -> None:
        prefix = f"blk.{number}."
        held = stage.range("query heads", config.heads, rank)
        attention = attention_weights(weights, prefix, adds_output_bias=group.rank == 0)
        self._group = group
        self._attention = None if attention is None else Attention(ops, attention, config, held, rope, cache)
        self.attention_norm = required_norm(weights, f"{prefix}attn_norm.weight")
        self._mlp_norm = required_norm(weights, f"{prefix}ffn_norm.weight")
        self._mlp = mlp(ops, weights, prefix, config, self._mlp_norm)
        self._post_attention_norm = weights.norm(f"{prefix}post_attention_norm.weight")
        self._post_mlp_norm = weights.norm(f"{prefix}post_ffw_norm.weight")

    def __call__(
        self, residual: Tensor, act: Tensor, positions: Range, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        """`next_norm` is the following layer's, the output norm, or None at the end of a stage that is not the last."""
        part = self._attention(act, positions) if self._attention else residual.new_zeros(residual.shape)
        residual, act = self._group.reduce_norm(part, residual, self._post_attention_norm, self._mlp_norm)
        part = self._mlp(act, residual) if self._mlp else residual.new_zeros(residual.shape)
        return self._group.reduce_norm(part, residual, self._post_mlp_norm, next_norm)


def required_norm(weights: Weights, name: str) -> Norm:
    norm = weights.norm(name)
    if norm is None:
        raise ValueError(f"the file has no tensor {name}, which this model needs")
    return norm
