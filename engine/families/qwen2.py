"""qwen2: Qwen 2 and 2.5, and the DeepSeek-R1 distillates of them."""

from __future__ import annotations

from dataclasses import replace

from engine.families.config import ModelConfig
from engine.families.decoder import BIASES, LAYER_TENSORS, decoder, plain_layer
from engine.families.metadata import check_tensors
from engine.families.rope import rope_from_metadata, rotated
from engine.gguf.facts import ModelFacts


def qwen2(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for a missing or unknown tensor and for a key that makes no sense."""
    check_tensors(facts, (*LAYER_TENSORS, *BIASES))
    layers = [
        replace(plain_layer(facts, i, rope_from_metadata(facts, "neox", rotated(facts, i))), biases=True)
        for i in range(len(facts.layers))
    ]
    return decoder(facts, layers)
