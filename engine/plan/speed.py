"""How fast a plan could be at most: what its devices' memory allows."""

from __future__ import annotations

from collections import defaultdict

from engine.gguf.facts import ModelFacts
from engine.plan.alike import counted_slices
from engine.plan.tensors import bytes_active
from engine.plan.types import SplitPlan


def most_tokens_per_second(facts: ModelFacts, plan: SplitPlan) -> float | None:
    """Tokens per second if reading the weights that a token needs were all there is to do; None unless the bandwidth
    of every device has been measured.

    Memories are read at the same time, stages one after the other. Of a mixture of experts those count that a token
    uses. Keys and values, which grow with the context, and all that ranks tell each other are left out.
    """
    seconds = [defaultdict[str, float](float) for _ in plan.stages]  # by memory
    slices = counted_slices(facts, plan)
    for rank, device in enumerate(plan.devices):
        if not device.bandwidth:
            return None
        for piece, times in slices[rank]:
            seconds[piece.stage][device.pool] += times * bytes_active(facts, piece) / device.bandwidth
    total = sum(max(stage.values(), default=0.0) for stage in seconds)
    return 1 / total if total else None
