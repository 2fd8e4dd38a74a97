"""The seam on the CPU: weights stay quantised, and every operation is a run of the rank's own threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine.families.config import Activation
from engine.kernels.cpu.activation import gated
from engine.kernels.cpu.add_norm import add_norm
from engine.kernels.cpu.attention import attend
from engine.kernels.cpu.attention_scratch import attention_arguments
from engine.kernels.cpu.heads import place_heads
from engine.kernels.cpu.kernel import Call, Kernel
from engine.kernels.cpu.kv_cache import TiledCache
from engine.kernels.cpu.multiply import Multiplication, Scratch
from engine.kernels.cpu.norm import norm
from engine.kernels.cpu.pool import Pool, Program
from engine.kernels.cpu.product import TOKENS
from engine.kernels.cpu.products import Products
from engine.kernels.cpu.weight import PackedWeight, packed
from engine.kernels.ops import AttentionWeights, Cache, HeadReads, Norm, RopeTable, Weight
from engine.plan.types import Range
from engine.quants.stored import Stored


class CpuOps:
    """See `engine.kernels.ops.Ops` for what each operation does. Activations meet weights as int8 with a scale per 32.

    Programs are laid out once, and from then on only the addresses and counts in them change.
    """

    def __init__(self, threads: int, folder: Path | None) -> None:
        """`folder` keeps compiled code; None keeps none."""
        self._pool = Pool(threads)
        self._products = Products(folder)
        self._scratch = Scratch()
        self._multiplications: dict[tuple[object, ...], Multiplication] = {}
        self._attention: dict[TiledCache, tuple[Program, Call]] = {}  # of one row
        self._calls: dict[Kernel, tuple[Program, Call]] = {}

    def weight(self, stored: Stored, progress: Callable[[int], None]) -> PackedWeight:
        return packed(stored, progress)

    def vector(self, values: Tensor) -> Tensor:
        return values.contiguous()

    def cache(self, kv_heads: int, context: int, key_length: int, value_length: int) -> TiledCache:
        return TiledCache(kv_heads, context, key_length, value_length, torch.float16)

    def norm(self, x: Tensor, norm_: Norm) -> Tensor:
        out = torch.empty_like(x)
        rows, width = x.shape
        self._run(norm, x=x, weight=norm_.weight, out=out, rows=rows, width=width, epsilon=norm_.epsilon)
        return out

    def add_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        rows, width = residual.shape
        total = torch.empty_like(residual)
        out = total if next_norm is None else torch.empty_like(residual)
        post_weight, post_epsilon = post_norm or (0, 0.0)
        weight, epsilon = next_norm or (0, 0.0)
        self._run(
            add_norm, part=part, residual=residual, sum=total, out=out, rows=rows, width=width,
            post_weight=post_weight, post_epsilon=post_epsilon, weight=weight, epsilon=epsilon,
        )  # fmt: skip
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
        self._run(
            place_heads, q=q, k=k, v=v, q_bias=weights.q_bias, k_bias=weights.k_bias, v_bias=weights.v_bias,
            rows=rows, position=positions.start, heads=heads,
            kv_heads=k.shape[1] // key_length, key_length=key_length, value_length=value_length,
            q_norm=q_norm, q_epsilon=q_epsilon, k_norm=k_norm, k_epsilon=k_epsilon,
            cos=rope.cos, sin=rope.sin, temperature=rope.temperature,
            pairs=rope.cos.shape[1], neox=rope.neox, keys=cache.keys, values=cache.values, tiles=cache.tiles,
            half=cache.half,
        )  # fmt: skip
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
        if rows == 1 and cache in self._attention:
            program, call = self._attention[cache]
            call.set("q", q)
            call.set("out", out)
            call.set("position", positions.start)
        else:
            pool = self._pool
            arguments = attention_arguments(
                q, out, cache, positions.start, reads, scale, window, softcap, pool.threads, pool.barrier
            )
            call = attend.call(**arguments)
            program = Program([call])
            if rows == 1:
                self._attention[cache] = program, call
        self._pool.run(program)
        return out.view(rows, -1)

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        (out,) = self._multiply(act, weight)
        return out if bias is None else out.add_(bias)

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        out, other = self._multiply(act, gate, up)
        self._run(gated[activation], gate=out, up=other, out=out, count=out.numel())
        return out

    def _multiply(self, act: Tensor, *weights: Weight) -> list[Tensor]:
        rows = len(act)
        key = (*weights, next((each for each in TOKENS if each >= rows), TOKENS[-1]))
        if key not in self._multiplications:
            held = [weight for weight in weights if isinstance(weight, PackedWeight)]
            assert len(held) == len(weights)
            self._multiplications[key] = Multiplication(self._products, held, rows, self._scratch)
        found = self._multiplications[key]
        outs = found.prepare(act)
        self._pool.run(found.program)
        return outs

    def _run(self, kernel: Kernel, **arguments: object) -> None:
        if kernel not in self._calls:
            call = kernel.call(**arguments)
            self._calls[kernel] = Program([call]), call
        program, call = self._calls[kernel]
        for name, value in arguments.items():
            call.set(name, value)
        self._pool.run(program)


def _or_none(vector: Tensor | None) -> Tensor | int:
    """As kernels take it: the address 0 where there is none."""
    return 0 if vector is None else vector
