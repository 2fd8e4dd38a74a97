"""The seam on a GPU: weights stay quantised, a few rows meet them as int8, and a token is one captured graph.

An activation is either a record of words (`activations.py`), up to `MOST` rows, or bf16.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.mixture import WeightList, mixture
from engine.kernels.ops import AttentionWeights, Cache, Experts, HeadReads, Norm, RopeTable, Weight
from engine.kernels.reference import DenseWeight
from engine.kernels.triton import attention, prompt
from engine.kernels.triton.activations import norm, quantise
from engine.kernels.triton.cache import HalfCache
from engine.kernels.triton.dequantise import rows_of
from engine.kernels.triton.gemv import MOST, gate_up, multiply
from engine.kernels.triton.graph import Graph
from engine.kernels.triton.heads import place
from engine.kernels.triton.loop import TokenLoop
from engine.kernels.triton.upload import Uploader
from engine.kernels.triton.weight import PIECE_BYTES, PlaneWeight, taken_over
from engine.plan.types import Range
from engine.quants.stored import Stored


class TritonOps:
    """See `engine.kernels.ops.Ops` for what each operation does."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self._upload = Uploader(device, PIECE_BYTES)
        self.position = torch.zeros(1, dtype=torch.int64, device=device)  # of the first row: kernels read it
        self._processors = (
            torch.cuda.get_device_properties(device).multi_processor_count if device.type == "cuda" else 8
        )
        self._recording = False
        self._reads: dict[tuple[HeadReads, ...], Tensor] = {}

    def weight(self, stored: Stored, progress: Callable[[int], None]) -> PlaneWeight | DenseWeight:
        return taken_over(stored, self.device, self._upload, progress)

    def experts(
        self, stored: Sequence[Stored], progress: Callable[[int], None]
    ) -> WeightList[PlaneWeight | DenseWeight]:
        return WeightList([self.weight(each, progress) for each in stored])

    def vector(self, values: Tensor) -> Tensor:
        return values.to(self.device)

    def cache(self, kv_heads: int, context: int, key_length: int, value_length: int) -> HalfCache:
        return HalfCache(kv_heads, context, key_length, value_length, self.device)

    def norm(self, x: Tensor, norm_: Norm) -> Tensor:
        out = norm(x, norm_, len(x) <= MOST)
        assert out is not None
        return out

    def add_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        total = torch.empty_like(residual)
        out = norm(residual, next_norm, len(residual) <= MOST, part, post_norm, total)
        return total, total if out is None else out

    def qkv(
        self,
        act: Tensor,
        weights: AttentionWeights,
        lengths: tuple[int, int],
        rope: RopeTable,
        cache: Cache,
        positions: Range,
    ) -> Tensor:
        assert isinstance(cache, HalfCache)
        self._stand_at(positions)
        biases = [weights.q_bias, weights.k_bias, weights.v_bias]
        held = [each for each in biases if each is not None]
        bias = torch.cat(held) if len(held) == len(biases) else None
        matrices = [_known(weights.q), _known(weights.k), _known(weights.v)]
        if act.dtype == torch.int32:
            out = multiply(act, matrices, bias)
        else:
            out = torch.cat([prompt.matmul(act, each) for each in matrices], 1)
            out = out if bias is None else out + bias
        heads = weights.q.shape[0] // lengths[0]
        return place(out, lengths, heads, (weights.q_norm, weights.k_norm), rope, cache, self.position)

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
        assert isinstance(cache, HalfCache)
        if len(q) > MOST:
            return prompt.attend(q, cache, positions, reads, scale, window, softcap)
        self._stand_at(positions)
        group = max(len(each.query_heads) for each in reads)
        splits = attention.splits_for(len(reads), self._processors)
        table = self._table(tuple(reads))
        return attention.attend(q, cache, self.position, table, group, splits, scale, window, softcap)

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        held = _known(weight)
        if act.dtype != torch.int32 and len(act) <= MOST:
            act = quantise(act)
        if act.dtype == torch.int32:
            return multiply(act, [held], bias)
        out = prompt.matmul(act, held)
        return out if bias is None else out + bias

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        if act.dtype == torch.int32:
            return gate_up(act, _known(gate), _known(up), activation)
        gated = self.linear(act, gate)
        gated = F.silu(gated) if activation == "silu" else F.gelu(gated, approximate="tanh")
        product = gated * self.linear(act, up)
        return quantise(product) if len(act) <= MOST else product.to(torch.bfloat16)

    def mixture(
        self, act: Tensor, router: Weight, gate: Experts, up: Experts, down: Experts, used: int, renormalised: bool,
        activation: Activation,
    ) -> Tensor:  # fmt: skip
        return mixture(self, act, router, gate, up, down, used, renormalised, activation)

    def likeliest(self, logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
        values, places = torch.topk(logits, k, dim=1)
        return values, places

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        graphs: dict[int, tuple[Graph, Tensor]] = {}

        def taken(rows: Tensor, position: int) -> Tensor:
            self.position.fill_(position)
            if len(rows) not in graphs:
                source = rows.clone()
                count = len(rows)
                graphs[count] = (self._captured(lambda: run(source, Range(position, position + count))), source)
            graph, source = graphs[len(rows)]
            source.copy_(rows)
            return graph()

        return taken

    def loop(
        self,
        table: Stored,
        factor: float,
        run: Callable[[Tensor], Tensor],
        vocabulary: int,
        others: Sequence[Callable[[], object]],
        progress: Callable[[int, int], None],
    ) -> TokenLoop:
        held = self._lookup_table(table)
        return TokenLoop(
            lambda token: run(rows_of(held, token, factor)), self._captured, self.position, vocabulary, others, progress
        )

    def _lookup_table(self, table: Stored) -> PlaneWeight | DenseWeight:
        """In pinned memory of the host: a row at a time is read of it, over the bus."""
        held = self.weight(table, lambda done: None)
        if self.device.type != "cuda":
            return held
        if isinstance(held, PlaneWeight):
            held.buffer = _pinned(held.buffer)
        else:
            held.values = _pinned(held.values)
        torch.cuda.empty_cache()
        return held

    def _captured(self, run: Callable[[], Tensor]) -> Graph:
        """`run` as a graph; the position is whatever stands in `position` at each replay."""

        def at_any_position() -> Tensor:
            self._recording = True
            try:
                return run()
            finally:
                self._recording = False

        return Graph(at_any_position, self.device)

    def _stand_at(self, positions: Range) -> None:
        if not self._recording:
            self.position.fill_(positions.start)

    def _table(self, reads: tuple[HeadReads, ...]) -> Tensor:
        if reads not in self._reads:
            self._reads[reads] = attention.reads_table(reads, self.device)
        return self._reads[reads]


def _pinned(values: Tensor) -> Tensor:
    """A copy in memory of the host that the device can read."""
    return torch.empty(values.shape, dtype=values.dtype, pin_memory=True).copy_(values)


def _known(weight: Weight) -> PlaneWeight | DenseWeight:
    assert isinstance(weight, PlaneWeight | DenseWeight)
    return weight


