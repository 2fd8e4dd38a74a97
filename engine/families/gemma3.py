"""gemma3: Gemma 3 text models (270M to 27B). The +1 of Gemma's norms is in the file's weights already."""

from __future__ import annotations

from math import sqrt

from engine.families.config import LayerConfig, ModelConfig, Rope, UnsupportedModel
from engine.families.metadata import check_tensors, number
from engine.families.rope import rope_from_metadata
from engine.gguf.facts import ModelFacts

LAYER_TENSORS = (
    "attn_norm.weight", "attn_q.weight", "attn_k.weight", "attn_v.weight", "attn_output.weight",
    "attn_q_norm.weight", "attn_k_norm.weight", "post_attention_norm.weight",
    "ffn_norm.weight", "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight", "post_ffw_norm.weight",
)  # fmt: skip
PATTERN = 6  # five layers with a window, then one that reads everything
LAYERS_OF_27B = 62  # the one size that scales attention by hidden / heads instead of the head's length


def gemma3(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for a missing or unknown tensor and for a key that makes no sense."""
    check_tensors(facts, LAYER_TENSORS)
    return ModelConfig(
        hidden=facts.hidden,
        vocabulary=facts.vocabulary,
        rms_eps=number(facts, "attention.layer_norm_rms_epsilon"),
        embedding_scale=sqrt(facts.hidden),
        layers=tuple(_layer(facts, i, windowed) for i, windowed in enumerate(_windowed(facts))),
        final_softcap=number(facts, "final_logit_softcapping", 0.0) or None,
        tied=facts.tied,
    )


def _windowed(facts: ModelFacts) -> list[bool]:
    """Which layers read only a window of positions."""
    count = len(facts.layers)
    if not number(facts, "attention.sliding_window", 0):
        return [False] * count
    pattern = facts.metadata.get(f"{facts.architecture}.attention.sliding_window_pattern", PATTERN)
    if isinstance(pattern, tuple | list):
        if len(pattern) != count:
            raise UnsupportedModel(f"{facts.name} gives {len(pattern)} windows for {count} layers.")
        return [bool(windowed) for windowed in pattern]
    period = int(number(facts, "attention.sliding_window_pattern", PATTERN))
    return [not period or i % period < period - 1 for i in range(count)]


def _layer(facts: ModelFacts, i: int, windowed: bool) -> LayerConfig:
    shape = facts.layers[i]
    dims = int(number(facts, "rope.dimension_count", shape.key_length))
    everywhere = rope_from_metadata(facts, "neox", dims)
    nearby = Rope("neox", dims, number(facts, "rope.freq_base_swa", 10000.0, least=1.0))
    scaled_by = facts.hidden // shape.heads if len(facts.layers) == LAYERS_OF_27B else shape.key_length
    return LayerConfig(
        heads=shape.heads,
        kv_heads=shape.kv_heads,
        key_length=shape.key_length,
        value_length=shape.value_length,
        ffn=shape.ffn,
        attention_scale=1 / sqrt(scaled_by),
        rope=nearby if windowed else everywhere,
        activation="gelu_tanh",
        window=int(number(facts, "attention.sliding_window")) if windowed else None,
        qk_norm=True,
        post_norms=True,
    )
