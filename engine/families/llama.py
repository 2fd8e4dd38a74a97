"""llama: Llama 2 and 3, Mistral 7B, SmolLM2, TinyLlama and their kin, without experts."""

from __future__ import annotations

from math import sqrt

from engine.families.config import LayerConfig, ModelConfig, UnsupportedModel
from engine.families.metadata import all_or_none, check_tensors, number
from engine.families.rope import rope_from_metadata
from engine.gguf.facts import ModelFacts

LAYER_TENSORS = (
    "attn_norm.weight", "attn_q.weight", "attn_k.weight", "attn_v.weight", "attn_output.weight",
    "ffn_norm.weight", "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight",
)  # fmt: skip
BIASES = ("attn_q.bias", "attn_k.bias", "attn_v.bias")


def llama(facts: ModelFacts) -> ModelConfig:
    """Raises UnsupportedModel for mixtures of experts (Mixtral has this name too) and for unknown tensors."""
    if number(facts, "expert_count", 0):
        raise UnsupportedModel(
            f"{facts.name} is a mixture of experts (as Mixtral is), and those are not supported yet: "
            "choose a dense llama model."
        )
    check_tensors(facts, LAYER_TENSORS, optional=(*BIASES, "attn_output.bias"), outer=("rope_freqs.weight",))
    return ModelConfig(
        hidden=facts.hidden,
        vocabulary=facts.vocabulary,
        rms_eps=number(facts, "attention.layer_norm_rms_epsilon"),
        embedding_scale=1.0,
        layers=tuple(_layer(facts, i) for i in range(len(facts.layers))),
        final_softcap=None,
        tied=facts.tied,
    )


def _layer(facts: ModelFacts, i: int) -> LayerConfig:
    shape = facts.layers[i]
    dims = int(number(facts, "rope.dimension_count", shape.key_length))
    if dims != shape.key_length:
        raise UnsupportedModel(
            f"{facts.name} rotates {dims} of {shape.key_length} values of a head, which is not supported yet."
        )
    return LayerConfig(
        heads=shape.heads,
        kv_heads=shape.kv_heads,
        key_length=shape.key_length,
        value_length=shape.value_length,
        ffn=shape.ffn,
        attention_scale=1 / sqrt(shape.key_length),
        rope=rope_from_metadata(facts, "norm", dims),
        activation="silu",
        biases=all_or_none(facts, i, BIASES),
    )
