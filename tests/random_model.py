"""Small random models as GGUF files, made so that a wrong engine gives visibly wrong answers.

Weights have standard deviation 1/sqrt(K), norm weights scatter around 1, the head gives logits a spread of 4,
and epsilon, rope base and window are far from every default: with tamer numbers mistakes pass unseen.
A tensor's values depend only on the seed and its name, so a wrong twin differs in nothing but its mistake.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from engine.quants.types import TYPES
from tests.engine.quants.quantise import quantise

Tensors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Parameters:
    """A random model's shape and numbers. `metadata` adds or replaces keys (without the family's prefix)."""

    layers: int = 3
    hidden: int = 160
    heads: int | tuple[int, ...] = 5  # a tuple has one for each layer
    kv_heads: int | tuple[int, ...] = 1
    head_dim: int = 64
    ffn: int | tuple[int, ...] = 224  # of each expert, where there are some
    experts: int = 0
    experts_used: int = 0
    vocabulary: int = 701  # up to 1024; below 1000 a list of the top 1000 is the whole distribution
    context: int = 512
    eps: float = 1e-2  # as large as the squares of what the first norm sees
    rope_base: float = 30_000.0
    rotated: int | None = None  # values of a head that are rotated, if not all
    rope_factors: tuple[float, float] | None = None  # lowest and highest factor of rope_freqs.weight
    short_factors: tuple[float, float] | None = None  # of rope_factors_short.weight
    long_factors: tuple[float, float] | None = None  # of rope_factors_long.weight
    biases: bool = False
    tied: bool = False
    name: str | None = None
    chat_template: str | None = None
    renamed: Mapping[int, str] = field(default_factory=dict)  # texts in place of the vocabulary's own
    types: Mapping[str, str] = field(default_factory=dict)  # part of a name -> GGML type, else F32
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """What sets a family's files apart: tensors of a layer, gains on their spread, keys, and own defaults.

    `fused` are tensors that hold others, row after row. `biased` are those with a bias where a model has biases.
    """

    layer: tuple[str, ...]
    fused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    biased: tuple[str, ...] = ("attn_q", "attn_k", "attn_v")
    gains: Mapping[str, float] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)


# Large, or the scaled embeddings drown what the layers add.
POST_NORMS = {"post_attention_norm": 8.0, "post_ffw_norm": 8.0}
PLAIN = (
    "attn_norm", "attn_q", "attn_k", "attn_v", "attn_output",
    "ffn_norm", "ffn_gate", "ffn_up", "ffn_down",
)  # fmt: skip
PLAIN_GAINS = {"token_embd": 0.1, "attn_q": 1.5}
QKV = {"attn_qkv": ("attn_q", "attn_k", "attn_v")}

FAMILIES: Mapping[str, Family] = {
    "llama": Family(layer=PLAIN, biased=("attn_q", "attn_k", "attn_v", "attn_output"), gains=PLAIN_GAINS),
    "mistral3": Family(layer=PLAIN, gains=PLAIN_GAINS),
    "qwen2": Family(
        layer=PLAIN,
        gains=PLAIN_GAINS,
        defaults={"biases": True, "hidden": 288, "heads": 9, "kv_heads": 3, "head_dim": 32},
    ),
    "qwen3": Family(
        layer=("attn_norm", "attn_q", "attn_k", "attn_v", "attn_q_norm", "attn_k_norm", *PLAIN[4:]),
        gains={"token_embd": 0.1, "attn_q_norm": 1.5},
        defaults={"head_dim": 48, "heads": 6, "kv_heads": 2},
    ),
    "qwen3moe": Family(
        layer=(
            "attn_norm", "attn_q", "attn_k", "attn_v", "attn_q_norm", "attn_k_norm", "attn_output",
            "ffn_norm", "ffn_gate_inp", "ffn_gate_exps", "ffn_up_exps", "ffn_down_exps",
        ),
        gains={"token_embd": 0.1, "attn_q_norm": 1.5, "ffn_gate_inp": 1.5},
        defaults={"head_dim": 48, "heads": 6, "kv_heads": 2, "ffn": 96, "experts": 8, "experts_used": 3},
    ),
    "phi3": Family(
        layer=("attn_norm", "attn_qkv", "attn_output", "ffn_norm", "ffn_up", "ffn_down"),
        fused={**QKV, "ffn_up": ("ffn_gate", "ffn_up")},
        gains=PLAIN_GAINS,
        defaults={"head_dim": 32},  # llama.cpp insists on heads x head_dim = hidden
    ),
    "gemma2": Family(
        layer=(
            "attn_norm", "attn_q", "attn_k", "attn_v", "attn_output",
            "post_attention_norm", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down", "post_ffw_norm",
        ),
        gains={"attn_q": 2.0, **POST_NORMS},
        metadata={
            "attention.sliding_window": 8, "attn_logit_softcapping": 3.0, "final_logit_softcapping": 6.0,
        },
        defaults={
            "layers": 4, "hidden": 96, "heads": 6, "kv_heads": 2, "head_dim": 48,
            "tied": True, "rope_base": 300_000.0,
        },
    ),
    "gemma3": Family(
        layer=(
            "attn_norm", "attn_q", "attn_k", "attn_v", "attn_q_norm", "attn_k_norm", "attn_output",
            "post_attention_norm", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down", "post_ffw_norm",
        ),
        gains={"attn_q": 0.1, "attn_k": 0.1, "attn_q_norm": 1.5, **POST_NORMS},
        metadata={"attention.sliding_window": 8},
        defaults={"layers": 12, "heads": 4, "hidden": 128, "tied": True, "rope_base": 300_000.0},
    ),
}  # fmt: skip

KINDS = {
    int: gguf.GGUFValueType.UINT32,
    float: gguf.GGUFValueType.FLOAT32,
    bool: gguf.GGUFValueType.BOOL,
    str: gguf.GGUFValueType.STRING,
}

LOGIT_SPREAD = 4.0


def parameters(family: str, **overrides: Any) -> Parameters:
    return replace(Parameters(**FAMILIES[family].defaults), **overrides)


def random_model(
    path: Path,
    family: str,
    *,
    seed: int = 0,
    edit: Callable[[Tensors, Parameters], None] | None = None,
    **overrides: Any,
) -> Path:
    """Write a random model of `family` to `path` and return it.

    `overrides` are fields of `Parameters`; `edit` may change the tensors (in f32) before they are written.
    """
    chosen = parameters(family, **overrides)
    tensors = _tensors(family, chosen, seed)
    if edit is not None:
        edit(tensors, chosen)
    writer = gguf.GGUFWriter(path, family)
    for key, value in _metadata(family, chosen).items():
        if value is None:
            continue
        if isinstance(value, tuple):
            writer.add_array(f"{family}.{key}", value)
        else:
            writer.add_key_value(f"{family}.{key}", value, KINDS[type(value)])
    _add_vocabulary(writer, chosen.vocabulary, chosen.renamed)
    if chosen.name is not None:
        writer.add_name(chosen.name)
    if chosen.chat_template is not None:
        writer.add_chat_template(chosen.chat_template)
    for name, values in tensors.items():
        kind = _type_of(name, values, chosen.types)
        writer.add_tensor(name, _quantised(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def at(value: int | tuple[int, ...], layer: int) -> int:
    return value if isinstance(value, int) else value[layer]


def _shapes(p: Parameters, layer: int) -> dict[str, tuple[int, ...]]:
    """Of the tensors of a layer that are no norms of the hidden state."""
    query, key_value = at(p.heads, layer) * p.head_dim, at(p.kv_heads, layer) * p.head_dim
    ffn = at(p.ffn, layer)
    return {
        "attn_q": (query, p.hidden),
        "attn_k": (key_value, p.hidden),
        "attn_v": (key_value, p.hidden),
        "attn_output": (p.hidden, query),
        "attn_q_norm": (p.head_dim,),
        "attn_k_norm": (p.head_dim,),
        "ffn_gate": (ffn, p.hidden),
        "ffn_up": (ffn, p.hidden),
        "ffn_down": (p.hidden, ffn),
        "ffn_gate_inp": (p.experts, p.hidden),
        "ffn_gate_exps": (p.experts, ffn, p.hidden),
        "ffn_up_exps": (p.experts, ffn, p.hidden),
        "ffn_down_exps": (p.experts, p.hidden, ffn),
    }


def _tensors(family: str, p: Parameters, seed: int) -> Tensors:
    row = FAMILIES[family]
    tensors: Tensors = {}

    def drawn(name: str, shape: tuple[int, ...], mean: float, spread: float) -> NDArray[np.float32]:
        generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
        return (mean + spread * generator.standard_normal(shape)).astype(np.float32)

    head_spread = LOGIT_SPREAD / p.hidden**0.5
    embedding_spread = head_spread if p.tied else row.gains.get("token_embd", 1.0)
    tensors["token_embd.weight"] = drawn("token_embd.weight", (p.vocabulary, p.hidden), 0, embedding_spread)
    for layer in range(p.layers):
        shapes = _shapes(p, layer)
        for name in row.layer:
            weights, biases = [], []
            for part in row.fused.get(name, (name,)):
                shape, gain = shapes.get(part, (p.hidden,)), row.gains.get(part, 1.0)
                mean, spread = (gain, 0.25 * gain) if len(shape) == 1 else (0.0, gain / shape[-1] ** 0.5)
                weights.append(drawn(f"blk.{layer}.{part}.weight", shape, mean, spread))
                if p.biases and part in row.biased:
                    biases.append(drawn(f"blk.{layer}.{part}.bias", shape[:1], 0, 0.5))
            tensors[f"blk.{layer}.{name}.weight"] = np.concatenate(weights)
            if biases:
                tensors[f"blk.{layer}.{name}.bias"] = np.concatenate(biases)
    tensors["output_norm.weight"] = drawn("output_norm.weight", (p.hidden,), 1, 0.25)
    if not p.tied:
        tensors["output.weight"] = drawn("output.weight", (p.vocabulary, p.hidden), 0, head_spread)
    factors = {"freqs": p.rope_factors, "factors_short": p.short_factors, "factors_long": p.long_factors}
    for kind, ends in factors.items():
        if ends:
            pairs = (p.rotated or p.head_dim) // 2
            tensors[f"rope_{kind}.weight"] = np.geomspace(*ends, pairs, dtype=np.float32)
    return tensors


def _type_of(name: str, values: NDArray[np.float32], types: Mapping[str, str]) -> gguf.GGMLQuantizationType:
    quantisable = values.ndim > 1 and "ffn_gate_inp" not in name  # llama.cpp leaves routers as they are
    wanted = [kind for part, kind in types.items() if part in name and quantisable]
    return gguf.GGMLQuantizationType[wanted[0] if wanted else "F32"]


def _quantised(values: NDArray[np.float32], kind: gguf.GGMLQuantizationType) -> NDArray[Any]:
    try:
        return np.asarray(gguf.quants.quantize(values, kind))
    except NotImplementedError:
        rows = quantise(values.reshape(-1, values.shape[-1]), TYPES[kind.name])
        return rows.reshape(*values.shape[:-1], -1)


def _metadata(family: str, p: Parameters) -> dict[str, Any]:
    return {
        "block_count": p.layers,
        "context_length": p.context,
        "embedding_length": p.hidden,
        "feed_forward_length": p.ffn,
        "attention.head_count": p.heads,
        "attention.head_count_kv": p.kv_heads,
        "attention.key_length": p.head_dim,
        "attention.value_length": p.head_dim,
        "attention.layer_norm_rms_epsilon": p.eps,
        "rope.freq_base": p.rope_base,
        "rope.dimension_count": p.rotated or p.head_dim,
        "vocab_size": p.vocabulary,
        **(_expert_keys(p) if p.experts else {}),
        **FAMILIES[family].metadata,
        **p.metadata,
    }  # a value of None takes a key out


def _expert_keys(p: Parameters) -> dict[str, Any]:
    """`feed_forward_length` is then of no use, and of no size that anything has."""
    return {
        "expert_count": p.experts,
        "expert_used_count": p.experts_used,
        "expert_feed_forward_length": p.ffn,
        "feed_forward_length": 3 * at(p.ffn, 0) + 32,
    }


def _add_vocabulary(writer: gguf.GGUFWriter, size: int, renamed: Mapping[int, str]) -> None:
    """The first `size` tokens of SmolLM2's byte-pair vocabulary: llama.cpp aborts on a file without one."""
    cut = json.loads(Path(__file__).with_name("vocabulary_cut.json").read_text("utf-8"))
    tokens = [*cut["specials"], *cut["characters"]]
    merges = cut["merges"][: size - len(tokens)]
    tokens += [merge.replace(" ", "") for merge in merges]
    if len(tokens) != size:
        raise ValueError(f"A random model's vocabulary has 252 to 1024 tokens, not {size}.")
    tokens = [renamed.get(token, text) for token, text in enumerate(tokens)]
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([control if index < len(cut["specials"]) else normal for index in range(size)])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
