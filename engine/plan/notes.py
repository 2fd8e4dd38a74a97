"""What a user should know about a plan, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from engine.gguf.facts import ModelFacts
from engine.plan.kv_types import DEFAULT_KV, PLAIN
from engine.plan.memory import pools
from engine.plan.tensors import ROUTER, held_range, layer_of, parts
from engine.plan.types import SplitPlan, Stage
from engine.plan.words import device_name, joined, numbered


def plan_notes(facts: ModelFacts, plan: SplitPlan) -> Iterator[str]:
    """Idle ranks, parts held twice, unknown memories, cards without kernels, and a context beyond the training."""
    for stage in plan.stages:
        if len(stage.ranks) > 1:
            yield from _empty(stage)
            yield from _held_twice(facts, stage)
            yield from _whole(facts, stage)
    for ranks in pools(plan).values():
        device = plan.devices[ranks[0]]
        if device.memory_free is None:
            yield f"The free memory of {device_name(device)} is unknown: the plan takes it to be enough."
    yield from dict.fromkeys(device.why_plain for device in plan.devices if device.why_plain)
    if plan.kv_type != DEFAULT_KV and PLAIN in plan.kv_kept:
        plain = [device_name(device) for device in dict.fromkeys(plan.devices) if not device.quantised]
        yield (
            f"{joined(plain)} {'keeps' if len(plain) == 1 else 'keep'} the KV cache in {PLAIN}, without kernels of "
            f"{'its' if len(plain) == 1 else 'their'} own: the type {plan.kv_type} changes nothing there."
        )
    if 0 < facts.context < plan.context:
        yield (
            f"The context of {plan.context:,} tokens is longer than the {facts.context:,} that this model "
            "was trained for: answers may get worse beyond those."
        )


def _empty(stage: Stage) -> Iterator[str]:
    for split in stage.splits:
        idle = [rank for rank, held in zip(stage.ranks, split.ranges, strict=True) if not len(held)]
        if idle and split.total:
            hold = "holds" if len(idle) == 1 else "hold"
            yield f"{numbered('rank', idle).capitalize()} {hold} none of the {split.total:,} {split.part}."


def _held_twice(facts: ModelFacts, stage: Stage) -> Iterator[str]:
    layers = {(facts.layers[i].heads, facts.layers[i].kv_heads): i for i in range(*stage.layers)}
    for (_, kv_heads), layer in layers.items():
        holders: dict[int, list[int]] = {}
        for rank in stage.ranks:
            for head in range(*held_range(facts, stage, layer, "KV heads", rank)[1]):
                holders.setdefault(head, []).append(rank)
        for head, ranks in holders.items():
            if len(ranks) > 1:
                yield (
                    f"KV head {head} of {kv_heads} is held by {numbered('rank', ranks)}, "
                    "because query heads on each of them read it."
                )


def _whole(facts: ModelFacts, stage: Stage) -> Iterator[str]:
    """Matrices that no cut is known for. Norms and routers are whole everywhere too, but they weigh nothing."""
    for suffix in dict.fromkeys(
        suffix
        for name, tensor in facts.tensors.items()
        for layer, suffix in (layer_of(name),)
        if layer is not None
        and stage.layers.start <= layer < stage.layers.stop
        and len(tensor.shape) > 1
        and suffix != ROUTER
        and any(cut is None for _, _, cut in parts(facts, name, tensor))
    ):
        yield f"{suffix.removesuffix('.weight')} cannot be divided: it is whole on every rank."
