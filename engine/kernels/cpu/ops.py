"""The seam on the CPU: weights stay quantised, and every operation is a run of the rank's own threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.cpu.activation import gated
from engine.kernels.cpu.add_norm import add_norm
from engine.kernels.cpu.attention import attend
from engine.kernels.cpu.attention_scratch import attention_arguments
from engine.kernels.cpu.heads import place_heads
from engine.kernels.cpu.kernel import Call, Code
from engine.kernels.cpu.kv_cache import DTYPES, TiledCache
from engine.kernels.cpu.likeliest import BLOCK, MOST, likeliest
from engine.kernels.cpu.mixture import (
    Mixture,
    addresses,
    batches,
    entering,
    leaving,
    mixture_of_a_row,
    routing,
    summing,
)
from engine.kernels.cpu.multiply import multiplication
from engine.kernels.cpu.needed import code_needed
from engine.kernels.cpu.norm import norm
from engine.kernels.cpu.pool import Phase, Pool, Program
from engine.kernels.cpu.products import Products
from engine.kernels.cpu.rows import add_bias
from engine.kernels.cpu.step import Step
from engine.kernels.cpu.weight import PackedExperts, PackedWeight, packed, packed_experts
from engine.kernels.ops import AttentionWeights, Cache, Experts, HeadReads, Norm, RopeTable, Router, Weight, unrecorded
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Range
from engine.quants.stored import Stored


class CpuOps:
    """See `engine.kernels.ops.Ops` for what each operation does. Activations meet weights as int8 with a scale per 32,
    or, many at a time where the processor has AMX, as bf16.
    """

    def __init__(self, threads: int, folder: Path | None) -> None:
        """`folder` keeps compiled code; None keeps none."""
        self._pool = Pool(threads)
        self._products = Products(folder)
        self._recording: list[Phase | Call] | None = None
        self._position = torch.zeros(1, dtype=torch.int64)  # of the first row: kernels read it when they run

    def weight(self, stored: Stored, progress: Callable[[int], None]) -> PackedWeight:
        return packed(stored, progress)

    def experts(self, stored: Sequence[Stored], progress: Callable[[int], None]) -> PackedExperts:
        return packed_experts(stored, progress)

    def vector(self, values: Tensor) -> Tensor:
        return values.contiguous()

    def cache(
        self, kv_heads: int, context: int, key_length: int, value_length: int, kv_type: KVType = DEFAULT_KV
    ) -> TiledCache:
        return TiledCache(kv_heads, context, key_length, value_length, DTYPES[kv_type])

    def norm(self, x: Tensor, norm_: Norm) -> Tensor:
        out = torch.empty_like(x)
        rows, width = x.shape
        self.perform(norm.call(x=x, weight=norm_.weight, out=out, rows=rows, width=width, epsilon=norm_.epsilon))
        return out

    def add_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        rows, width = residual.shape
        total = torch.empty_like(residual)
        out = total if next_norm is None else torch.empty_like(residual)
        post_weight, post_epsilon = post_norm or (0, 0.0)
        weight, epsilon = next_norm or (0, 0.0)
        call = add_norm.call(
            part=part, residual=residual, sum=total, out=out, rows=rows, width=width,
            post_weight=post_weight, post_epsilon=post_epsilon, weight=weight, epsilon=epsilon,
        )  # fmt: skip
        self.perform(call)
        return total, out

    def qkv(
        self,
        act: Tensor,
        weights: AttentionWeights,
        lengths: tuple[int, int],
        rope: RopeTable,
        cache: Cache,
        positions: Range,
    ) -> Tensor:
        assert isinstance(cache, TiledCache)
        q, k, v = self._multiply(act, weights.q, weights.k, weights.v)
        key_length, value_length = lengths
        rows, heads = len(act), q.shape[1] // key_length
        q_norm, q_epsilon = weights.q_norm or (0, 0.0)
        k_norm, k_epsilon = weights.k_norm or (0, 0.0)
        call = place_heads.call(
            q=q, k=k, v=v, q_bias=weights.q_bias, k_bias=weights.k_bias, v_bias=weights.v_bias,
            rows=rows, position=self._position, heads=heads,
            kv_heads=k.shape[1] // key_length, key_length=key_length, value_length=value_length,
            q_norm=q_norm, q_epsilon=q_epsilon, k_norm=k_norm, k_epsilon=k_epsilon,
            cos=rope.cos, sin=rope.sin, temperature=rope.temperature,
            pairs=rope.cos.shape[1], neox=rope.neox, keys=cache.keys, values=cache.values, tiles=cache.tiles,
            key_scales=cache.key_scales, value_scales=cache.value_scales, form=cache.form,
        )  # fmt: skip
        self._position[0] = positions.start
        self.perform(call)
        return q.view(rows, heads, key_length)

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
        assert isinstance(cache, TiledCache)
        rows, heads, _ = q.shape
        out = torch.empty(rows, heads, cache.value_length)
        pool = self._pool
        arguments = attention_arguments(
            q, out, cache, self._position, reads, scale, window, softcap, pool.threads, pool.barrier
        )
        self._position[0] = positions.start
        self.perform(attend.call(**arguments))
        return out.view(rows, -1)

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        (out,) = self._multiply(act, weight)
        if bias is not None:
            rows, columns = out.shape
            self.perform(add_bias.call(x=out, rows=rows, step=4 * columns, columns=columns, bias=bias))
        return out

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        gate_out, up_out = self._multiply(act, gate, up)
        out = torch.empty_like(gate_out)
        self.perform(gated[activation].call(gate=gate_out, up=up_out, out=out, count=out.numel()))
        return out

    def mixture(
        self, act: Tensor, residual: Tensor, router: Router, gate: Experts, up: Experts, down: Experts,
        activation: Activation,
    ) -> Tensor:  # fmt: skip
        assert isinstance(router.weight, PackedWeight)
        gates, ups, downs = (each for each in (gate, up, down) if isinstance(each, PackedExperts))
        mixture = Mixture(router.weight, gates, ups, downs, router.used, router.renormalised, activation)
        if len(act) == 1:
            phases, out = mixture_of_a_row(self._products, act, mixture)
            self.perform(*phases)
            return out
        chosen, counts, route_call = routing(self.linear(act, router.weight), mixture)
        self.perform(route_call)
        where, kept = torch.empty(chosen.numel(), dtype=torch.int64), []
        for batch in batches(act, chosen):
            phases, outs = entering(self._products, batch, mixture)
            self.perform(*phases)
            phases, parts = leaving(self._products, batch, outs, mixture)
            self.perform(*phases)
            where[batch.places] = addresses(parts)
            kept += parts
        out, sum_call = summing(where, counts, act.shape[1])
        self.perform(sum_call)
        return out

    def lookup(self, *_: object) -> None:
        return None

    def all_read(self) -> None: ...

    def loop(self, *_: object) -> None:
        return None

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        step: Step | None = None

        def taken(row: Tensor, position: int) -> Tensor:
            nonlocal step
            if step is None:
                step, result = self._record(run, row.clone(), position)
                return result
            return step(row, position)

        return taken

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        return unrecorded(run)

    def likeliest(self, logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
        rows, count = logits.shape
        if rows != 1 or not 0 < k <= MOST:
            values, places = torch.topk(logits, k, 1)
            return values, places
        values, places = torch.empty(1, k), torch.empty(1, k, dtype=torch.int64)
        maxima, found = torch.empty(-(-count // BLOCK)), torch.empty(1, dtype=torch.int64)
        call = likeliest.call(
            x=logits, count=count, k=k, maxima=maxima, values=values, places=places, found=found,
            barrier=self._pool.barrier,
        )  # fmt: skip
        self.perform(call)
        held = int(found)
        return values[:, :held], places[:, :held]

    def perform(self, *phases: Phase | Call) -> None:
        """Run calls of kernels on the rank's threads."""
        if self._recording is not None:
            self._recording.extend(phases)
        self._pool.run(Program(phases))

    def _record(self, run: Callable[[Tensor, Range], Tensor], row: Tensor, position: int) -> tuple[Step, Tensor]:
        phases: list[Phase | Call] = []
        self._recording = phases
        try:
            result = run(row, Range(position, position + 1))
        finally:
            self._recording = None
        return Step(self._pool, Program(phases), row, self._position, result), result

    def _multiply(self, act: Tensor, *weights: Weight) -> list[Tensor]:
        held = [weight for weight in weights if isinstance(weight, PackedWeight)]
        assert len(held) == len(weights)
        phases, outs = multiplication(self._products, act, held)
        self.perform(*phases)
        return [out.contiguous() for out in outs]

    def code(self, kinds: Iterable[str]) -> list[Code]:
        """All that may run for matrices of these types."""
        return code_needed(self._products, kinds)
