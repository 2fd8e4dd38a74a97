"""The models of the race: `python -m tests.race.models FOLDER LLAMA_QUANTIZE` makes what is missing, prints the paths.

A random model of Llama 3.2 1B's shape, quantised by llama.cpp, so that a file of Q4_K_M has its true mixture of types;
and the two real models that a package index has. The vocabulary is the starter model's, cut to 32,000 tokens.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import gguf
import numpy as np

from engine import starter
from engine.gguf.header import read_header
from tests.real_models import gemma_path

LAYERS, HIDDEN, FFN, HEADS, KV_HEADS, HEAD_DIM, VOCABULARY = 16, 2048, 8192, 32, 8, 64, 32_000
TYPES = ("Q4_K_M", "Q4_0", "Q8_0")


def models(folder: Path, quantize: Path) -> list[Path]:
    """All five, made or fetched where they are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"billion-{kind}.gguf" for kind in TYPES]
    if not all(path.exists() for path in paths):
        whole = folder / "billion-F16.gguf"
        write_billion(whole, starter_path())
        for path, kind in zip(paths, TYPES, strict=True):
            subprocess.run([quantize, whole, path, kind], check=True, capture_output=True)
        whole.unlink()
    return [*paths, starter_path(), gemma_path()]


def starter_path() -> Path:
    return starter.fetch(lambda done, total: None, lambda: False)


def write_billion(path: Path, vocabulary: Path) -> None:
    """The random model in F16, weights of standard deviation 1/sqrt(columns), with a tied head."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(LAYERS)
    writer.add_context_length(8192)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(FFN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(500_000.0)
    writer.add_rope_dimension_count(HEAD_DIM)
    writer.add_vocab_size(VOCABULARY)
    _add_vocabulary(writer, vocabulary)
    dice = np.random.default_rng(0)

    def matrix(name: str, rows: int, columns: int) -> None:
        values = dice.standard_normal((rows, columns), np.float32) / np.float32(columns**0.5)
        writer.add_tensor(name, values.astype(np.float16))

    def norm(name: str) -> None:
        writer.add_tensor(name, np.ones(HIDDEN, np.float32))

    matrix("token_embd.weight", VOCABULARY, HIDDEN)
    norm("output_norm.weight")
    for layer in range(LAYERS):
        prefix = f"blk.{layer}."
        norm(f"{prefix}attn_norm.weight")
        norm(f"{prefix}ffn_norm.weight")
        matrix(f"{prefix}attn_q.weight", HIDDEN, HIDDEN)
        matrix(f"{prefix}attn_k.weight", KV_HEADS * HEAD_DIM, HIDDEN)
        matrix(f"{prefix}attn_v.weight", KV_HEADS * HEAD_DIM, HIDDEN)
        matrix(f"{prefix}attn_output.weight", HIDDEN, HIDDEN)
        matrix(f"{prefix}ffn_gate.weight", FFN, HIDDEN)
        matrix(f"{prefix}ffn_up.weight", FFN, HIDDEN)
        matrix(f"{prefix}ffn_down.weight", HIDDEN, FFN)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_vocabulary(writer: gguf.GGUFWriter, path: Path) -> None:
    metadata = read_header(path).metadata
    tokens = list(metadata["tokenizer.ggml.tokens"][:VOCABULARY])
    held = set(tokens)
    merges = [
        merge
        for merge in metadata["tokenizer.ggml.merges"]
        if merge.replace(" ", "") in held and all(part in held for part in merge.split(" "))
    ]
    writer.add_tokenizer_model(metadata["tokenizer.ggml.model"])
    writer.add_tokenizer_pre(metadata["tokenizer.ggml.pre"])
    writer.add_token_list(tokens)
    writer.add_token_types(list(metadata["tokenizer.ggml.token_type"][:VOCABULARY]))
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)


if __name__ == "__main__":
    for found in models(Path(sys.argv[1]), Path(sys.argv[2])):
        print(found)
