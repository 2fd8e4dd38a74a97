"""A plan as rows that people read: for the window, and as a plain-text table for the console."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.gguf.facts import ModelFacts
from engine.plan.tensors import KVPart, held_range
from engine.plan.types import Device, Part, Range, RankBytes, SplitPlan
from engine.plan.words import device_name, joined, size


@dataclass(frozen=True)
class PlanRow:
    """What one rank holds. Ranges are half open; several where layers differ, none where it holds nothing."""

    rank: int
    device: Device
    layers: tuple[Range, ...]
    query_heads: tuple[Range, ...]
    kv_heads: tuple[Range, ...]
    mlp_channels: tuple[Range, ...]
    vocabulary_rows: tuple[Range, ...]
    bytes: RankBytes
    share_percent: float  # of the bytes of weights on all ranks

    @property
    def texts(self) -> tuple[str, ...]:
        """("layers 0 to 14", "query heads 0 to 4", "KV heads 0 to 1", ...)."""
        parts = (
            ("layer", self.layers),
            ("query head", self.query_heads),
            ("KV head", self.kv_heads),
            ("MLP channel", self.mlp_channels),
            ("vocabulary row", self.vocabulary_rows),
        )
        return tuple(described(noun, ranges) for noun, ranges in parts)


def spans(ranges: Sequence[Range]) -> str:
    """Inclusive, as people read them: "0 to 14", "7", "0 to 3 and 8 to 9", "none"."""
    texts = [
        f"{held.start:,}" if len(held) == 1 else f"{held.start:,} to {held.stop - 1:,}" for held in ranges
    ]
    return joined(texts) or "none"


def described(noun: str, ranges: Sequence[Range]) -> str:
    """("layer", [0..15]) -> "layers 0 to 14"."""
    if not ranges:
        return f"no {noun}s"
    return f"{noun} {spans(ranges)}" if sum(map(len, ranges)) == 1 else f"{noun}s {spans(ranges)}"


def plan_rows(facts: ModelFacts, plan: SplitPlan) -> list[PlanRow]:
    """One row per rank, in order."""
    weights = sum(held.weights for held in plan.bytes)
    return [
        PlanRow(
            rank=rank,
            device=device,
            layers=tuple(stage.layers for _, stage in plan.stages_of(rank)),
            query_heads=_held(facts, plan, "query heads", rank),
            kv_heads=_held(facts, plan, "KV heads", rank),
            mlp_channels=_held(facts, plan, "MLP channels", rank),
            vocabulary_rows=_distinct(
                held_range(facts, stage, None, "vocabulary rows", rank)[1]
                for index, stage in plan.stages_of(rank)
                if index == len(plan.stages) - 1
            ),
            bytes=plan.bytes[rank],
            share_percent=100 * plan.bytes[rank].weights / weights if weights else 0.0,
        )
        for rank, device in enumerate(plan.devices)
    ]


def format_plan(facts: ModelFacts, plan: SplitPlan) -> str:
    """The plan as an aligned table with its notes, its reason and its misfit, for a console."""
    header = (
        "rank", "device", "layers", "query heads", "KV heads", "MLP channels", "vocabulary rows",
        "weights", "KV cache", "workspace", "total", "share",
    )  # fmt: skip
    body = [
        (
            str(row.rank),
            device_name(row.device),
            spans(row.layers),
            spans(row.query_heads),
            spans(row.kv_heads),
            spans(row.mlp_channels),
            spans(row.vocabulary_rows),
            size(row.bytes.weights),
            size(row.bytes.kv),
            size(row.bytes.workspace),
            size(row.bytes.total),
            f"{row.share_percent:.0f}%",
        )
        for row in plan_rows(facts, plan)
    ]
    widths = [max(map(len, column)) for column in zip(header, *body, strict=True)]
    sizes_from = header.index("weights")
    lines = [
        "  ".join(
            cell.rjust(width) if i >= sizes_from else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (header, *body)
    ]
    title = f"{facts.name}: split mode {plan.mode}, context {plan.context:,} tokens, KV {' and '.join(plan.kv_kept)}"
    words = [text for text in (plan.reason, *plan.notes, plan.misfit) if text]
    return "\n".join([title, "", *lines, *([""] if words else []), *words])


def _held(facts: ModelFacts, plan: SplitPlan, part: Part | KVPart, rank: int) -> tuple[Range, ...]:
    """The ranges of a part that a rank holds in any of its layers."""
    return _distinct(
        held_range(facts, stage, layer, part, rank)[1]
        for _, stage in plan.stages_of(rank)
        for layer in range(*stage.layers)
    )


def _distinct(ranges: Iterable[Range]) -> tuple[Range, ...]:
    return tuple(dict.fromkeys(held for held in ranges if len(held)))
