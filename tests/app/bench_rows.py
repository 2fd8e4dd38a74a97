"""Benchmark results as the engine keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from engine.protocol import BenchRow

MODEL = "/models/tiny.gguf"
WHEN = "2026-11-12T10:00:00Z"


def row(
    mode: str, *, ts: Sequence[float], n_prompt: int = 0, n_gen: int = 0, n_depth: int = 0, when: str = WHEN,
    model: str = MODEL,
) -> BenchRow:  # fmt: skip
    samples = tuple(round((n_prompt + n_gen) * 1e9 / each) for each in ts)
    return BenchRow(
        build_commit="0.1.0", build_number=100, cpu_info="A processor", gpu_info="", backends="CPU",
        model_filename=model, model_type="llama tiny F32", model_size=1, model_n_params=1, n_batch=512, n_ubatch=512,
        n_threads=2, type_k="f16", type_v="f16", n_gpu_layers=0, split_mode=mode, main_gpu=0, devices="cpu/cpu",
        tensor_split="0.00", n_prompt=n_prompt, n_gen=n_gen, n_depth=n_depth, test_time=when, samples_ns=samples,
        n_ranks=1 if mode == "none" else 2,
    )  # fmt: skip


def line(mode: str, *, ts: Sequence[float], n_prompt: int = 0, n_gen: int = 0, n_depth: int = 0, when: str = WHEN,
         model: str = MODEL) -> str:  # fmt: skip
    """A row as llama-bench writes it in its jsonl: with the speeds that follow from the samples."""
    made = row(mode, ts=ts, n_prompt=n_prompt, n_gen=n_gen, n_depth=n_depth, when=when, model=model)
    return json.dumps(asdict(made) | {"samples_ts": list(ts)})
