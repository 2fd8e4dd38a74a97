"""How long the library takes over many model files, and what they leave in memory.

    python -m tests.app.bench_library [--files 500] [--vocabularies 12]

Writes files with the headers of real models (36 layers; vocabularies of 32,000 to 262,144 tokens with scores, types and
merges; the weights are holes in the file), has a window's catalogue scan them in a process of its own, and again from
the index. The page cache is warm. `--vocabularies` is how many different ones there are; quants of a model share one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (32_000, 49_152, 128_256, 151_936, 151_936, 200_064, 262_144)
HIDDEN, LAYERS, FFN = 2048, 36, 6144


def write_model(path: Path, tokens: int, seed: int) -> None:
    """A llama header as converters write it, and a hole where its weights would be."""
    import gguf
    import numpy as np

    draw = random.Random(seed)
    letters = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=tokens + 12))
    words = [f"{letters[at : at + draw.randint(1, 8)]}{at:x}" for at in range(tokens)]
    writer = gguf.GGUFWriter(path, "llama")
    for name, value in {
        "block_count": LAYERS, "context_length": 32768, "embedding_length": HIDDEN, "feed_forward_length": FFN,
        "attention.head_count": 16, "attention.head_count_kv": 8,
    }.items():  # fmt: skip
        writer.add_uint32(f"llama.{name}", value)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(words)
    writer.add_token_types([1] * tokens)
    writer.add_token_scores([0.0] * tokens)
    writer.add_token_merges([f"{words[at]} {words[-at]}" for at in range(tokens - 300)])
    shapes = {"token_embd.weight": (tokens, HIDDEN), "output_norm.weight": (HIDDEN,)}
    for layer in range(LAYERS):
        for name, shape in {
            "attn_q": (HIDDEN, HIDDEN), "attn_k": (HIDDEN // 2, HIDDEN), "attn_v": (HIDDEN // 2, HIDDEN),
            "attn_output": (HIDDEN, HIDDEN), "ffn_gate": (FFN, HIDDEN), "ffn_up": (FFN, HIDDEN),
            "ffn_down": (HIDDEN, FFN), "attn_norm": (HIDDEN,), "ffn_norm": (HIDDEN,),
        }.items():  # fmt: skip
            shapes[f"blk.{layer}.{name}.weight"] = shape
    total = 0
    for name, shape in shapes.items():
        nbytes = int(np.prod(shape)) * 2
        writer.add_tensor_info(name, shape, np.dtype(np.float16), nbytes)
        total += -(-nbytes // 32) * 32
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with open(path, "r+b") as file:
        file.truncate(path.stat().st_size + 64 + total)


def scan(folder: str, index: str) -> None:
    """One life of a catalogue. Prints a line of JSON."""
    import psutil
    from PySide6.QtCore import QCoreApplication

    from app.library import catalog as catalogue
    from app.settings.model import Settings
    from engine.gguf.header import ggml_types

    application = QCoreApplication([])
    catalogue.found_caches = dict  # type: ignore[assignment]  # those of this computer are not meant
    made = catalogue.Catalog(Settings(folders=[folder]), Path(index))
    ggml_types()  # its libraries come with the first model file, whatever opens it
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    made.rescan()
    longest = 0.0
    while made.progress is not None:
        turn = time.perf_counter()
        application.processEvents()
        longest = max(longest, time.perf_counter() - turn)
        time.sleep(0.001)
    seconds = time.perf_counter() - began
    kinds = {entry.kind for entry in made.entries}
    grown = (psutil.Process().memory_info().rss - before) / 2**20
    said = {"files": len(made.entries), "kinds": sorted(kinds), "seconds": round(seconds, 2),
            "longest_turn_ms": round(longest * 1000, 1), "grown_mb": round(grown, 1)}  # fmt: skip
    print(json.dumps(said))
    made.close(5000)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--vocabularies", type=int, default=12)
    parser.add_argument("--scan", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.scan:
        scan(*arguments.scan)
        return
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "models")
        folder.mkdir()
        for number in range(arguments.vocabularies):
            write_model(Path(root, f"{number}.gguf"), SIZES[number % len(SIZES)], number)
        for number in range(arguments.files):
            os.link(Path(root, f"{number % arguments.vocabularies}.gguf"), folder / f"Model-{number:04}-F16.gguf")
        for name in ("from the files", "from the index"):
            command = [sys.executable, "-m", "tests.app.bench_library", "--scan", str(folder), f"{root}/library.json"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(f"{name}: {done.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
