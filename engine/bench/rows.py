"""Benchmark rows: what a loaded model says about itself in llama-bench's terms, and a row as a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import __version__
from engine.devices.listing import cpu
from engine.gguf.facts import ModelFacts
from engine.plan.memory import prefill_chunk
from engine.plan.types import SplitPlan
from engine.protocol import BenchRow

# The fields that llama-bench writes, in its order (test::get_fields in tools/llama-bench/llama-bench.cpp).
FIELDS = (
    "build_commit", "build_number", "cpu_info", "gpu_info", "backends", "model_filename", "model_type", "model_size",
    "model_n_params", "n_batch", "n_ubatch", "n_threads", "cpu_mask", "cpu_strict", "poll", "type_k", "type_v",
    "n_gpu_layers", "n_cpu_moe", "split_mode", "main_gpu", "no_kv_offload", "flash_attn", "devices", "tensor_split",
    "tensor_buft_overrides", "load_mode", "embeddings", "no_op_offload", "no_host", "fit_target", "fit_min_ctx",
    "n_prompt", "n_gen", "n_depth", "test_time", "avg_ns", "stddev_ns", "avg_ts", "stddev_ts",
)  # fmt: skip
SAMPLES = ("samples_ns", "samples_ts")  # llama-bench's too, in JSON alone
# After llama-bench's, where a script that knows those stops.
OWN = ("n_ranks", "n_stages", "median_ts", "spread", "use_mmap")


def record(row: BenchRow) -> dict[str, Any]:
    """The row as llama-bench's JSON has it, and then our own fields."""
    return {name: getattr(row, name) for name in (*FIELDS, *SAMPLES, *OWN)}


def make_row(
    facts: ModelFacts,
    plan: SplitPlan,
    threads: int,
    shares: Sequence[int],
    test: tuple[int, int, int],
    test_time: str,
    samples_ns: Sequence[int],
) -> BenchRow:
    """The row of a test: its counts of prompt, generation and depth, and the nanoseconds of each repetition.

    `threads` is per rank that computes on the processor, `shares` are those asked for.
    """
    cards = [device for device in plan.devices if device.kind != "cpu"]
    ids = [device.id for device in plan.devices]
    cache_type = "/".join(plan.kv_kept)
    return BenchRow(
        build_commit=__version__,
        build_number=_number(__version__),
        cpu_info=cpu().name,
        gpu_info=", ".join({device.id: device.name for device in cards}.values()),
        backends=",".join(sorted({device.kind.upper() for device in plan.devices})),
        model_filename=facts.path,
        model_type=f"{facts.architecture} {facts.name} {facts.quant}",
        model_size=sum(tensor.nbytes for tensor in facts.tensors.values()),
        model_n_params=facts.parameters,
        n_batch=prefill_chunk(plan),
        n_ubatch=prefill_chunk(plan),
        n_threads=threads * max(1, plan.world_size - len(cards)),
        type_k=cache_type,
        type_v=cache_type,
        n_gpu_layers=sum(len(s.layers) for s in plan.stages if all(plan.devices[r] in cards for r in s.ranks)),
        split_mode=plan.mode,
        main_gpu=_index(ids[0]) if plan.mode == "none" else 0,
        devices="/".join(ids),
        tensor_split="/".join(f"{share:.2f}" for share in shares or (0,)),
        n_prompt=test[0],
        n_gen=test[1],
        n_depth=test[2],
        test_time=test_time,
        samples_ns=tuple(samples_ns),
        n_ranks=plan.world_size,
        n_stages=len(plan.stages) if plan.mode == "tensor" else 1,
    )


def _number(version: str) -> int:
    """A version as one number: 10203 for 1.2.3."""
    number = 0
    for part in version.split(".")[:3]:
        number = 100 * number + int("".join(filter(str.isdecimal, part)) or 0)
    return number


def _index(device: str) -> int:
    """The number in a device's id: 1 for cuda:1, 0 where there is none."""
    return int(device.partition(":")[2] or 0)
