"""The types every split mode is made of: devices, stages, and integer ranges of what a layer can share out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.plan.kv_types import DEFAULT_KV, PLAIN, KVType

Mode = Literal["none", "layer", "tensor", "auto"]
Part = Literal["query heads", "MLP channels", "vocabulary rows"]


class Range(NamedTuple):
    """The integers from `start` up to, but not including, `stop`."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def scaled(self, factor: int) -> Range:
        return Range(self.start * factor, self.stop * factor)

    def in_blocks(self, size: int) -> tuple[Range, int]:
        """The blocks of `size` that hold this range, and how much of the first of them precedes it."""
        blocks = Range(self.start // size, -(-self.stop // size))
        return blocks, self.start - blocks.start * size


@dataclass(frozen=True)
class Device:
    """One thing that can hold a rank. Two entries of a list may name the same device.

    `pool` names the physical memory behind it: ranks of one pool must fit into it together.
    Sizes are in bytes; None means that the system does not report it.
    """

    id: str  # what the user types: "cpu", "cuda:0"
    kind: Literal["cpu", "cuda", "xpu", "mps"]
    name: str
    pool: str
    memory_total: int | None = None
    memory_free: int | None = None
    slot: str | None = None  # PCI address
    uuid: str | None = None
    bandwidth: float | None = None  # measured bytes per second of reading; None until it has been measured
    copy_bandwidth: float | None = None  # the same of copying, reads and writes together
    # Its kernels read weights quantised, as the file holds them, and keep the KV cache in the plan's type; else both
    # are f32.
    quantised: bool = False
    capability: str | None = None  # of an NVIDIA card "9.0", of an AMD one "gfx1100"
    integrated: bool = False  # inside the processor, with no memory of its own
    why_plain: str = ""  # why its own kernels cannot run here, in a sentence; it then computes in plain PyTorch

    @property
    def trial_only(self) -> bool:
        """CPU ranks show how a split works; they do not make a model faster."""
        return self.kind == "cpu"


@dataclass(frozen=True)
class Split:
    """How one shareable part of a layer is cut: one range per rank of the stage, in order, covering 0..total."""

    part: Part
    total: int
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class Stage:
    """Consecutive layers and the ranks that share each of them."""

    layers: Range
    ranks: tuple[int, ...]
    splits: tuple[Split, ...]

    def range(self, part: Part, total: int, rank: int) -> Range:
        """What `rank` (numbered in the world) holds of a part that counts `total`."""
        for split in self.splits:
            if split.part == part and split.total == total:
                return split.ranges[self.ranks.index(rank)]
        raise KeyError(f"the plan has no split of {total} {part}")


@dataclass(frozen=True)
class RankBytes:
    """Predicted bytes on one rank's device."""

    weights: int
    kv: int
    workspace: int

    @property
    def total(self) -> int:
        return self.weights + self.kv + self.workspace


@dataclass(frozen=True)
class SplitPlan:
    """Where every part of a model runs. `none`, `layer` and `tensor` are all lists of stages."""

    mode: Mode  # the mode that was planned, never "auto"
    devices: tuple[Device, ...]  # by rank
    stages: tuple[Stage, ...]
    context: int
    bytes: tuple[RankBytes, ...]  # by rank
    notes: tuple[str, ...] = ()  # what a user should know, in plain sentences
    reason: str = ""  # why `auto` chose this; empty when the user chose
    misfit: str = ""  # which memory lacks how much; empty when everything fits
    # Predicted of generation at the start of the context; None unless the bandwidth of every device was measured.
    tokens_per_second: float | None = None
    kv_type: KVType = DEFAULT_KV  # of devices with kernels of their own

    @property
    def world_size(self) -> int:
        return len(self.devices)

    @property
    def fits(self) -> bool:
        return not self.misfit

    @property
    def kv_kept(self) -> tuple[str, ...]:
        """What its devices keep keys and values in, really."""
        return tuple(sorted({self.kv_type if device.quantised else PLAIN for device in self.devices}))

    @property
    def mixed(self) -> bool:
        """Whether it is groups of ranks in a row, and not one of the three modes alone."""
        return 1 < len(self.stages) < self.world_size

    def stages_of(self, rank: int) -> Iterator[tuple[int, Stage]]:
        for index, stage in enumerate(self.stages):
            if rank in stage.ranks:
                yield index, stage


def kv_range(query: Range, heads: int, kv_heads: int) -> Range:
    """The KV heads that a range of query heads reads. Query head h reads KV head h * kv_heads // heads."""
    if not len(query) or not kv_heads:
        return Range(0, 0)
    return Range(query.start * kv_heads // heads, (query.stop - 1) * kv_heads // heads + 1)
