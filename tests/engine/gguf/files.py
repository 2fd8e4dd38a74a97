"""Small GGUF files: correct ones, written by the `gguf` package, and pieces of bytes to make broken ones from."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf import GGUFValueType

KINDS = {
    bool: GGUFValueType.BOOL,
    int: GGUFValueType.INT64,
    float: GGUFValueType.FLOAT64,
    str: GGUFValueType.STRING,
    tuple: GGUFValueType.ARRAY,
    list: GGUFValueType.ARRAY,
}

LLAMA = {
    "llama.block_count": 2,
    "llama.context_length": 64,
    "llama.embedding_length": 32,
    "llama.feed_forward_length": 96,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
}

VOCABULARY = {
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.pre": "smollm",
    "tokenizer.ggml.tokens": ["<|im_start|>", "<|im_end|>", "H", "e", "l", "o", "Ġ", "He", "ll", "Hell", "Hello", "!"],
    "tokenizer.ggml.token_type": [3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    "tokenizer.ggml.merges": ["H e", "l l", "He ll", "Hell o"],
    "tokenizer.ggml.bos_token_id": 0,
    "tokenizer.ggml.eos_token_id": 1,
    "tokenizer.chat_template": "{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}",
}


def llama_tensors(rows: int = 12) -> dict[str, tuple[int, ...]]:
    """Name -> shape, outermost first, of the model that `LLAMA` describes."""
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (rows, 32), "output_norm.weight": (32,)}
    for layer in range(2):
        for part, shape in {
            "attn_q": (32, 32), "attn_k": (16, 32), "attn_v": (16, 32), "attn_output": (32, 32),
            "ffn_gate": (96, 32), "ffn_up": (96, 32), "ffn_down": (32, 96), "attn_norm": (32,), "ffn_norm": (32,),
        }.items():  # fmt: skip
            shapes[f"blk.{layer}.{part}.weight"] = shape
    return shapes


def write(
    path: Path,
    metadata: Mapping[str, Any],
    tensors: Mapping[str, tuple[int, ...]],
    architecture: str = "llama",
) -> Path:
    """A GGUF file of zeros in F32. A key whose value is None is left out."""
    writer = gguf.GGUFWriter(path, architecture)
    for key, value in metadata.items():
        if value is not None:
            kind = KINDS[type(value)]
            sub_type = KINDS[type(value[0])] if kind is GGUFValueType.ARRAY else None
            writer.add_key_value(key, value, kind, sub_type=sub_type)
    for name, shape in tensors.items():
        writer.add_tensor(name, np.zeros(shape, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_llama(path: Path, **changes: Any) -> Path:
    """A two-layer llama with a vocabulary of twelve tokens. `changes`: key -> value, dots spelled as `__`."""
    metadata = {**LLAMA, **VOCABULARY, **{key.replace("__", "."): value for key, value in changes.items()}}
    return write(path, metadata, llama_tensors())


def text(value: bytes) -> bytes:
    return struct.pack("<Q", len(value)) + value


def key(name: bytes, kind: int, value: bytes) -> bytes:
    return text(name) + struct.pack("<I", kind) + value


def array(kind: int, count: int, values: bytes = b"") -> bytes:
    return struct.pack("<IQ", kind, count) + values


def tensor(name: bytes, *dimensions: int, kind: int = 0, offset: int = 0) -> bytes:
    shape = struct.pack(f"<I{len(dimensions)}Q", len(dimensions), *dimensions)
    return text(name) + shape + struct.pack("<IQ", kind, offset)


def header(keys: tuple[bytes, ...] = (), tensors: tuple[bytes, ...] = (), version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(keys)) + b"".join(keys) + b"".join(tensors)
