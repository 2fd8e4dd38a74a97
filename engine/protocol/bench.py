"""The result of one benchmark test, in llama-bench's terms."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BenchRow:
    """One test of one model in one split mode.

    Names, order and types are llama-bench's, so that what reads its rows reads these. A field with a value here is
    about a choice that Tandem does not have, and the value says what it does instead: no thread is bound to a core,
    none polls, the file is mapped, nothing of the cache or the experts is kept apart from its layer.
    """

    build_commit: str  # the version: 0.1.0
    build_number: int  # the version as one number: 100 for 0.1.0, 10203 for 1.2.3
    cpu_info: str
    gpu_info: str  # of the devices that were used, separated by commas
    backends: str  # kinds of devices that were used: CPU, CUDA, XPU, MPS
    model_filename: str
    model_type: str  # architecture, name and quantisation
    model_size: int  # bytes
    model_n_params: int
    n_batch: int  # tokens of a prompt computed at a time
    n_ubatch: int  # the same: a batch is not divided further
    n_threads: int  # CPU threads of all ranks together
    cpu_mask: str = "0x0"
    cpu_strict: bool = False
    poll: int = 0
    type_k: str  # f16, q8_0, f32, or f16/f32 where the devices differ
    type_v: str
    n_gpu_layers: int  # layers that GPUs hold
    n_cpu_moe: int = 0
    split_mode: str
    main_gpu: int  # number of the GPU that mode none ran on, else 0
    no_kv_offload: bool = False
    flash_attn: int = 0
    devices: str  # by rank, separated by slashes
    tensor_split: str  # the shares that were asked for; 0.00: none were
    tensor_buft_overrides: str = "none"
    load_mode: str = "mmap"
    embeddings: bool = False
    no_op_offload: int = 0
    no_host: bool = False
    fit_target: int = 0
    fit_min_ctx: int = 0
    n_prompt: int
    n_gen: int
    n_depth: int
    test_time: str  # when the test began: ISO 8601, UTC
    samples_ns: tuple[int, ...]
    n_ranks: int
    n_stages: int = 1  # of mode tensor: groups of ranks in a row

    @property
    def samples_ts(self) -> tuple[float, ...]:
        """Tokens per second of each repetition."""
        return tuple((self.n_prompt + self.n_gen) * 1e9 / sample for sample in self.samples_ns)

    @property
    def avg_ns(self) -> int:
        return round(statistics.mean(self.samples_ns))

    @property
    def stddev_ns(self) -> int:
        return round(_deviation(self.samples_ns))

    @property
    def avg_ts(self) -> float:
        return statistics.mean(self.samples_ts)

    @property
    def stddev_ts(self) -> float:
        return _deviation(self.samples_ts)

    @property
    def median_ts(self) -> float:
        return statistics.median(self.samples_ts)

    @property
    def spread(self) -> float:
        """From the slowest repetition to the fastest, as a share of the median."""
        return (max(self.samples_ts) - min(self.samples_ts)) / self.median_ts

    @property
    def use_mmap(self) -> bool:
        """What `load_mode` was called before: scripts for older rows ask for it."""
        return self.load_mode == "mmap"

    @property
    def test(self) -> str:
        """llama-bench's label: pp512, tg128, pp512+tg128, tg128 @ d8192."""
        return bench_label(self.n_prompt, self.n_gen, self.n_depth)


def bench_label(n_prompt: int, n_gen: int, n_depth: int) -> str:
    """What llama-bench calls a test of these counts."""
    parts = [f"pp{n_prompt}" if n_prompt else "", f"tg{n_gen}" if n_gen else ""]
    return "+".join(filter(None, parts)) + (f" @ d{n_depth}" if n_depth else "")


def _deviation(samples: tuple[int, ...] | tuple[float, ...]) -> float:
    """The sample standard deviation."""
    return statistics.stdev(samples) if len(samples) > 1 else 0.0
