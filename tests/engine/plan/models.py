"""Model facts and devices made from a few numbers, as a header would give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

from engine.gguf.facts import LayerShape, ModelFacts, TensorInfo
from engine.plan.tensors import HEAD, ROUTER, layer_of
from engine.plan.types import Device

# values per block, bytes per block, GGML type number
TYPES = {
    "F32": (1, 4, 0), "F16": (1, 2, 1), "Q4_0": (32, 18, 2), "Q4_1": (32, 20, 3), "Q8_0": (32, 34, 8),
    "Q4_K": (256, 144, 12), "Q6_K": (256, 210, 14), "IQ2_XXS": (256, 66, 16), "IQ4_NL": (32, 18, 20),
}  # fmt: skip
HEAD_NORMS = (("attn_q_norm.weight", "key_length"), ("attn_k_norm.weight", "key_length"))
POST_NORMS = (("post_attention_norm.weight", "hidden"), ("post_ffw_norm.weight", "hidden"))
NORMS = {"gemma2": POST_NORMS, "gemma3": HEAD_NORMS + POST_NORMS, "qwen3": HEAD_NORMS, "qwen3moe": HEAD_NORMS}


def model(
    shapes: Sequence[LayerShape],
    hidden: int,
    vocabulary: int,
    *,
    architecture: str = "llama",
    tied: bool = True,
    quant: str = "F32",
    biases: bool = False,
    fused: bool = False,
    extra: Mapping[str, tuple[int, ...]] | None = None,
    metadata: Mapping[str, Any] | None = None,
    context: int = 8192,
    kind_of: Callable[[str], str] | None = None,
) -> ModelFacts:
    """A model of any family; matrices are of type `quant` where their rows are whole blocks, else F32. `kind_of` gives
    the type of each matrix by its name instead.

    `fused`: queries, keys and values of a layer lie in one tensor, gate and up in another.
    """
    tensors: dict[str, TensorInfo] = {}

    def add(name: str, *shape: int) -> None:
        wanted = kind_of(name) if kind_of else quant
        matrix = len(shape) > 1 and not shape[-1] % TYPES[wanted][0]
        type_name = wanted if matrix else "F32"
        block, block_bytes, number = TYPES[type_name]
        offset = sum(tensor.nbytes for tensor in tensors.values())
        nbytes = prod(shape) // block * block_bytes
        tensors[name] = TensorInfo(name, shape, number, type_name, block, block_bytes, offset, nbytes)

    add("token_embd.weight", vocabulary, hidden)
    if not tied:
        add("output.weight", vocabulary, hidden)
    add("output_norm.weight", hidden)
    for i, layer in enumerate(shapes):
        add(f"blk.{i}.attn_norm.weight", hidden)
        qkv = {"attn_q": layer.heads * layer.key_length}
        qkv |= {"attn_k": layer.kv_heads * layer.key_length, "attn_v": layer.kv_heads * layer.value_length}
        for part, rows in {"attn_qkv": sum(qkv.values())}.items() if fused else qkv.items():
            add(f"blk.{i}.{part}.weight", rows, hidden)
            if biases:
                add(f"blk.{i}.{part}.bias", rows)
        add(f"blk.{i}.attn_output.weight", hidden, layer.heads * layer.value_length)
        for suffix, size in NORMS.get(architecture, ()):
            add(f"blk.{i}.{suffix}", layer.key_length if size == "key_length" else hidden)
        add(f"blk.{i}.ffn_norm.weight", hidden)
        if layer.experts:
            add(f"blk.{i}.ffn_gate_inp.weight", layer.experts, hidden)
            add(f"blk.{i}.ffn_gate_exps.weight", layer.experts, layer.ffn, hidden)
            add(f"blk.{i}.ffn_up_exps.weight", layer.experts, layer.ffn, hidden)
            add(f"blk.{i}.ffn_down_exps.weight", layer.experts, hidden, layer.ffn)
            continue
        if fused:
            add(f"blk.{i}.ffn_up.weight", 2 * layer.ffn, hidden)
        else:
            add(f"blk.{i}.ffn_gate.weight", layer.ffn, hidden)
            add(f"blk.{i}.ffn_up.weight", layer.ffn, hidden)
        add(f"blk.{i}.ffn_down.weight", hidden, layer.ffn)
    for name, shape in (extra or {}).items():
        add(name, *shape)
    file_bytes = sum(tensor.nbytes for tensor in tensors.values())
    keys: dict[str, Any] = {
        "general.architecture": architecture,
        f"{architecture}.attention.layer_norm_rms_epsilon": 1e-5,
        **(metadata or {}),
    }
    return ModelFacts(
        path="/models/made-up.gguf",
        name="Made up",
        architecture=architecture,
        quant=quant,
        quant_mix={quant: file_bytes},
        parameters=sum(prod(tensor.shape) for tensor in tensors.values()),
        file_bytes=file_bytes,
        layers=tuple(shapes),
        hidden=hidden,
        vocabulary=vocabulary,
        context=context,
        tied=tied,
        tensors=tensors,
        metadata=keys,
    )


def smollm2(**changes: Any) -> ModelFacts:
    """SmolLM2-135M."""
    return model([LayerShape(9, 3, 64, 64, 1536)] * 30, 576, 49152, **{"quant": "Q4_1", **changes})


def gemma3_270m(**changes: Any) -> ModelFacts:
    """Gemma-3-270M."""
    metadata = {
        "gemma3.attention.sliding_window": 512,
        "gemma3.rope.freq_base": 1e6,
        **changes.pop("metadata", {}),
    }
    return model(
        [LayerShape(4, 1, 256, 256, 2048)] * 18, 640, 262144,
        **{"architecture": "gemma3", "quant": "Q4_K", "context": 32768, **changes}, metadata=metadata,
    )  # fmt: skip


def qwen3_30b_a3b(**changes: Any) -> ModelFacts:
    """Qwen3-30B-A3B, of four layers."""
    shape = LayerShape(32, 4, 128, 128, 768, experts=128, experts_used=8)
    return model([shape] * 4, 2048, 151936, **{"architecture": "qwen3moe", "quant": "Q4_K", "tied": False, **changes})


def medium(layers: int) -> Callable[[str], str]:
    """The types of Q4_K_M: Q6_K for the head, and in half of the layers for values and the MLP's way down."""
    eighth = layers // 8

    def kind_of(name: str) -> str:
        layer, suffix = layer_of(name)
        more = layer is not None and (layer < eighth or layer >= 7 * eighth or (layer - eighth) % 3 == 2)
        wide = more and suffix.startswith(("attn_v.", "ffn_down"))
        return "F32" if suffix == ROUTER else "Q6_K" if wide or name == HEAD else "Q4_K"

    return kind_of


# The shapes that BENCHMARKS.md has speeds of.
def qwen3_14b() -> ModelFacts:
    shapes = [LayerShape(40, 8, 128, 128, 17408)] * 40
    return model(shapes, 5120, 151936, architecture="qwen3", tied=False, kind_of=medium(40), context=32768)


def llama_8b() -> ModelFacts:
    return model([LayerShape(32, 8, 128, 128, 14336)] * 32, 4096, 128256, tied=False, quant="Q8_0", context=32768)


def qwen3_32b() -> ModelFacts:
    shapes = [LayerShape(64, 8, 128, 128, 25600)] * 64
    return model(shapes, 5120, 151936, architecture="qwen3", tied=False, quant="Q8_0", context=32768)


def whole_qwen3_30b_a3b() -> ModelFacts:
    shapes = [LayerShape(32, 4, 128, 128, 768, experts=128, experts_used=8)] * 48
    return model(shapes, 2048, 151936, architecture="qwen3moe", tied=False, kind_of=medium(48), context=32768)


def cpus(count: int, free: int | None = None) -> list[Device]:
    """CPU ranks that share one memory."""
    return [Device("cpu", "cpu", "Some processor", "ram", free, free)] * count


def cards(
    *free: int | None, bandwidths: Sequence[float | None] = (), quantised: bool = False
) -> list[Device]:
    """Graphics cards with a memory each."""
    speeds = bandwidths or [None] * len(free)
    return [
        Device(f"cuda:{i}", "cuda", f"Card {i}", f"cuda:{i}", memory_free=room, bandwidth=speed, quantised=quantised)
        for i, (room, speed) in enumerate(zip(free, speeds, strict=True))
    ]
