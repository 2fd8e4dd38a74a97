"""The seam on a GPU: weights stay quantised, a few rows meet them as int8, and a token is one captured graph.

An activation is either a record of words (`activations.py`), up to `MOST` rows, or bf16.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.mixture import WeightList, mixture
from engine.kernels.ops import AttentionWeights, Cache, Experts, HeadReads, Norm, Peers, RopeTable, Router, Weight
from engine.kernels.reference import DenseWeight
from engine.kernels.triton import attention, experts, flash, grouped, prompt, route, tiles
from engine.kernels.triton.activations import norm, quantise
from engine.kernels.triton.beside import Beside
from engine.kernels.triton.cache import DeviceCache
from engine.kernels.triton.dequantise import rows_of
from engine.kernels.triton.gemv import MOST, gate_up, multiply
from engine.kernels.triton.graph import Graph
from engine.kernels.triton.heads import place
from engine.kernels.triton.launch import only_compiling
from engine.kernels.triton.loader import Loader
from engine.kernels.triton.loop import TokenLoop
from engine.kernels.triton.weight import PlaneWeight, StackedExperts, place_for
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Range
from engine.quants.stored import Stored
from engine.quants.types import DENSE

PROMPT_ROWS = 16, 64, 128, 256, 384, 512, 768, 1024  # of prompts, as far as launching them takes as long as they do


class TritonOps:
    """See `engine.kernels.ops.Ops` for what each operation does."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self._loader = Loader(device)
        self.position = torch.zeros(1, dtype=torch.int64, device=device)  # of the first row: kernels read it
        self.processors = (
            torch.cuda.get_device_properties(device).multi_processor_count if device.type == "cuda" else 8
        )
        self._pool = self._new_pool()  # memory that graphs share
        self._recording = False
        self.rehearsal: Callable[[], AbstractContextManager[None]] = nullcontext  # around what a graph first does
        self.beside = Beside(device)
        self._tables: dict[tuple[object, ...], Tensor] = {}

    def weight(self, stored: Stored, progress: Callable[[int], None]) -> PlaneWeight | DenseWeight:
        return self._taken_over([stored], progress)

    def _taken_over(self, stored: Sequence[Stored], progress: Callable[[int], None]) -> PlaneWeight | DenseWeight:
        weight = place_for(stored, self.device)
        self._loader.fill(weight, stored, progress)
        return weight

    def lookup(self, table: Stored, factor: float) -> Callable[[Tensor], Tensor]:
        """The table lies in the host's memory, of which the device reads the few rows that it needs."""
        held = place_for([table], self.device)
        self._loader.fill_in_host_memory(held, [table])
        return lambda ids: rows_of(held, ids, factor)

    def all_read(self) -> None:
        self._loader.finish()

    def experts(
        self, stored: Sequence[Stored], progress: Callable[[int], None]
    ) -> StackedExperts | WeightList[PlaneWeight | DenseWeight]:
        if stored[0].type_name in DENSE:
            return WeightList([self.weight(each, progress) for each in stored])
        weight = self._taken_over(stored, progress)
        assert isinstance(weight, PlaneWeight)
        return StackedExperts(weight, len(stored))

    def vector(self, values: Tensor) -> Tensor:
        return values.to(self.device)

    def cache(
        self, kv_heads: int, context: int, key_length: int, value_length: int, kv_type: KVType = DEFAULT_KV
    ) -> DeviceCache:
        return DeviceCache(kv_heads, context, key_length, value_length, self.device, kv_type)

    def norm(self, x: Tensor, norm_: Norm) -> Tensor:
        self.beside.meet()
        out = norm(x, norm_, len(x) <= MOST)
        assert out is not None
        return out

    def add_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        self.beside.meet()
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
        assert isinstance(cache, DeviceCache)
        self._stand_at(positions)
        biases = [weights.q_bias, weights.k_bias, weights.v_bias]
        held = [each for each in biases if each is not None]
        bias = torch.cat(held) if len(held) == len(biases) else None
        matrices = [_known(weights.q), _known(weights.k), _known(weights.v)]
        if act.dtype == torch.int32:
            out = multiply(act, matrices, bias)
        else:
            out = self._many(act, matrices)
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
        assert isinstance(cache, DeviceCache)
        self._stand_at(positions)
        if len(q) > MOST:
            kv_of = self._table(tuple(reads), flash.kv_heads)
            return flash.attend(q, cache, self.position, kv_of, scale, window, softcap)
        group = max(len(each.query_heads) for each in reads)
        splits = attention.splits_for(len(reads), self.processors)
        table = self._table(tuple(reads), attention.reads_table)
        return attention.attend(q, cache, self.position, table, group, splits, scale, window, softcap)

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        held = _known(weight)
        if act.dtype != torch.int32 and len(act) <= MOST:
            act = quantise(act)
        if act.dtype == torch.int32:
            return multiply(act, [held], bias)
        out = self._many(act, [held])
        return out if bias is None else out + bias

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        if act.dtype == torch.int32:
            return gate_up(act, _known(gate), _known(up), activation)
        both = [_known(gate), _known(up)]
        if len(act) <= tiles.MOST_ROWS:
            halves: Sequence[Tensor] = self._many(act, both).chunk(2, 1)
        else:
            halves = [self._many(act, [each], torch.bfloat16) for each in both]
        return prompt.gated(halves[0], halves[1], activation)

    def _many(
        self, act: Tensor, weights: Sequence[PlaneWeight | DenseWeight], dtype: torch.dtype = torch.float32
    ) -> Tensor:
        """act bf16 @ weights^T, side by side."""
        planes = [weight for weight in weights if isinstance(weight, PlaneWeight)]
        if len(act) > tiles.MOST_ROWS or len(planes) < len(weights):
            return prompt.matmul(act, weights, dtype, self.beside.meet)
        self.beside.meet()
        return tiles.multiply(act, planes, self.processors)

    def mixture(
        self, act: Tensor, residual: Tensor, router: Router, gate: Experts, up: Experts, down: Experts,
        activation: Activation,
    ) -> Tensor:  # fmt: skip
        self.beside.meet()
        if not (
            isinstance(gate, StackedExperts) and isinstance(up, StackedExperts) and isinstance(down, StackedExperts)
        ):
            return mixture(self, act, router, gate, up, down, activation)
        weight = _known(router.weight)
        if not isinstance(weight, DenseWeight):  # in all files that are known it is
            logits = self.linear(act, weight)
        elif act.dtype == torch.int32:
            logits = route.of_few(residual, router.norm, weight.values)
        else:
            logits = route.of_many(residual, router.norm, weight.values)
        chosen = route.route(logits, router.used, router.renormalised)
        of = experts.of_few if act.dtype == torch.int32 else grouped.of_many
        return of(act, chosen, gate, up, down, activation)

    def likeliest(self, logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
        values, places = torch.topk(logits, k, dim=1)
        return values, places

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return self._kept(run, range(1, MOST + 1))

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return self._kept(run, PROMPT_ROWS)

    def _kept(
        self, run: Callable[[Tensor, Range], Tensor], sizes: Sequence[int]
    ) -> Callable[[Tensor, int], Tensor]:
        """`run` as a graph for each of some numbers of rows, made when there are first so many. Fewer rows take the
        next larger one, whose other rows mean nothing; more keep the device busy without one."""
        graphs: dict[int, tuple[Graph, Tensor]] = {}

        def whole(rows: Tensor, positions: Range) -> Tensor:
            found = run(rows, positions)
            self.beside.meet()
            return found

        def taken(rows: Tensor, position: int) -> Tensor:
            count = len(rows)
            size = next((size for size in sizes if size >= count), 0)
            if not size or only_compiling():
                return whole(rows, Range(position, position + count))
            self.position.fill_(position)
            if size not in graphs:
                source = rows.new_zeros(size, rows.shape[1])
                graphs[size] = self._captured(lambda: whole(source, Range(position, position + size))), source
            graph, source = graphs[size]
            source[:count].copy_(rows)
            return graph()[:count]

        return taken

    def loop(
        self,
        run: Callable[[Tensor], Tensor],
        vocabulary: Range | None,
        others: Sequence[Callable[[], object]],
        progress: Callable[[int, int], None],
        peers: Peers,
    ) -> TokenLoop:
        return TokenLoop(run, self._captured, self.position, vocabulary, others, progress, peers)

    def _captured(self, run: Callable[[], Tensor]) -> Graph:
        """`run` as a graph; the position is whatever stands in `position` at each replay."""

        def at_any_position() -> Tensor:
            self._recording = True
            try:
                return run()
            finally:
                self._recording = False

        graph = Graph(at_any_position, self.device, self._pool, self.rehearsal)
        if graph.why_not:
            self._pool = self._new_pool()  # a recording that was broken off leaves it unusable
            self.beside = Beside(self.device)  # the same
        return graph

    def _new_pool(self) -> object:
        return torch.cuda.graph_pool_handle() if self.device.type == "cuda" else None

    def _stand_at(self, positions: Range) -> None:
        if not self._recording:
            self.position.fill_(positions.start)

    def _table(
        self, reads: tuple[HeadReads, ...], made: Callable[[Sequence[HeadReads], torch.device], Tensor]
    ) -> Tensor:
        if (reads, made) not in self._tables:
            self._tables[reads, made] = made(reads, self.device)
        return self._tables[reads, made]


def _known(weight: Weight) -> PlaneWeight | DenseWeight:
    assert isinstance(weight, PlaneWeight | DenseWeight)
    return weight


