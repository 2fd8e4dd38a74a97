"""gemma2: Gemma 2 (2B, 9B, 27B). The +1 of Gemma's norms is in the file's weights already."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from engine.families.config import LayerConfig, ModelConfig, Rope
from engine.families.decoder import LAYER_TENSORS, POST_NORMS, decoder, plain_layer
from engine.families.metadata import check_tensors, number
from engine.families.rope import LEAST_BASE, rope_from_metadata, rotated
from engine.families.windows import windowed
from engine.gguf.facts import ModelFacts

PERIOD = 2  # a layer with a window, then one that reads everything
WINDOW = 4096  # where the file does not say
ATTENTION_SOFTCAP, FINAL_SOFTCAP = 50.0, 30.0  # where the file does not say
LAYERS_OF_27B = 46  # the one size that scales attention by hidden / heads instead of the head's length


def gemma2(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for a missing or unknown tensor and for a key that makes no sense."""
    check_tensors(facts, (*LAYER_TENSORS, *POST_NORMS))
    return decoder(
        facts,
        [_layer(facts, i, nearby) for i, nearby in enumerate(windowed(facts, PERIOD))],
        embedding_scale=sqrt(facts.hidden),
        final_softcap=number(facts, "final_logit_softcapping", FINAL_SOFTCAP) or None,
    )


def _layer(facts: ModelFacts, i: int, nearby: bool) -> LayerConfig:
    rope = rope_from_metadata(facts, "neox", rotated(facts, i, partly=True))
    layer = plain_layer(facts, i, _nearby(facts, rope) if nearby else rope, "gelu_tanh")
    if len(facts.layers) == LAYERS_OF_27B:
        layer = replace(layer, attention_scale=1 / sqrt(facts.hidden // facts.layers[0].heads))
    return replace(
        layer,
        window=int(number(facts, "attention.sliding_window", WINDOW, least=1)) if nearby else None,
        attention_softcap=number(facts, "attn_logit_softcapping", ATTENTION_SOFTCAP) or None,
        post_norms=True,
    )


def _nearby(facts: ModelFacts, rope: Rope) -> Rope:
    """The rope of layers with a window."""
    return replace(rope, base=number(facts, "rope.freq_base_swa", rope.base, least=LEAST_BASE))
