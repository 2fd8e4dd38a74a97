"""How byte-pair vocabularies cut a text into words before they merge: one row per `tokenizer.ggml.pre`.

Each row is a list of patterns, applied one after the other: every match, and every gap between matches, is a
word of its own that the next pattern cuts further. The patterns are those of the models' own tokenizer files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

CONTRACTIONS = "'s|'t|'re|'ve|'m|'ll|'d"
GPT2 = rf"{CONTRACTIONS}| ?\p{{L}}+| ?\p{{N}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?!\S)|\s+"
WORDS = rf"(?i:{CONTRACTIONS})|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+"
REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


@dataclass(frozen=True)
class PreTokenizer:
    patterns: tuple[str, ...]
    ignore_merges: bool = False  # a word that is a token is taken whole, even if no merges lead to it
    add_bos: bool = False  # unless the file says otherwise


DEFAULT = PreTokenizer((r"[\p{P}$+<=>^~|]+", GPT2, r"\p{N}+", "[0-9][0-9][0-9]"))
PLAIN = PreTokenizer((GPT2,))
DIGITS = PreTokenizer((r"\p{N}", GPT2))
DBRX = PreTokenizer((rf"{WORDS}|\p{{N}}{{1,3}}|{REST}",))
LLAMA3 = replace(DBRX, ignore_merges=True, add_bos=True)
TEKKEN = PreTokenizer(
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
        r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
        r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    ),
    ignore_merges=True,
    add_bos=True,
)
QWEN2 = PreTokenizer((rf"{WORDS}|\p{{N}}|{REST}",))

PRE_TOKENIZERS = {
    "default": DEFAULT,
    "gpt-2": PLAIN,
    "phi-2": PLAIN,
    "smollm": DIGITS,
    "starcoder": DIGITS,
    "refact": DIGITS,
    "command-r": DIGITS,
    "llama3": LLAMA3,
    "llama-v3": LLAMA3,
    "llama-bpe": LLAMA3,
    "falcon3": LLAMA3,
    "tekken": TEKKEN,
    "dbrx": DBRX,
    "smaug-bpe": DBRX,
    "qwen2": QWEN2,
    "deepseek-r1-qwen": QWEN2,
}
