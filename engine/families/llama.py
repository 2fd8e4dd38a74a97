"""llama: Llama 2 and 3, Mistral 7B, SmolLM2, TinyLlama and their kin, without experts.

Mistral 7B's first release reads a window of 4096 positions. Its files may say so, and llama.cpp does not look at it.
"""

from __future__ import annotations

from dataclasses import replace

from engine.families.config import ModelConfig
from engine.families.decoder import BIASES, LAYER_TENSORS, decoder, plain_layer, refuse_experts
from engine.families.metadata import all_or_none, check_tensors
from engine.families.rope import FACTOR_TENSORS, rope_from_metadata, rotated
from engine.gguf.facts import ModelFacts


def llama(facts: ModelFacts, *, tuned_yarn: bool = False) -> ModelConfig:
    """Raises UnsupportedModel for mixtures of experts (Mixtral has this name too) and for unknown tensors."""
    refuse_experts(facts)
    held = check_tensors(facts, LAYER_TENSORS, optional=(*BIASES, "attn_output.bias"), outer=FACTOR_TENSORS)
    layers = []
    for i in range(len(facts.layers)):
        rope = rope_from_metadata(facts, "norm", rotated(facts, i), tuned=tuned_yarn)
        layers.append(replace(plain_layer(facts, i, rope), biases=all_or_none(facts, held, i, BIASES)))
    return decoder(facts, layers)
