"""The seam: the operations a layer is written in, at the grain at which fused kernels work.

One implementation per kind of device. Activations are [rows, width], rows being consecutive tokens of one sequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from torch import Tensor

from engine.cache import LayerCache
from engine.families.config import Activation
from engine.plan.types import Range


class Weight(Protocol):
    """A matrix [rows, columns] in whatever form its device's kernels read; only its `Ops` looks inside."""

    @property
    def shape(self) -> Sequence[int]: ...


class Norm(NamedTuple):
    """RMS norm: x / sqrt(mean(x^2) + epsilon) * weight."""

    weight: Tensor
    epsilon: float


class RopeTable(NamedTuple):
    """Cosines and sines, f32 [context, pairs]; `neox` pairs value i with i + pairs, else 2i with 2i + 1.

    `temperature` [context]: what whole queries are multiplied by at each position; None: nothing.
    """

    cos: Tensor
    sin: Tensor
    neox: bool
    temperature: Tensor | None = None


class HeadReads(NamedTuple):
    """One KV head and the consecutive query heads of this rank that read it, both numbered within the rank."""

    kv_head: int
    query_heads: Range


class AttentionWeights(NamedTuple):
    """A rank's share of one attention; `q`, `k`, `v` have its heads as rows, `output` as columns."""

    q: Weight
    k: Weight
    v: Weight
    output: Weight
    q_bias: Tensor | None = None
    k_bias: Tensor | None = None
    v_bias: Tensor | None = None
    output_bias: Tensor | None = None  # on one rank of the stage only: the sum over ranks must hold it once
    q_norm: Norm | None = None  # per head
    k_norm: Norm | None = None


class Ops(Protocol):
    def weight(self, values: Tensor) -> Weight:
        """Take over a dense f32 matrix."""
        ...

    def vector(self, values: Tensor) -> Tensor:
        """Take over a norm's weight or a bias."""
        ...

    def norm(self, x: Tensor, norm: Norm) -> Tensor: ...

    def qkv(
        self, act: Tensor, weights: AttentionWeights, lengths: tuple[int, int], rope: RopeTable, positions: Range
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Project, add biases, norm per head, rotate, heat queries. `lengths` are those of a key and of a value.

        Returns q, k, v as [rows, heads, length].
        """
        ...

    def append(self, cache: LayerCache, k: Tensor, v: Tensor, positions: Range) -> None:
        """Write keys and values of `positions`, over whatever was there."""
        ...

    def attend(
        self,
        q: Tensor,
        cache: LayerCache,
        positions: Range,
        reads: Sequence[HeadReads],
        scale: float,
        window: int | None,
        softcap: float | None,
    ) -> Tensor:
        """Causal attention over the cache, which holds `positions` already. Returns [rows, heads x value length]."""
        ...

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        """act @ weight^T + bias: [rows, columns of the weight] -> [rows, rows of the weight]."""
        ...

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        """activation(gate of act) * (up of act)."""
        ...
