"""The smallest pieces into which heads and MLP channels may be cut.

`attn_output`, `ffn_down` and experts' `ffn_down_exps` are cut along their columns, inside quantised rows. A cut must
fall between two groups of values that share a scale; a super-block of 256 may be cut between its groups, because its
parts are decoded apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd, lcm

from engine.gguf.facts import EXPERTS_DOWN, ModelFacts, TensorInfo
from engine.plan.types import Range

# Values per scale, where that is less than a block. Other types are cut between blocks (floats: anywhere).
GROUPS = {
    "Q2_K": 16, "Q3_K": 16, "Q4_K": 32, "Q5_K": 32, "Q6_K": 16,
    "IQ1_S": 32, "IQ1_M": 16, "IQ2_XXS": 32, "IQ2_XS": 16, "IQ2_S": 16,
    "IQ3_XXS": 32, "IQ3_S": 32, "IQ4_XS": 32, "NVFP4": 16,
}  # fmt: skip


def group(tensor: TensorInfo | None) -> int:
    """How many values along a row of `tensor` stay together; 1 if there is no such tensor."""
    return GROUPS.get(tensor.type_name, tensor.block_size) if tensor else 1


def head_unit(facts: ModelFacts, layers: Range, heads: int, grain: int = 1) -> int:
    """Query heads that stay together in every layer of `layers` that has `heads` of them; see `shared_stage`."""

    def units() -> Iterable[int]:
        for layer in range(*layers):
            shape = facts.layers[layer]
            if shape.heads == heads and shape.value_length:
                together = lcm(grain, group(facts.tensors.get(f"blk.{layer}.attn_output.weight")))
                yield together // gcd(together, shape.value_length)

    return lcm(*units())


def mlp_unit(facts: ModelFacts, layers: Range, channels: int, grain: int = 1) -> int:
    """MLP channels that stay together in every layer of `layers` that has `channels` of them; see `shared_stage`."""
    return lcm(
        grain,
        *(
            group(facts.tensors.get(f"blk.{layer}.{down}.weight"))
            for layer in range(*layers)
            for down in ("ffn_down", EXPERTS_DOWN)
            if facts.layers[layer].ffn == channels
        ),
    )
