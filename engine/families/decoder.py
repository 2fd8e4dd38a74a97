"""What most families have in common: plain layers, and the numbers around them."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from engine.families.config import Activation, LayerConfig, Mixture, ModelConfig, Rope, UnsupportedModel
from engine.families.metadata import number
from engine.gguf.facts import ModelFacts
from engine.sentence import QT_TRANSLATE_NOOP

LAYER_TENSORS = (
    "attn_norm.weight", "attn_q.weight", "attn_k.weight", "attn_v.weight", "attn_output.weight",
    "ffn_norm.weight", "ffn_gate.weight", "ffn_up.weight", "ffn_down.weight",
)  # fmt: skip
MIXTURE_TENSORS = (
    *LAYER_TENSORS[:6], "ffn_gate_inp.weight", "ffn_gate_exps.weight", "ffn_up_exps.weight", "ffn_down_exps.weight",
)  # fmt: skip
BIASES = ("attn_q.bias", "attn_k.bias", "attn_v.bias")
QK_NORMS = ("attn_q_norm.weight", "attn_k_norm.weight")
GROUPS = QT_TRANSLATE_NOOP(
    "engine",
    "{name} chooses its experts from {used} of {groups} groups, which is not supported yet: choose a model without "
    "groups of experts.",
)
NO_EXPERTS = QT_TRANSLATE_NOOP(
    "engine", "{name} has no experts in layer {layer}: get another conversion of the model."
)
EXPERTS = QT_TRANSLATE_NOOP(
    "engine",
    "{name} is a mixture of experts, and those are not supported yet: choose a dense {architecture} model.",
)
POST_NORMS = ("post_attention_norm.weight", "post_ffw_norm.weight")


def plain_layer(facts: ModelFacts, i: int, rope: Rope, activation: Activation = "silu") -> LayerConfig:
    """Pre-norm attention over all positions, scaled by the key's length, and a gated MLP."""
    shape = facts.layers[i]
    return LayerConfig(
        heads=shape.heads,
        kv_heads=shape.kv_heads,
        key_length=shape.key_length,
        value_length=shape.value_length,
        ffn=shape.ffn,
        attention_scale=1 / sqrt(shape.key_length),
        rope=rope,
        activation=activation,
    )


def decoder(
    facts: ModelFacts,
    layers: Sequence[LayerConfig],
    embedding_scale: float = 1.0,
    final_softcap: float | None = None,
) -> ModelConfig:
    """Raises UnsupportedModel if the norms' epsilon is missing or makes no sense."""
    return ModelConfig(
        hidden=facts.hidden,
        vocabulary=facts.vocabulary,
        rms_eps=number(facts, "attention.layer_norm_rms_epsilon"),
        embedding_scale=embedding_scale,
        layers=tuple(layers),
        final_softcap=final_softcap,
        tied=facts.tied,
    )


def mixture(facts: ModelFacts, i: int, renormalised: bool) -> Mixture:
    """The mixture of experts that is a layer's MLP. Raises UnsupportedModel where there is none, or one in groups."""
    shape = facts.layers[i]
    if not shape.experts:
        raise UnsupportedModel(NO_EXPERTS.format(name=facts.name, layer=i))
    groups = int(number(facts, "expert_group_count", 0))
    used = int(number(facts, "expert_group_used_count", 0))
    if groups > 1 and used != groups:
        raise UnsupportedModel(GROUPS.format(name=facts.name, used=used, groups=groups))
    return Mixture(shape.experts, shape.experts_used, renormalised)


def refuse_experts(facts: ModelFacts) -> None:
    """Raises UnsupportedModel for a mixture of experts."""
    if number(facts, "expert_count", 0):
        raise UnsupportedModel(EXPERTS.format(name=facts.name, architecture=facts.architecture))
