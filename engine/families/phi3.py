"""phi3: Phi 3, 3.5 and 4, mini to medium. Queries, keys and values lie in one tensor, gate and up in another.

The window in these files is not looked at, as in llama.cpp, whose converter fills it in wrongly (pull request 13676).
"""

from __future__ import annotations

from engine.families.config import ModelConfig
from engine.families.decoder import LAYER_TENSORS, decoder, plain_layer, refuse_experts
from engine.families.metadata import check_tensors
from engine.families.rope import FACTOR_TENSORS, rope_from_metadata, rotated
from engine.gguf.facts import ModelFacts


def phi3(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for a missing or unknown tensor and for a key that makes no sense."""
    refuse_experts(facts)
    check_tensors(facts, LAYER_TENSORS, outer=FACTOR_TENSORS[1:])
    layers = [
        plain_layer(facts, i, rope_from_metadata(facts, "neox", rotated(facts, i, partly=True)))
        for i in range(len(facts.layers))
    ]
    return decoder(facts, layers)
