"""mistral3: Ministral 3, Mistral Small 3.x and Devstral, without experts."""

from __future__ import annotations

from dataclasses import replace

from engine.families.config import ModelConfig, Temperature
from engine.families.llama import llama
from engine.families.metadata import number
from engine.families.rope import original_context
from engine.gguf.facts import ModelFacts


def mistral3(facts: ModelFacts) -> ModelConfig:
    """llama, with YaRN's own settings, and with queries that grow with their position where the file says so.

    Raises UnsupportedModel for mixtures of experts and for unknown tensors.
    """
    config = llama(facts, tuned_yarn=True)
    scale = number(facts, "attention.temperature_scale", 0.0)
    if not scale:
        return config
    temperature = Temperature(scale, original_context(facts))
    return replace(config, layers=tuple(replace(layer, temperature=temperature) for layer in config.layers))
