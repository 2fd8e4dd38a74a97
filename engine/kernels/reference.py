"""The seam in plain torch and f32: right on every device, and what every faster kernel is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.cache import LayerCache
from engine.families.config import Activation
from engine.kernels.mixture import WeightList, mixture
from engine.kernels.ops import AttentionWeights, Cache, Experts, HeadReads, Norm, RopeTable, Router, Weight, unrecorded
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Range
from engine.quants.stored import Stored

SCORES_AT_ONCE = 1 << 22  # 16 MB: every KV head in one product for a token, one after another for a long prompt


class DenseWeight:
    """A matrix of plain floats."""

    def __init__(self, values: Tensor) -> None:
        self.values = values

    @property
    def shape(self) -> Sequence[int]:
        return self.values.shape


class ReferenceOps:
    """See `engine.kernels.ops.Ops` for what each operation does."""

    def __init__(self, device: torch.device) -> None:
        self._device = device

    def weight(self, stored: Stored, progress: Callable[[int], None]) -> DenseWeight:
        values = torch.empty(stored.shape)
        for rows in stored.pieces():
            values[rows.start : rows.stop] = torch.from_numpy(stored.values(rows))
            progress(len(rows) * stored.blocks.shape[1])
        return DenseWeight(values.to(self._device))

    def experts(self, stored: Sequence[Stored], progress: Callable[[int], None]) -> WeightList[DenseWeight]:
        return WeightList([self.weight(each, progress) for each in stored])

    def vector(self, values: Tensor) -> Tensor:
        return values.to(self._device)

    def cache(
        self, kv_heads: int, context: int, key_length: int, value_length: int, kv_type: KVType = DEFAULT_KV
    ) -> LayerCache:
        return LayerCache(kv_heads, context, key_length, value_length, self._device)

    def norm(self, x: Tensor, norm: Norm) -> Tensor:
        return F.rms_norm(x, x.shape[-1:], norm.weight, norm.epsilon)

    def add_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        residual = residual + (part if post_norm is None else self.norm(part, post_norm))
        return residual, residual if next_norm is None else self.norm(residual, next_norm)

    def qkv(
        self,
        act: Tensor,
        weights: AttentionWeights,
        lengths: tuple[int, int],
        rope: RopeTable,
        cache: Cache,
        positions: Range,
    ) -> Tensor:
        assert isinstance(cache, LayerCache)
        key_length, value_length = lengths
        rows = act.shape[0]
        q = self.linear(act, weights.q, weights.q_bias).view(rows, -1, key_length)
        k = self.linear(act, weights.k, weights.k_bias).view(rows, -1, key_length)
        v = self.linear(act, weights.v, weights.v_bias).view(rows, -1, value_length)
        if weights.q_norm is not None:
            q = self.norm(q, weights.q_norm)
        if weights.k_norm is not None:
            k = self.norm(k, weights.k_norm)
        cos = rope.cos[positions.start : positions.stop, None]
        sin = rope.sin[positions.start : positions.stop, None]
        q, k = _rotate(q, cos, sin, rope.neox), _rotate(k, cos, sin, rope.neox)
        if rope.temperature is not None:
            q = q * rope.temperature[positions.start : positions.stop, None, None]
        cache.keys[:, positions.start : positions.stop] = k.transpose(0, 1)
        cache.values[:, positions.start : positions.stop] = v.transpose(0, 1)
        return q

    def attend(
        self,
        q: Tensor,
        cache: Cache,
        positions: Range,
        reads: Sequence[HeadReads],
        scale: float,
        window: int | None,
        softcap: float | None,
    ) -> Tensor:
        assert isinstance(cache, LayerCache)
        rows = q.shape[0]
        if not reads:
            return q.new_empty(rows, 0)
        first = 0 if window is None else max(0, positions.start - window + 1)
        hidden = _hidden_keys(positions, first, window, q.device)
        group = max(len(held) for _, held in reads)
        step = max(1, SCORES_AT_ONCE // (group * rows * (positions.stop - first)))
        parts = []
        for start in range(0, len(reads), step):
            block = reads[start : start + step]
            # A batch of products, one per KV head, [its query heads x rows, length] by [length, keys]. Where a
            # split has cut a group, its last query head stands in for those that are missing.
            slots = [min(held.start + i, held.stop - 1) for _, held in block for i in range(group)]
            queries = q[:, slots].view(rows, len(block), group, -1).permute(1, 2, 0, 3)
            keys, values = (
                each[start : start + len(block), first : positions.stop] for each in (cache.keys, cache.values)
            )
            scores = queries.reshape(len(block), group * rows, -1) @ keys.transpose(1, 2) * scale
            if softcap is not None:
                scores = torch.tanh(scores / softcap) * softcap
            if hidden is not None:
                scores.view(-1, *hidden.shape).masked_fill_(hidden, -torch.inf)
            out = (torch.softmax(scores, -1) @ values).view(len(slots), rows, -1)
            del scores  # with a long context the largest buffer there is: not two of them at a time
            parts.append(out[[at * group + i for at, (_, held) in enumerate(block) for i in range(len(held))]])
        return torch.cat(parts).transpose(0, 1).reshape(rows, -1)

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        assert isinstance(weight, DenseWeight)
        return F.linear(act, weight.values, bias)

    def likeliest(self, logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
        values, places = torch.topk(logits, k, dim=1)
        return values, places

    def lookup(self, *_: object) -> None:
        return None

    def all_read(self) -> None: ...

    def loop(self, *_: object) -> None:
        return None

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        gated = self.linear(act, gate)
        gated = F.silu(gated) if activation == "silu" else F.gelu(gated, approximate="tanh")
        return gated * self.linear(act, up)

    def mixture(
        self, act: Tensor, residual: Tensor, router: Router, gate: Experts, up: Experts, down: Experts,
        activation: Activation,
    ) -> Tensor:  # fmt: skip
        return mixture(self, act, router, gate, up, down, activation)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor, neox: bool) -> Tensor:
    """Rotate the first 2 x pairs values of each head; `cos`, `sin` are [rows, 1, pairs]."""
    pairs = cos.shape[-1]
    turned, rest = x[..., : 2 * pairs], x[..., 2 * pairs :]
    if neox:
        a, b = turned[..., :pairs], turned[..., pairs:]
        return torch.cat([a * cos - b * sin, a * sin + b * cos, rest], -1)
    a, b = turned[..., 0::2], turned[..., 1::2]
    turned = torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)
    return torch.cat([turned, rest], -1)


def _hidden_keys(positions: Range, first: int, window: int | None, device: torch.device) -> Tensor | None:
    """Which keys, from position `first` on, each row may not see: [rows, keys]; None if it sees them all."""
    if len(positions) == 1:
        return None
    row = torch.arange(positions.start, positions.stop, device=device)[:, None]
    key = torch.arange(first, positions.stop, device=device)[None]
    hidden = key > row
    return hidden if window is None else hidden | (key <= row - window)
