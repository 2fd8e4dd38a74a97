"""The KV cache takes the bytes that the plan says, and f16 holds what is given to it, whatever the processor."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.cache import LayerCache
from engine.comm.group import Group
from engine.families import model_config
from engine.gguf.facts import read_facts
from engine.kernels.cpu.kernel import entry
from engine.kernels.cpu.kv_cache import HALVES, TiledCache, append_value
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.reference import ReferenceOps
from engine.model import Model
from engine.plan.build import PlanError, plan
from engine.plan.kv_types import DEFAULT_KV, KV_TYPES, KVType
from engine.plan.types import Mode
from tests.engine.plan.models import cpus
from tests.random_model import random_model

CPU = torch.device("cpu")


class Quantised(CpuOps):
    """Remembers the caches that a model asks for."""

    def __init__(self) -> None:
        super().__init__(1, None)
        self.made: list[TiledCache] = []

    def cache(
        self, kv_heads: int, context: int, key_length: int, value_length: int, kv_type: KVType = DEFAULT_KV
    ) -> TiledCache:
        self.made.append(super().cache(kv_heads, context, key_length, value_length, kv_type))
        return self.made[-1]


class Exact(ReferenceOps):
    """The same on a device that keeps nothing quantised."""

    def __init__(self) -> None:
        super().__init__(CPU)
        self.made: list[LayerCache] = []

    def cache(
        self, kv_heads: int, context: int, key_length: int, value_length: int, kv_type: KVType = DEFAULT_KV
    ) -> LayerCache:
        self.made.append(super().cache(kv_heads, context, key_length, value_length, kv_type))
        return self.made[-1]


@pytest.mark.parametrize("kind", [Quantised, Exact])
@pytest.mark.parametrize(("mode", "ranks"), [("none", 1), ("layer", 2), ("tensor", 3)])
@pytest.mark.parametrize("kv_type", KV_TYPES)
@pytest.mark.parametrize("shape", [{}, {"heads": 6, "kv_heads": 3, "head_dim": 20}])  # 20 is filled up
def test_the_plan_counts_the_bytes_of_the_real_tensors(
    tmp_path: Path, kind: type[Quantised | Exact], mode: Mode, ranks: int, shape: dict[str, int], kv_type: KVType
) -> None:
    facts = read_facts(random_model(tmp_path / "model.gguf", "llama", **shape))
    devices = [replace(device, quantised=kind is Quantised) for device in cpus(ranks)]
    if kind is Quantised and shape and kv_type != DEFAULT_KV:
        with pytest.raises(PlanError, match="20 values long, and KV type q8_0 keeps 32 together: choose f16"):
            plan(facts, devices, mode, context=77, kv_type=kv_type)
        return
    made = plan(facts, devices, mode, context=77, kv_type=kv_type)  # no whole tiles
    for rank in range(ranks):
        ops = kind()
        Model(facts, model_config(facts), made, rank, ops, CPU, Group(ops), None, lambda done, total: None)
        assert ops.made
        assert made.bytes[rank].kv == sum(held.nbytes for each in ops.made for held in tensors(each))


def tensors(cache: TiledCache | LayerCache) -> list[torch.Tensor]:
    """All that a cache holds."""
    return [each for each in vars(cache).values() if isinstance(each, torch.Tensor)]


def test_f16_costs_half_of_f32(tmp_path: Path) -> None:
    facts = read_facts(random_model(tmp_path / "model.gguf", "llama"))
    half, whole = (plan(facts, [replace(cpus(1)[0], quantised=q)], "none", context=512) for q in (True, False))
    assert 2 * half.bytes[0].kv == whole.bytes[0].kv


def kept(values: np.ndarray) -> torch.Tensor:  # type: ignore[type-arg]
    """What a cache in f16 holds after these values, f32, were written to it."""
    cache = TiledCache(1, 16, 8, len(values), torch.float16)

    def write(address: int, value: np.ndarray) -> None:  # type: ignore[type-arg]
        append_value(address, 0, 0, 1, 0, value, len(value), HALVES)

    entry(write, "void(intp, float32[::1])")(cache.values.data_ptr(), values)
    return cache.values[0, 0, : len(values)]


def check_every_half() -> None:
    """Every f16 comes back, what lies between two goes to the nearer, and what is beyond them all to the last."""
    halves = torch.arange(1 << 16, dtype=torch.int32).to(torch.int16).view(torch.float16)
    halves = halves[halves.isfinite()]
    assert torch.equal(kept(halves.float().numpy()), halves)
    torch.manual_seed(0)
    between = torch.randn(4096) * 10.0 ** torch.randint(-8, 4, (4096,))
    assert torch.equal(kept(between.numpy()), between.half())
    beyond = torch.tensor([65504, 65519, 65520, 1e5, 3e38, torch.inf])
    assert torch.equal(kept(torch.cat([beyond, -beyond]).numpy()), torch.tensor([65504.0] * 6 + [-65504.0] * 6).half())


def test_f16_is_the_nearest_and_never_infinite() -> None:
    check_every_half()


OLD = """
import sys, torch
from tests.engine.kernels.test_attention import REFERENCE, SHAPES, attended, filled, head_reads
from tests.engine.kernels.test_cache_layout import check_every_half
from engine.kernels.cpu.pool import Pool
from engine.plan.types import Range
check_every_half()
torch.manual_seed(1)
tiled, plain = filled(SHAPES[0], 100, torch.float16)
q = torch.randn(2, 9, 64)
asked = (head_reads(Range(0, 9), 9, 3), 0.125, None, None)
found, wanted = attended(Pool(1), q, tiled, 98, *asked), REFERENCE.attend(q, plain, Range(98, 100), *asked)
torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-5)
"""


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="only x86 ever lacked the instructions")
def test_processors_without_instructions_for_f16() -> None:
    """numba generates code for one here; without care that ends the process."""
    old = {**os.environ, "NUMBA_CPU_NAME": "nehalem", "NUMBA_CPU_FEATURES": "+sse4.2"}
    done = subprocess.run(
        [sys.executable, "-c", OLD], env=old, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
