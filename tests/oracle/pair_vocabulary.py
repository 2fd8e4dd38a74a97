"""A byte-pair vocabulary that shows where words were cut: nearly every two neighbours can merge.

So a cut that is missing or misplaced changes the ids, wherever it is. Tokens that no merges lead to show whether
whole words are looked up.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import gguf
import numpy as np

from engine.gguf.detokenizer import ALPHABET
from tests.oracle.awkward import AWKWARD

FREQUENT, MORE_FREQUENT = 48, 10  # letters that merge to tokens of two, and of three
UNMERGED = ("the", " the", "123", "The", "  a", " ferry", "don", "\n\n\n", "Straße", "日本語", "...", "мир")
HIDDEN = 32


@dataclass(frozen=True)
class PairVocabulary:
    """Token 0 is a control token, which no text becomes."""

    tokens: tuple[str, ...]
    merges: tuple[str, ...]

    def write(self, path: Path, pre: str, model: str = "gpt2", flags: Sequence[str] = ()) -> Path:
        """A llama of one layer of zeros, as a GGUF file whose words are cut in the way called `pre`.

        `flags` are keys of the vocabulary that are set.
        """
        writer = gguf.GGUFWriter(path, "llama")
        for key, value in {
            "block_count": 1, "context_length": 64, "embedding_length": HIDDEN, "feed_forward_length": HIDDEN,
            "vocab_size": len(self.tokens), "attention.head_count": 1, "rope.dimension_count": HIDDEN,
        }.items():  # fmt: skip
            writer.add_uint32(f"llama.{key}", value)
        writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
        writer.add_tokenizer_model(model)
        writer.add_tokenizer_pre(pre)
        writer.add_token_list(self.tokens)
        writer.add_token_types([gguf.TokenType.CONTROL] + [gguf.TokenType.NORMAL] * (len(self.tokens) - 1))
        writer.add_token_merges(self.merges)
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(0)
        for flag in flags:
            writer.add_bool(f"tokenizer.ggml.{flag}", True)
        matrices = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
        shapes: dict[str, tuple[int, ...]] = {f"blk.0.{part}.weight": (HIDDEN, HIDDEN) for part in matrices}
        vectors = ("output_norm.weight", "blk.0.attn_norm.weight", "blk.0.ffn_norm.weight")
        shapes |= dict.fromkeys(vectors, (HIDDEN,))
        shapes["token_embd.weight"] = (len(self.tokens), HIDDEN)
        for name, shape in shapes.items():
            writer.add_tensor(name, np.zeros(shape, np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path


def of_bytes(texts: Sequence[str]) -> PairVocabulary:
    """Letters of GPT-2's byte alphabet. The most frequent ones in `texts` merge, and all neighbours in AWKWARD."""
    letter = {byte: letter for letter, byte in ALPHABET.items()}

    def spelled(text: str) -> list[str]:
        return [letter[byte] for byte in text.encode()]

    return _made(spelled, texts, tuple(ALPHABET))


def of_characters(texts: Sequence[str]) -> PairVocabulary:
    """The same of characters, with U+2581 for a space; those that are no tokens are spelled in bytes."""

    def spelled(text: str) -> list[str]:
        return list(text.replace(" ", "\u2581").replace("\0", ""))  # llama.cpp would end the token there

    return _made(spelled, texts, tuple(f"<0x{byte:02X}>" for byte in range(256)))


def within_a_character(pair: tuple[str, str]) -> bool:
    return 0x80 <= ALPHABET.get(pair[1], 0) < 0xC0


def _made(spelled: Callable[[str], list[str]], texts: Sequence[str], always: tuple[str, ...]) -> PairVocabulary:
    counts = Counter(letter for text in texts for letter in spelled(text))
    frequent = sorted(sorted(counts), key=lambda letter: -counts[letter])[:FREQUENT]
    neighbours = (pair for text in AWKWARD for pair in pairwise(spelled(text)))
    pairs = list(dict.fromkeys([*product(frequent, frequent), *neighbours]))
    # Where a character ends first, since only there is text cut; else in no order that words have by themselves.
    pairs.sort(key=lambda pair: (within_a_character(pair), zlib.crc32("".join(pair).encode())))
    some = frequent[:MORE_FREQUENT]
    runs = [(frequent[0] * half, frequent[0] * half) for half in (2, 4, 8, 16, 32)]  # of spaces
    merges = [*pairs, *((a + b, c) for a, b, c in product(some, some, some)), *runs]
    letters = dict.fromkeys(letter for pair in pairs for letter in pair)
    whole = ("".join(spelled(text)) for text in UNMERGED)
    tokens = dict.fromkeys(("<|endoftext|>", *always, *letters, *(a + b for a, b in merges), *whole))
    return PairVocabulary(tuple(tokens), tuple(f"{a} {b}" for a, b in merges))
