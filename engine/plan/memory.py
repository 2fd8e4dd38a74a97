"""Bytes that a plan will take on every rank, and which memory lacks how much of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from engine.comm.gpu.layout import MailLayout, StageLayout
from engine.gguf.facts import ModelFacts
from engine.kernels.triton.layout import SCRATCH_VALUES
from engine.plan.alike import counted_slices
from engine.plan.held import FLOAT, kv_bytes
from engine.plan.kv_types import SMALLEST_KV, KVType, kv_complaint
from engine.plan.tensors import KVPart, bytes_held, held_range
from engine.plan.types import Part, RankBytes, SplitPlan
from engine.plan.words import device_name, joined, size

PREFILL_CHUNK = 512  # prompt tokens computed at a time: few, as between them a cancel is heard
GPU_CHUNK = 1024  # the same where GPUs have kernels of their own, which bring weights into floats once a chunk
SCORE_BUFFERS = 3  # products, scaled, softmax
EXPERT_ROWS = 1024  # rows that experts of a mixture are computed for at a time, or those of one expert
LOGIT_ROWS = 64  # positions whose logits are held at a time
# One worker process with PyTorch loaded, before it holds a model. The CPU's is measured with one worker; several share
# their libraries and take a little less each. A card's is measured on an H100: the context, the graph, and what PyTorch
# keeps for itself. The others are estimates.
RUNTIME = {"cpu": 320 << 20, "cuda": 1200 << 20, "xpu": 900 << 20, "mps": 300 << 20}
LAYER_PARTS: tuple[Part | KVPart, ...] = ("query heads", "KV heads", "MLP channels")


def with_bytes(facts: ModelFacts, plan: SplitPlan) -> SplitPlan:
    """The plan with the bytes predicted for every rank: weights as the loader holds them, KV cache for the whole
    context, and what computing a prompt takes.
    """
    found = []
    for rank, slices in enumerate(counted_slices(facts, plan)):
        device = plan.devices[rank]
        weights = sum(times * bytes_held(facts.tensors[piece.name], piece, device) for piece, times in slices)
        found.append(replace(context_bytes(facts, plan, rank), weights=weights))
    return replace(plan, bytes=tuple(found))


def prefill_chunk(plan: SplitPlan) -> int:
    """Prompt tokens that all ranks compute at a time."""
    own_kernels = all(device.quantised and device.kind == "cuda" for device in plan.devices)
    return GPU_CHUNK if own_kernels else PREFILL_CHUNK


def context_bytes(facts: ModelFacts, plan: SplitPlan, rank: int) -> RankBytes:
    """The bytes that do not depend on the weights: KV cache and workspace."""
    device = plan.devices[rank]
    kv = 0
    work = 0
    tables = 0
    outputs = 0  # of the largest matrix
    rows = min(prefill_chunk(plan), plan.context)
    for index, stage in plan.stages_of(rank):
        counts = Counter(facts.layers[slice(*stage.layers)])
        for layer in {facts.layers[layer]: layer for layer in range(*stage.layers)}.values():
            shape = facts.layers[layer]
            heads, kv_heads, channels = (len(held_range(facts, stage, layer, part, rank)[1]) for part in LAYER_PARTS)
            cache = kv_bytes(kv_heads, plan.context, shape.key_length, shape.value_length, device, plan.kv_type)
            kv += counts[shape] * cache
            lengths = (heads + kv_heads) * (shape.key_length + shape.value_length)
            together = min(heads, -(-shape.heads // max(1, shape.kv_heads)))  # one KV head's readers at a time
            # Kernels that keep weights quantised hold no more scores at a time than a core's cache does.
            scores = 0 if device.quantised else together * rows * plan.context * FLOAT
            attention = 2 * rows * lengths * FLOAT + SCORE_BUFFERS * scores  # before and after rope; scores
            masks = 2 * rows * plan.context if scores else 0  # bytes: the triangle, and with the window
            mlp = 3 * rows * channels * FLOAT  # gate, up and their product
            if shape.experts and channels:
                taken = min(rows * shape.experts_used, max(rows, EXPERT_ROWS))
                mlp = taken * (2 * facts.hidden + 3 * channels) * FLOAT  # what some experts take, twice, and gate ...
                mlp += rows * (shape.experts_used * facts.hidden + 2 * shape.experts) * FLOAT  # and what all have given
            work = max(work, attention + masks, mlp)
            outputs = max(outputs, channels, heads * shape.key_length)
            tables = max(tables, 2 * shape.key_length * plan.context * FLOAT)  # cos and sin of two ropes
        if index == len(plan.stages) - 1:
            _, held = held_range(facts, stage, None, "vocabulary rows", rank)
            work = max(work, 2 * len(held) * min(LOGIT_ROWS, rows) * FLOAT)
            outputs = max(outputs, len(held))
    if device.quantised and device.kind == "cuda":
        # A weight in bf16, and as much again that graphs for prompts of other lengths cannot share.
        work += 2 * 2 * min(SCRATCH_VALUES, outputs * facts.hidden)
        for _, stage in plan.stages_of(rank):
            if len(stage.ranks) > 1:  # what ranks write to each other, if they reach each other's memory
                work += len(stage.ranks) * MailLayout(facts.hidden, rows).sender_bytes
        if len(plan.stages) > 1:
            work += StageLayout(facts.hidden, rows, plan.world_size).nbytes
    stream = 4 * rows * facts.hidden * FLOAT  # residual, its norm, the part to be summed, and the sum
    return RankBytes(0, kv, work + stream + tables + RUNTIME[plan.devices[rank].kind])


def pools(plan: SplitPlan) -> dict[str, list[int]]:
    """The ranks of every physical memory."""
    ranks: dict[str, list[int]] = {}
    for rank, device in enumerate(plan.devices):
        ranks.setdefault(device.pool, []).append(rank)
    return ranks


def lacking(plan: SplitPlan) -> dict[str, int]:
    """Bytes that each memory lacks for the plan, by pool, of those whose free bytes are known."""
    lacks = {}
    for pool, ranks in pools(plan).items():
        free = plan.devices[ranks[0]].memory_free
        if free is not None and (lack := sum(plan.bytes[rank].total for rank in ranks) - free) > 0:
            lacks[pool] = lack
    return lacks


def context_that_fits(facts: ModelFacts, plan: SplitPlan) -> int | None:
    """The longest shorter context, in steps of 256 tokens, at which the plan fits; None if none does."""

    def fits(steps: int) -> bool:
        return _fits(facts, plan, replace(plan, context=steps * 256))

    low, high = 0, (plan.context - 1) // 256
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low * 256 or None


def kv_type_that_fits(facts: ModelFacts, plan: SplitPlan) -> KVType | None:
    """A smaller type of the KV cache with which the plan fits at its context; None if none does."""
    if kv_complaint(facts, SMALLEST_KV) or plan.kv_type == SMALLEST_KV:
        return None
    return SMALLEST_KV if _fits(facts, plan, replace(plan, kv_type=SMALLEST_KV)) else None


def _fits(facts: ModelFacts, plan: SplitPlan, other: SplitPlan) -> bool:
    """Whether `other` does, which holds the same weights as `plan`."""
    sizes = (replace(context_bytes(facts, other, r), weights=held.weights) for r, held in enumerate(plan.bytes))
    return not lacking(replace(other, bytes=tuple(sizes)))


def misfit(facts: ModelFacts, plan: SplitPlan, way_out: str = "") -> str:
    """Which memory lacks how much, and what to do about it; empty if everything fits."""
    lacks = lacking(plan)
    if not lacks:
        return ""
    named = {pool: device_name(plan.devices[ranks[0]]) for pool, ranks in pools(plan).items()}
    who = joined([f"{named[pool]} lacks {size(lack)}" for pool, lack in lacks.items()])
    if not way_out:
        shorter, smaller = context_that_fits(facts, plan), kv_type_that_fits(facts, plan)
        ways = [f"a context of {shorter:,} tokens"] if shorter else []
        ways += [f"KV type {smaller}"] if smaller else []
        way_out = (
            f"It fits with {' or with '.join(ways)}."
            if ways
            else "Choose a smaller model, free some memory, or add a device."
        )
    return f"{who} of memory for this model at {plan.context:,} tokens. {way_out}"
