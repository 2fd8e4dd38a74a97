"""The result of one benchmark test, in llama-bench's terms."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """One test of one model in one split mode. Field names are llama-bench's."""

    build_number: str
    cpu_info: str
    gpu_info: str
    backends: str
    model_filename: str
    model_type: str
    model_size: int  # bytes
    model_n_params: int
    n_batch: int
    n_threads: int
    type_k: str
    type_v: str
    split_mode: str
    devices: str
    tensor_split: str
    n_prompt: int
    n_gen: int
    n_depth: int
    test_time: str  # ISO 8601, UTC
    samples_ns: tuple[int, ...]
    n_ranks: int

    @property
    def samples_ts(self) -> tuple[float, ...]:
        """Tokens per second of each repetition."""
        return tuple((self.n_prompt + self.n_gen) * 1e9 / sample for sample in self.samples_ns)

    @property
    def median_ts(self) -> float:
        return statistics.median(self.samples_ts)

    @property
    def test(self) -> str:
        """llama-bench's label: pp512, tg128, tg128 @ d8192."""
        name = f"pp{self.n_prompt}" if self.n_prompt else f"tg{self.n_gen}"
        return f"{name} @ d{self.n_depth}" if self.n_depth else name
