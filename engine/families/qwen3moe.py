"""qwen3moe: the mixtures of experts of Qwen 3, whose attention is that of the dense models."""

from __future__ import annotations

from dataclasses import replace

from engine.families.config import ModelConfig
from engine.families.decoder import MIXTURE_TENSORS, QK_NORMS, decoder, mixture, plain_layer
from engine.families.metadata import check_tensors
from engine.families.rope import rope_from_metadata, rotated
from engine.gguf.facts import ModelFacts


def qwen3moe(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for a missing or unknown tensor and for a key that makes no sense."""
    check_tensors(facts, (*MIXTURE_TENSORS, *QK_NORMS))
    layers = [
        replace(
            plain_layer(facts, i, rope_from_metadata(facts, "neox", rotated(facts, i))),
            qk_norm=True,
            mixture=mixture(facts, i, renormalised=True),  # no key says so: llama.cpp always does
        )
        for i in range(len(facts.layers))
    ]
    return decoder(facts, layers)
