"""From metadata to config: what each family fixes, what it reads, and what it refuses."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from engine.families import FAMILIES, UnsupportedModel, model_config
from engine.families.config import Mixture, Rope, Temperature, Yarn
from engine.gguf.facts import LayerShape, ModelFacts
from tests.engine.plan.models import gemma3_270m, model, qwen3_30b_a3b, smollm2


def without(facts: ModelFacts, name: str) -> ModelFacts:
    return dataclasses.replace(facts, tensors={n: t for n, t in facts.tensors.items() if n != name})


def with_keys(facts: ModelFacts, **keys: Any) -> ModelFacts:
    named = {f"{facts.architecture}.{key.replace('__', '.')}": value for key, value in keys.items()}
    return dataclasses.replace(facts, metadata={**facts.metadata, **named})


def test_smollm2() -> None:
    config = model_config(with_keys(smollm2(), rope__freq_base=100000.0, rope__dimension_count=64))
    assert (config.hidden, config.vocabulary, config.tied, config.final_softcap) == (576, 49152, True, None)
    assert (config.rms_eps, config.embedding_scale) == (1e-5, 1.0)
    assert len(config.layers) == 30
    layer = config.layers[7]
    assert (layer.heads, layer.kv_heads, layer.key_length, layer.value_length, layer.ffn) == (9, 3, 64, 64, 1536)
    assert layer.attention_scale == 0.125
    assert layer.rope == Rope("norm", 64, 100000.0)
    assert (layer.activation, layer.window, layer.attention_softcap) == ("silu", None, None)
    assert (layer.qk_norm, layer.post_norms, layer.biases) == (False, False, False)


def test_llama_3_scales_its_rope_by_a_tensor() -> None:
    facts = smollm2(tied=False, extra={"rope_freqs.weight": (32,)})
    config = model_config(facts)
    assert config.layers[0].rope.factors_tensor == "rope_freqs.weight"
    assert not config.tied


def test_llama_biases_come_together() -> None:
    assert model_config(smollm2(biases=True)).layers[0].biases
    with pytest.raises(UnsupportedModel, match=r"only some of attn_q\.bias"):
        model_config(without(smollm2(biases=True), "blk.4.attn_k.bias"))


def test_llama_layers_may_differ() -> None:
    shapes = [LayerShape(8, 2, 32, 32, 96), LayerShape(4, 4, 64, 64, 128)]
    layers = model_config(model(shapes, 64, 10)).layers
    assert [(layer.heads, layer.rope.dims, layer.ffn) for layer in layers] == [(8, 32, 96), (4, 64, 128)]


def test_gemma3_270m() -> None:
    config = model_config(gemma3_270m())
    assert config.embedding_scale == pytest.approx(640**0.5)
    assert config.final_softcap is None
    windows = [layer.window for layer in config.layers]
    assert windows == ([512] * 5 + [None]) * 3
    local, everywhere = config.layers[0], config.layers[5]
    assert local.rope == Rope("neox", 256, 10000.0)
    assert everywhere.rope == Rope("neox", 256, 1e6)
    assert local.attention_scale == everywhere.attention_scale == 1 / 16
    assert (local.activation, local.qk_norm, local.post_norms, local.biases) == ("gelu_tanh", True, True, False)


def test_gemma3_scales_only_the_layers_that_read_everything() -> None:
    keys = {"rope__scaling__type": "linear", "rope__scaling__factor": 8.0, "rope__scaling__attn_factor": 1.2}
    config = model_config(with_keys(gemma3_270m(), **keys))
    assert [config.layers[i].rope.factor for i in (4, 5)] == [1.0, 8.0]
    assert [config.layers[i].rope.attention_factor for i in (4, 5)] == [1.2, 1.2]  # as llama.cpp has it


@pytest.mark.parametrize(
    ("pattern", "windowed"),
    [(2, [True, False] * 9), (1, [False] * 18), (0, [True] * 18), ((True, True, False) * 6, [True, True, False] * 6)],
)
def test_gemma3_window_pattern_of_the_file(pattern: Any, windowed: list[bool]) -> None:
    config = model_config(with_keys(gemma3_270m(), attention__sliding_window_pattern=pattern))
    assert [layer.window is not None for layer in config.layers] == windowed


def test_gemma3_keys() -> None:
    facts = with_keys(gemma3_270m(), final_logit_softcapping=30.0, rope__freq_base_swa=20000.0)
    assert model_config(facts).final_softcap == 30.0
    assert model_config(facts).layers[0].rope.base == 20000.0
    no_window = dataclasses.replace(facts, metadata={**facts.metadata, "gemma3.attention.sliding_window": 0})
    assert {layer.rope.base for layer in model_config(no_window).layers} == {1e6}
    with pytest.raises(UnsupportedModel, match="2 windows for 18 layers"):
        model_config(with_keys(gemma3_270m(), attention__sliding_window_pattern=(True, False)))


def test_gemma3_27b_scales_attention_by_its_width() -> None:
    shape = LayerShape(8, 4, 32, 32, 64)
    small = model([shape] * 4, 1344, 10, architecture="gemma3")
    large = model([shape] * 62, 1344, 10, architecture="gemma3")
    assert model_config(small).layers[0].attention_scale == pytest.approx(32**-0.5)
    assert model_config(large).layers[0].attention_scale == pytest.approx(168**-0.5)


def qwen(architecture: str, **options: Any) -> ModelFacts:
    shape = LayerShape(16, 8, 128, 128, 3072)
    return model([shape] * 4, 1024, 100, architecture=architecture, **options)


def test_qwen2() -> None:
    facts = qwen("qwen2", biases=True)
    layer = model_config(with_keys(facts, rope__freq_base=1e6)).layers[3]
    assert layer.rope == Rope("neox", 128, 1e6)
    assert (layer.activation, layer.biases, layer.qk_norm, layer.post_norms) == ("silu", True, False, False)
    with pytest.raises(UnsupportedModel, match=r"lacks the tensor blk\.2\.attn_v\.bias"):
        model_config(without(facts, "blk.2.attn_v.bias"))


def test_qwen3() -> None:
    facts = qwen("qwen3")
    layer = model_config(facts).layers[3]
    assert layer.rope == Rope("neox", 128, 1e4)
    assert layer.attention_scale == pytest.approx(128**-0.5)  # the head's own size, not hidden / heads
    assert (layer.activation, layer.biases, layer.qk_norm, layer.post_norms) == ("silu", False, True, False)
    with pytest.raises(UnsupportedModel, match=r"lacks the tensor blk\.2\.attn_k_norm\.weight"):
        model_config(without(facts, "blk.2.attn_k_norm.weight"))


def test_qwen3moe() -> None:
    facts = qwen3_30b_a3b()
    layer = model_config(facts).layers[3]
    assert layer.mixture == Mixture(experts=128, used=8, renormalised=True)
    assert (layer.ffn, layer.activation, layer.qk_norm, layer.rope) == (768, "silu", True, Rope("neox", 128, 1e4))
    with pytest.raises(UnsupportedModel, match=r"lacks the tensor blk\.2\.ffn_up_exps\.weight"):
        model_config(without(facts, "blk.2.ffn_up_exps.weight"))
    shared = qwen3_30b_a3b(extra={"blk.1.ffn_up_shexp.weight": (768, 2048)})
    with pytest.raises(UnsupportedModel, match=r"blk\.1\.ffn_up_shexp\.weight, which is not known"):
        model_config(shared)
    dense = dataclasses.replace(facts, layers=(dataclasses.replace(facts.layers[0], experts=0), *facts.layers[1:]))
    with pytest.raises(UnsupportedModel, match="no experts in layer 0"):
        model_config(dense)
    with pytest.raises(UnsupportedModel, match="from 2 of 4 groups"):
        model_config(with_keys(facts, expert_group_count=4, expert_group_used_count=2))
    model_config(with_keys(facts, expert_group_count=1, expert_group_used_count=1))


def gemma2(layers: int = 26, **keys: Any) -> ModelFacts:
    return with_keys(model([LayerShape(8, 4, 256, 256, 96)] * layers, 2304, 100, architecture="gemma2"), **keys)


def test_gemma2() -> None:
    config = model_config(gemma2())
    assert (config.embedding_scale, config.final_softcap) == (48.0, 30.0)
    assert [layer.window for layer in config.layers] == [4096, None] * 13
    layer = config.layers[0]
    assert (layer.attention_scale, layer.attention_softcap) == (1 / 16, 50.0)
    assert (layer.activation, layer.qk_norm, layer.post_norms, layer.biases) == ("gelu_tanh", False, True, False)
    assert model_config(gemma2(46)).layers[0].attention_scale == pytest.approx(288**-0.5)


def test_gemma2_keys() -> None:
    keys = {"attn_logit_softcapping": 20.0, "final_logit_softcapping": 0.0, "attention__sliding_window": 512}
    config = model_config(gemma2(**keys, rope__freq_base_swa=20000.0))
    assert config.final_softcap is None
    assert [layer.attention_softcap for layer in config.layers] == [20.0] * 26
    assert [layer.window for layer in config.layers] == [512, None] * 13
    assert [layer.rope.base for layer in config.layers[:2]] == [20000.0, 10000.0]
    with pytest.raises(UnsupportedModel, match="where a number from 1 on belongs"):
        model_config(gemma2(attention__sliding_window=0))


def phi3(**keys: Any) -> ModelFacts:
    extra = {"rope_factors_long.weight": (48,), "rope_factors_short.weight": (48,)}
    shape = LayerShape(24, 8, 128, 128, 8192)
    facts = model([shape] * 2, 3072, 100, architecture="phi3", fused=True, extra=extra, context=131072)
    return with_keys(facts, rope__dimension_count=96, rope__scaling__original_context_length=4096, **keys)


def test_phi3() -> None:
    config = model_config(phi3(attention__sliding_window=262144, rope__scaling__attn_factor=1.19))
    layer = config.layers[1]
    assert (layer.rope.style, layer.rope.dims, layer.rope.attention_factor) == ("neox", 96, 1.19)
    assert (layer.rope.long_factors_tensor, layer.rope.original_context) == ("rope_factors_long.weight", 4096)
    assert (layer.activation, layer.window, layer.biases) == ("silu", None, False)
    with pytest.raises(UnsupportedModel, match=r"lacks the tensor blk\.1\.attn_k\.weight"):
        model_config(without(phi3(), "blk.1.attn_qkv.weight"))


def test_mistral3() -> None:
    facts = model([LayerShape(32, 8, 128, 128, 9216)] * 2, 3072, 100, architecture="mistral3", context=262144)
    assert model_config(facts).layers[0].temperature is None
    keys = {"attention__temperature_scale": 0.1, "rope__scaling__original_context_length": 16384}
    layer = model_config(
        with_keys(facts, rope__scaling__type="yarn", rope__scaling__yarn_beta_fast=16.0, **keys)
    ).layers[0]
    assert layer.temperature == Temperature(0.1, 16384)
    assert layer.rope == Rope("norm", 128, 10000.0, yarn=Yarn(16384, beta_fast=16.0))


@pytest.mark.parametrize("architecture", ["llama", "mistral3", "phi3"])
def test_mixtures_of_experts_are_refused(architecture: str) -> None:
    facts = model([LayerShape(4, 2, 32, 32, 64)], 64, 10, architecture=architecture)
    with pytest.raises(UnsupportedModel, match=f"mixture of experts.*choose a dense {architecture} model"):
        model_config(with_keys(facts, expert_count=8))


def test_fused_tensors_count_as_what_they_hold() -> None:
    fused = smollm2(fused=True, biases=True)
    assert model_config(fused) == model_config(smollm2(biases=True))
    twice = {**fused.tensors, "blk.2.attn_k.weight": smollm2().tensors["blk.2.attn_k.weight"]}
    with pytest.raises(UnsupportedModel, match=r"has blk\.2\.attn_k\.weight twice"):
        model_config(dataclasses.replace(fused, tensors=twice))


def test_a_layer_too_many_is_unknown() -> None:
    facts = smollm2(extra={"blk.30.attn_norm.weight": (576,)})
    with pytest.raises(UnsupportedModel, match=r"has the tensor blk\.30\.attn_norm\.weight, which is not known"):
        model_config(facts)


def test_an_unknown_architecture_names_those_that_work() -> None:
    facts = dataclasses.replace(smollm2(), architecture="mamba2")
    with pytest.raises(UnsupportedModel, match=r"architecture mamba2, .* gemma2, gemma3, llama, .* qwen3, qwen3moe\.$"):
        model_config(facts)
    assert set(FAMILIES) == {"gemma2", "gemma3", "llama", "mistral3", "phi3", "qwen2", "qwen3", "qwen3moe"}


@pytest.mark.parametrize("facts", [smollm2(), gemma3_270m()])
def test_a_missing_or_unknown_tensor_is_named(facts: ModelFacts) -> None:
    for name in ("output_norm.weight", "blk.3.ffn_norm.weight", "blk.17.attn_output.weight"):
        with pytest.raises(UnsupportedModel, match=f"lacks the tensor {name}"):
            model_config(without(facts, name))
    strange = dict(facts.tensors)
    strange["blk.2.attn_sinks.weight"] = strange["blk.2.attn_norm.weight"]
    with pytest.raises(UnsupportedModel, match=r"has the tensor blk\.2\.attn_sinks\.weight, which is not known"):
        model_config(dataclasses.replace(facts, tensors=strange))


@pytest.mark.parametrize("facts", [smollm2(), gemma3_270m()])
def test_a_missing_or_senseless_key_is_named(facts: ModelFacts) -> None:
    key = f"{facts.architecture}.attention.layer_norm_rms_epsilon"
    with pytest.raises(UnsupportedModel, match=f"lacks the key {key}"):
        model_config(dataclasses.replace(facts, metadata={k: v for k, v in facts.metadata.items() if k != key}))
    for value in ("small", -1.0, float("inf"), (1.0,)):
        with pytest.raises(UnsupportedModel, match="where a number"):
            model_config(dataclasses.replace(facts, metadata={**facts.metadata, key: value}))


def test_llama_rotates_whole_heads() -> None:
    with pytest.raises(UnsupportedModel, match="rotates 32 of 64"):
        model_config(with_keys(smollm2(), rope__dimension_count=32))
