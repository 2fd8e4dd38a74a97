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

Tensors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Parameters:
    """A random model's shape and numbers. `metadata` adds or replaces keys (without the family's prefix)."""

    layers: int = 3
    hidden: int = 160
    heads: int = 5
    kv_heads: int = 1
    head_dim: int = 64
    ffn: int = 224
    vocabulary: int = 701  # up to 1024; below 1000 a list of the top 1000 is the whole distribution
    context: int = 512
    eps: float = 1e-2  # as large as the squares of what the first norm sees
    rope_base: float = 30_000.0
    rope_factors: tuple[float, float] | None = None  # lowest and highest factor of rope_freqs.weight
    biases: bool = False
    tied: bool = False
    chat_template: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)  # part of a name -> GGML type, else F32
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """What sets a family's files apart: tensors of a layer, gains on their spread, keys, and own defaults."""

    layer: tuple[str, ...]
    gains: Mapping[str, float] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)


# Large, or the scaled embeddings drown what the layers add.
POST_NORMS = {"post_attention_norm": 8.0, "post_ffw_norm": 8.0}

FAMILIES: Mapping[str, Family] = {
    "llama": Family(
        layer=(
            "attn_norm", "attn_q", "attn_k", "attn_v", "attn_output",
            "ffn_norm", "ffn_gate", "ffn_up", "ffn_down",
        ),
        gains={"token_embd": 0.1, "attn_q": 1.5},
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

BIASED = ("attn_q", "attn_k", "attn_v", "attn_output")
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
        writer.add_key_value(f"{family}.{key}", value, KINDS[type(value)])
    _add_vocabulary(writer, chosen.vocabulary)
    if chosen.chat_template is not None:
        writer.add_chat_template(chosen.chat_template)
    for name, values in tensors.items():
        kind = _type_of(name, values, chosen.types)
        writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tensors(family: str, p: Parameters, seed: int) -> Tensors:
    query, key_value = p.heads * p.head_dim, p.kv_heads * p.head_dim
    shapes: dict[str, tuple[int, ...]] = {
        "attn_q": (query, p.hidden),
        "attn_k": (key_value, p.hidden),
        "attn_v": (key_value, p.hidden),
        "attn_output": (p.hidden, query),
        "attn_q_norm": (p.head_dim,),
        "attn_k_norm": (p.head_dim,),
        "ffn_gate": (p.ffn, p.hidden),
        "ffn_up": (p.ffn, p.hidden),
        "ffn_down": (p.hidden, p.ffn),
    }  # every other tensor of a layer is a norm of the hidden state
    row = FAMILIES[family]
    tensors: Tensors = {}

    def draw(name: str, shape: tuple[int, ...], mean: float, spread: float) -> None:
        generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
        tensors[name] = (mean + spread * generator.standard_normal(shape)).astype(np.float32)

    head_spread = LOGIT_SPREAD / p.hidden**0.5
    embedding_spread = head_spread if p.tied else row.gains.get("token_embd", 1.0)
    draw("token_embd.weight", (p.vocabulary, p.hidden), 0, embedding_spread)
    for layer in range(p.layers):
        for part in row.layer:
            shape, gain = shapes.get(part, (p.hidden,)), row.gains.get(part, 1.0)
            mean, spread = (gain, 0.25 * gain) if len(shape) == 1 else (0.0, gain / shape[1] ** 0.5)
            draw(f"blk.{layer}.{part}.weight", shape, mean, spread)
            if p.biases and part in BIASED:
                draw(f"blk.{layer}.{part}.bias", shape[:1], 0, 0.5)
    draw("output_norm.weight", (p.hidden,), 1, 0.25)
    if not p.tied:
        draw("output.weight", (p.vocabulary, p.hidden), 0, head_spread)
    if p.rope_factors:
        tensors["rope_freqs.weight"] = np.geomspace(*p.rope_factors, p.head_dim // 2, dtype=np.float32)
    return tensors


def _type_of(name: str, values: NDArray[np.float32], types: Mapping[str, str]) -> gguf.GGMLQuantizationType:
    wanted = [kind for part, kind in types.items() if part in name and values.ndim == 2]
    return gguf.GGMLQuantizationType[wanted[0] if wanted else "F32"]


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
        "rope.dimension_count": p.head_dim,
        "vocab_size": p.vocabulary,
        **FAMILIES[family].metadata,
        **p.metadata,
    }


def _add_vocabulary(writer: gguf.GGUFWriter, size: int) -> None:
    """The first `size` tokens of SmolLM2's byte-pair vocabulary: llama.cpp aborts on a file without one."""
    cut = json.loads(Path(__file__).with_name("vocabulary_cut.json").read_text("utf-8"))
    tokens = [*cut["specials"], *cut["characters"]]
    merges = cut["merges"][: size - len(tokens)]
    tokens += [merge.replace(" ", "") for merge in merges]
    if len(tokens) != size:
        raise ValueError(f"A random model's vocabulary has 252 to 1024 tokens, not {size}.")
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([control if index < len(cut["specials"]) else normal for index in range(size)])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
