"""How byte-pair vocabularies cut a text into words before they merge: one row per `tokenizer.ggml.pre`.

Each row is a list of patterns, applied one after the other: every match, and every gap between matches, is a
word of its own that the next pattern cuts further.

Words are cut as llama.cpp cuts them (its src/llama-vocab.cpp and src/unicode.cpp), for which files name their rows.
That deviates from some authors' own patterns: capitals are told from small letters in ASCII alone (gpt-4o, tekken) or
not at all (youtu, tiny_aya, kimi-k2), and marks are no part of a word (gpt-4o, tekken, kimi-k2). Only the characters
of Unicode 16, which llama.cpp's tables lack, are told apart better here.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.gguf.word_patterns import (
    AFMOE_SCRIPTS,
    ALL,
    BEFORE_GROUPS,
    BREAKS,
    CONTRACTION,
    DEEPSEEK_CJK,
    DEEPSEEK_LETTERS,
    GPT2,
    GROUPS,
    HAN,
    KANJI_AND_KANA,
    LEAD,
    LINES,
    MARKED,
    ONE,
    SPACES,
    SYMBOLS,
    THREE,
    UNPUNCTUATED,
    YOUTU_SCRIPTS,
    cased_words,
    marked_words,
    words,
)

LETTERS, MARKED_LETTERS = r"\p{L}", r"\p{L}\p{M}"
HALVES = "|".join(rf"\s{{{count}}}(?!\S)" for count in ("512", "256", "128", "64", "32", "16", "8", "4", "1,2"))


@dataclass(frozen=True)
class PreTokenizer:
    """`spelled_in_bytes` says whether `BytePair` or `CharacterPair` does it."""

    patterns: tuple[str, ...]
    ignore_merges: bool = False  # a word that is a token is taken whole, even if no merges lead to it
    add_bos: bool = False  # unless the file says otherwise
    force_bos: bool = False  # even if it does, since some files are wrong
    spelled_in_bytes: bool = True  # else in characters, with U+2581 for a space, and cut at newlines alone


def row(*patterns: str) -> PreTokenizer:
    return PreTokenizer(patterns)


# Names that stand for the same row, and that row.
ROWS: tuple[tuple[str, PreTokenizer], ...] = (
    ("default", row(r"[\p{P}$+<=>^~|]+", GPT2, ALL, "[0-9][0-9][0-9]")),
    (
        "gpt-2 phi-2 mpt olmo jais trillion granite-docling gigachat a.x-4.0 mellum modern-bert exaone4 roberta-bpe "
        "jina-es jina-de jina-v1-en jina-v2-es jina-v2-de jina-v2-code",
        row(GPT2),
    ),
    ("smollm starcoder refact command-r codeshell exaone minerva-7b mellum2", row(ONE, GPT2)),
    (
        "llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano",
        PreTokenizer((words(THREE),), ignore_merges=True, add_bos=True),
    ),
    ("glm4 glm5", PreTokenizer((words(THREE),), ignore_merges=True)),
    ("dbrx smaug-bpe chatglm-bpe", row(words(THREE))),
    (
        "qwen2 deepseek-r1-qwen stablelm2 megrez hunyuan solar-open grok-2 kormo f2llmv2 "
        "bailingmoe bailingmoe2 llada-moe",
        row(words(ONE)),
    ),
    (
        "qwen35",
        row(rf"{CONTRACTION}|{LEAD}[\p{{L}}\p{{M}}]+|{ONE}| ?[^\s\p{{L}}\p{{M}}\p{{N}}]+[\r\n]*|{BREAKS}"),
    ),
    (
        "k2-horizon",
        row(rf"{CONTRACTION}|'\u017F|{LEAD}[\p{{L}}\p{{M}}\u200C\u200D]+|{THREE}|{SYMBOLS}[\r\n]*|{BREAKS}"),
    ),
    ("laguna", row(LINES, words(ONE))),
    ("minicpm5", PreTokenizer((THREE, words(ALL)), ignore_merges=True)),
    ("jais-2", row(words(THREE, rf"\s*[\r\n]+|{HALVES}|\s"))),
    ("seed-coder", row(rf"{CONTRACTION}|{LEAD}\p{{L}}+|{ONE}| ?[^\s\p{{L}}\p{{N}}\r\n]+|{BREAKS}")),
    ("ufakzeka", row(rf"{LEAD}\p{{L}}+|{ONE}|{SYMBOLS}[\r\n]*|{BREAKS}")),
    (
        "exaone-moe",
        row(rf"{CONTRACTION}|{LEAD}\p{{L}}(?: ?\p{{L}}|\p{{M}})*|{ONE}|{SYMBOLS}[\r\n/]?|\s*[\r\n]|{SPACES}"),
    ),
    ("gpt-4o llama4 kanana2 talkie minimax-m2", row(cased_words(LETTERS, THREE))),
    ("granite-embed-multi-97m", PreTokenizer((cased_words(MARKED_LETTERS, THREE),), ignore_merges=True)),
    ("tekken", PreTokenizer((cased_words(LETTERS, ONE, ""),), ignore_merges=True, add_bos=True)),
    ("tiny_aya cohere2moe", row(GROUPS, marked_words(THREE))),
    ("youtu", PreTokenizer((YOUTU_SCRIPTS, marked_words(ONE)), ignore_merges=True)),
    (
        "kimi-k2",
        row(rf"[{HAN}]+|{LEAD}[\p{{L}}&&[^{HAN}]]+(?:{CONTRACTION})?|{THREE}|{SYMBOLS}[\r\n]*|{BREAKS}"),
    ),
    ("deepseek-v3 hunyuan-dense joyai-llm hy_v4", row(THREE, KANJI_AND_KANA, rf"{MARKED}[\r\n]*|{BREAKS}")),
    ("spark2_5", row(THREE, KANJI_AND_KANA, rf"{MARKED}|[\r\n]|{SPACES}", ONE)),
    ("afmoe", row(GROUPS, AFMOE_SCRIPTS, rf"{MARKED}[\r\n]*|{BREAKS}")),
    ("deepseek-coder", row(r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", DEEPSEEK_CJK, ONE)),
    (
        "deepseek-llm",
        row(
            r"[\r\n]",
            rf"\s?[{DEEPSEEK_LETTERS}]+",
            "\\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3001-\u3002]+",
            r"\s+\z",
            DEEPSEEK_CJK,
            ALL,
        ),
    ),
    ("superbpe", row(ALL, BEFORE_GROUPS)),
    ("falcon", row(r"[\p{P}$+<=>^~|`]+", GPT2, "[0-9][0-9][0-9]")),
    ("poro-chat bloom gpt3-finnish", row(UNPUNCTUATED)),
    ("viking", row(UNPUNCTUATED, ONE)),
    (
        "chameleon",
        PreTokenizer(
            ("IMGIMG[A-I]{1,4}Z", r"[\t\n]|    |  ", ONE, r"[\p{P}!-/:-@\[-`{-~]", GPT2),
            add_bos=True,
        ),
    ),
    (
        "gemma4 granite-embed-multi-311m",
        PreTokenizer((), add_bos=True, force_bos=True, spelled_in_bytes=False),
    ),
    ("sarvam-moe", PreTokenizer((), spelled_in_bytes=False)),
)

PRE_TOKENIZERS = {name: pre for names, pre in ROWS for name in names.split()}
