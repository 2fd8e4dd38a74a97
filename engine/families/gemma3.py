"""gemma3: Gemma 3 text models (270M to 27B). The +1 of Gemma's norms is in the file's weights already."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from engine.families.config import LayerConfig, ModelConfig, Rope
from engine.families.decoder import LAYER_TENSORS, POST_NORMS, QK_NORMS, decoder, plain_layer
from engine.families.metadata import check_tensors, number
from engine.families.rope import LEAST_BASE, rope_from_metadata, rotated
from engine.families.windows import windowed
from engine.gguf.facts import ModelFacts

PERIOD = 6  # five layers with a window, then one that reads everything
LAYERS_OF_27B = 62  # the one size that scales attention by hidden / heads instead of the head's length


def gemma3(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for a missing or unknown tensor and for a key that makes no sense."""
    check_tensors(facts, (*LAYER_TENSORS, *QK_NORMS, *POST_NORMS))
    window = int(number(facts, "attention.sliding_window", 0))
    nearby = windowed(facts, PERIOD) if window else [False] * len(facts.layers)
    return decoder(
        facts,
        [_layer(facts, i, window if nearby[i] else None) for i in range(len(facts.layers))],
        embedding_scale=sqrt(facts.hidden),
        final_softcap=number(facts, "final_logit_softcapping", 0.0) or None,
    )


def _layer(facts: ModelFacts, i: int, window: int | None) -> LayerConfig:
    everywhere = rope_from_metadata(facts, "neox", rotated(facts, i, partly=True))
    base = number(facts, "rope.freq_base_swa", 10000.0, least=LEAST_BASE)
    nearby = Rope("neox", everywhere.dims, base, attention_factor=everywhere.attention_factor)
    layer = plain_layer(facts, i, nearby if window else everywhere, "gelu_tanh")
    if len(facts.layers) == LAYERS_OF_27B:
        layer = replace(layer, attention_scale=1 / sqrt(facts.hidden // layer.heads))
    return replace(layer, window=window, qk_norm=True, post_norms=True)
