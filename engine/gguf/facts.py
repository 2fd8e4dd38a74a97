"""What a GGUF file says about its model, in plain numbers: enough to plan a split before any loading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.gguf import words
from engine.gguf.header import GGUFError, Header, KnownLists, TensorInfo, printable, quoted, refusal
from engine.gguf.split import read_whole, split_parts
from engine.sentence import Sentence

__all__ = ["GGUFError", "LayerShape", "ModelFacts", "TensorInfo", "read_facts"]


@dataclass(frozen=True)
class LayerShape:
    """What one layer can share out. Per layer, because families exist in which layers differ."""

    heads: int
    kv_heads: int
    key_length: int
    value_length: int
    ffn: int  # MLP channels; of a mixture of experts, those of each expert
    experts: int = 0  # 0: a dense MLP
    experts_used: int = 0  # for a token


@dataclass(frozen=True)
class ModelFacts:
    path: str  # of a model in parts, its first one
    name: str  # the file's, without the quant label
    architecture: str
    quant: str  # the usual label, "Q4_K_M", or the type that holds most bytes
    quant_mix: Mapping[str, int]  # GGML type name -> bytes
    parameters: int
    file_bytes: int  # of all parts
    layers: tuple[LayerShape, ...]
    hidden: int
    vocabulary: int  # rows of token_embd.weight
    context: int  # the length the model was trained for
    tied: bool  # no output.weight: token_embd.weight is the head too
    tensors: Mapping[str, TensorInfo]
    metadata: Mapping[str, Any]  # every key; arrays as tuples
    files: tuple[str, ...] = ()  # all parts


# Families whose layers are plain attention and a plain gated MLP, or a mixture of such, so that shapes follow from the
# keys.
PLAIN = frozenset(
    {
        "llama", "mistral3", "qwen2", "qwen3", "qwen3moe", "gemma", "gemma2", "gemma3", "granite", "olmo2", "phi3",
        "smollm3",
    }
)  # fmt: skip

# Tensor of a layer -> its rows and columns there.
SHAPES: Mapping[str, Callable[[LayerShape, int], tuple[int, int]]] = {
    "attn_q": lambda layer, hidden: (layer.heads * layer.key_length, hidden),
    "attn_k": lambda layer, hidden: (layer.kv_heads * layer.key_length, hidden),
    "attn_v": lambda layer, hidden: (layer.kv_heads * layer.value_length, hidden),
    "attn_output": lambda layer, hidden: (hidden, layer.heads * layer.value_length),
    "ffn_gate": lambda layer, hidden: (layer.ffn, hidden),
    "ffn_up": lambda layer, hidden: (layer.ffn, hidden),
    "ffn_down": lambda layer, hidden: (hidden, layer.ffn),
}

# The same where the MLP is a mixture: each expert's matrix lies behind the one before.
EXPERTS_DOWN = "ffn_down_exps"
MIXTURE_SHAPES: Mapping[str, Callable[[LayerShape, int], tuple[int, ...]]] = {
    "ffn_gate_inp": lambda layer, hidden: (layer.experts, hidden),
    "ffn_gate_exps": lambda layer, hidden: (layer.experts, layer.ffn, hidden),
    "ffn_up_exps": lambda layer, hidden: (layer.experts, layer.ffn, hidden),
    EXPERTS_DOWN: lambda layer, hidden: (layer.experts, hidden, layer.ffn),
}

# Tensors of a layer that some files hold in one, row after row, under the name on the left.
FUSED: Mapping[str, tuple[str, ...]] = {
    "attn_qkv": ("attn_q", "attn_k", "attn_v"),
    "ffn_up": ("ffn_gate", "ffn_up"),
}


def parts_of(layer: LayerShape, name: str, rows: int) -> tuple[tuple[str, int], ...]:
    """What a layer's tensor `name` of so many rows holds: (name, rows) of each part; itself alone if it is not fused.

    The rows tell, because `ffn_up` holds the gate in some files and not in others.
    """
    hidden = 0  # which the rows of these do not depend on
    parts = tuple((part, SHAPES[part](layer, hidden)[0]) for part in FUSED.get(name, ()))
    return parts if parts and sum(count for _, count in parts) == rows else ((name, rows),)


# The end of a file's name that says how it was quantised: "-Q4_K_M", ".Q4_1", "-UD-IQ2_XXS", "-bf16".
QUANT_LABEL = re.compile(r"[-._](UD-)?(I?Q\d\w*|TQ\d\w*|MXFP4\w*|NVFP4|B?F16|F32)$", re.IGNORECASE)

LARGEST = 1 << 31  # of any number that describes a model's shape


def read_facts(path: str | Path, vocabulary: bool = True, known: KnownLists | None = None) -> ModelFacts:
    """What the GGUF file at `path` says about its model. It need not hold a vocabulary; no weights are read.

    Any part of a model in parts stands for the whole set. Without `vocabulary` the lists under `tokenizer.` are passed
    over and come back empty, which is quicker and leaves little in memory: enough for a list of many models, whose
    vocabularies `known` remembers from one to the next.

    Raises:
        GGUFError: the file is unreadable, damaged, incomplete, holds no text model, or contradicts itself; or a part
            is missing or of another set.
    """
    paths, header = read_whole(path, vocabulary, known)
    return replace(_Facts(paths[0], header).read(), files=tuple(map(str, paths)))


class _Facts:
    """The keys of one header, looked up by what they are called in its architecture."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path, self.header, self.metadata = path, header, header.metadata
        self.architecture = self.text("general.architecture")
        if not re.fullmatch(r"[\w.-]{1,64}", self.architecture):
            raise self.lies(words.NO_ARCHITECTURE, name=quoted(self.architecture))

    def read(self) -> ModelFacts:
        self.refuse_what_is_no_text_model()
        hidden = self.number("embedding_length")
        layers = self.layers(hidden)
        vocabulary = self.check_vocabulary(hidden)
        self.check_layers(layers, hidden)
        mix: dict[str, int] = {}
        for tensor in self.header.tensors.values():
            mix[tensor.type_name] = mix.get(tensor.type_name, 0) + tensor.nbytes
        return ModelFacts(
            path=str(self.path),
            name=printable(model_name(self.path), 200),
            architecture=self.architecture,
            quant=self.quant(mix),
            quant_mix=mix,
            parameters=sum(t.nbytes // t.block_bytes * t.block_size for t in self.header.tensors.values()),
            file_bytes=self.header.file_bytes,
            layers=layers,
            hidden=hidden,
            vocabulary=vocabulary,
            context=self.number("context_length"),
            tied="output.weight" not in self.header.tensors,
            tensors=self.header.tensors,
            metadata=self.metadata,
        )

    def lies(self, what: Sentence, **values: object) -> GGUFError:
        return refusal(self.path, words.CONTRADICTS, what=what.format(**values))

    def text(self, key: str, default: str | None = None) -> str:
        value = self.metadata.get(key, default)
        if not isinstance(value, str):
            raise refusal(self.path, words.NO_TEXT if key in self.metadata else words.LACKS_KEY, key=key)
        return value

    def values(self, key: str, count: int, default: int | None = None, least: int = 0) -> tuple[int, ...]:
        """`{architecture}.{key}` for each of `count` layers: one number for all, or a list."""
        key = f"{self.architecture}.{key}"
        value = self.metadata.get(key, default)
        if value is None:
            raise refusal(self.path, words.LACKS_KEY, key=key)
        values = value if isinstance(value, tuple) else (value,) * count
        if len(values) != count:
            raise self.lies(words.PER_LAYER, key=key, count=len(values), layers=count)
        if not all(type(v) is int and least <= v < LARGEST for v in values):
            raise self.lies(words.IMPOSSIBLE, key=key)
        return values

    def number(self, key: str, default: int | None = None) -> int:
        return self.values(key, 1, default, least=1)[0]

    def refuse_what_is_no_text_model(self) -> None:
        kind = "mmproj" if self.architecture == "clip" else self.metadata.get("general.type")
        if isinstance(kind, str) and kind in words.NOT_MODELS:
            raise refusal(self.path, words.NOT_A_MODEL, what=words.NOT_MODELS[kind])
        if self.metadata.get(f"{self.architecture}.attention.causal") is False:
            raise refusal(self.path, words.EMBEDDING)
        if f"{self.architecture}.attention.head_count" not in self.metadata:
            raise refusal(self.path, words.NO_HEADS, architecture=quoted(self.architecture))

    def layers(self, hidden: int) -> tuple[LayerShape, ...]:
        count = self.number("block_count")
        if count > len(self.header.tensors):
            raise self.lies(words.MANY_LAYERS, layers=count, tensors=len(self.header.tensors))
        heads = self.values("attention.head_count", count)
        if not any(heads):
            raise self.lies(words.HEADLESS)
        kv_key = f"{self.architecture}.attention.head_count_kv"
        kv_heads = self.values("attention.head_count_kv", count) if kv_key in self.metadata else heads
        for index, (query, kv) in enumerate(zip(heads, kv_heads, strict=True)):
            if kv and query % kv:
                raise self.lies(words.UNSHARED, query=query, layer=index, kv=kv)
        default = hidden // max(heads)
        key_length = self.number("attention.key_length", default)
        value_length = self.number("attention.value_length", default)
        experts = self.metadata.get(f"{self.architecture}.expert_feed_forward_length")  # if no MLP is dense
        ffn = self.values("feed_forward_length", count, experts)
        return tuple(
            LayerShape(heads[i], kv_heads[i], key_length, value_length, *(self.mixture(i, count) or (ffn[i],)))
            for i in range(count)
        )

    def mixture(self, layer: int, layers: int) -> tuple[int, int, int] | None:
        """Channels of each expert, experts, and experts used, of a layer that has some.

        The channels are read off a tensor: which key says them, and whether of one expert or of all that a token uses,
        differs from family to family.
        """
        name = f"blk.{layer}.{EXPERTS_DOWN}.weight"
        if name not in self.header.tensors:
            return None
        shape = self.header.tensors[name].shape
        experts, used = (self.values(key, layers)[layer] for key in ("expert_count", "expert_used_count"))
        if len(shape) != 3 or not 0 < used <= experts:
            raise self.lies(words.EXPERTS, used=used, experts=experts, layer=layer, tensor=name, shape=_by(shape))
        return shape[-1], experts, used

    def check_vocabulary(self, hidden: int) -> int:
        embedding = self.header.tensors.get("token_embd.weight")
        if embedding is None:
            raise refusal(self.path, words.LACKS_TENSOR, tensor="token_embd.weight")
        rows = embedding.shape[0]
        for name in ("token_embd.weight", "output.weight"):
            tensor = self.header.tensors.get(name)
            if tensor is not None and tensor.shape != (rows, hidden):
                raise self.lies(words.OTHER_SHAPE, tensor=name, shape=_by(tensor.shape), wanted=_by((rows, hidden)))
        tokens = self.metadata.get("tokenizer.ggml.tokens", ())
        if isinstance(tokens, tuple) and len(tokens) > rows:
            raise self.lies(words.MANY_TOKENS, tokens=len(tokens), tensor="token_embd.weight", rows=rows)
        return rows

    def check_layers(self, layers: tuple[LayerShape, ...], hidden: int) -> None:
        if self.architecture not in PLAIN:
            return  # their shapes follow other rules, which their family knows
        for index, layer in enumerate(layers):
            wanted: dict[str, tuple[int, ...]] = {}
            for part in {**SHAPES, **FUSED}:
                held = FUSED.get(part, (part,))
                if part in SHAPES and f"blk.{index}.{held[0]}.weight" in self.header.tensors:
                    held = (part,)
                shapes = [SHAPES[each](layer, hidden) for each in held]
                wanted[part] = (sum(rows for rows, _ in shapes), shapes[0][1])
            if layer.experts:
                wanted |= {part: shape(layer, hidden) for part, shape in MIXTURE_SHAPES.items()}
            for part, shape in wanted.items():
                tensor = self.header.tensors.get(f"blk.{index}.{part}.weight")
                if tensor is not None and tensor.shape != shape:
                    raise self.lies(words.OTHER_SHAPE, tensor=tensor.name, shape=_by(tensor.shape), wanted=_by(shape))

    def quant(self, mix: Mapping[str, int]) -> str:
        from gguf.constants import LlamaFileType

        label = self.metadata.get("general.file_type")
        if isinstance(label, int) and label in set(LlamaFileType):
            return LlamaFileType(label).name.removeprefix("MOSTLY_").removeprefix("ALL_")
        return max(mix, key=mix.__getitem__)


def model_name(path: Path) -> str:
    """What people call the file: its name without a part's number and the quant label at its end.

    Not `general.name`, which is free text and often a trainer's own label for the run.
    """
    part = split_parts(path)
    stem = part.prefix if part else path.stem
    return QUANT_LABEL.sub("", stem) or stem


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
