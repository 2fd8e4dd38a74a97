"""From metadata to config: what each family fixes, what it reads, and what it refuses."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from engine.families import FAMILIES, UnsupportedModel, model_config
from engine.families.config import Rope
from engine.gguf.facts import LayerShape, ModelFacts
from tests.engine.plan.models import gemma3_270m, model, smollm2


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
    config = model_config(with_keys(gemma3_270m(), rope__scaling__type="linear", rope__scaling__factor=8.0))
    assert [config.layers[i].rope.factor for i in (4, 5)] == [1.0, 8.0]


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


def test_an_unknown_architecture_names_those_that_work() -> None:
    facts = dataclasses.replace(smollm2(), architecture="mamba2")
    with pytest.raises(UnsupportedModel, match=r"architecture mamba2, .* gemma3, llama\.$"):
        model_config(facts)
    assert set(FAMILIES) == {"llama", "gemma3"}


def test_mixtral_is_refused() -> None:
    with pytest.raises(UnsupportedModel, match="mixture of experts"):
        model_config(with_keys(smollm2(), expert_count=8))


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
