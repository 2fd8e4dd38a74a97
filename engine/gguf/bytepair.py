"""Byte-pair encoding, as done by the `tokenizers` library: over GPT-2's byte alphabet, or over characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from engine.gguf.detokenizer import ALPHABET
from engine.gguf.pretokenizers import PreTokenizer
from engine.gguf.sentencepiece import SPACE

NEWLINES = re.compile(r"(\n+)")


class BytePair:
    """Text without special tokens to token ids.

    `merges` are in the file's form, "left right", best first. A merge that names an unknown token can never be
    used, and the library would refuse it, so it is left out.
    """

    def __init__(self, ids: Mapping[str, int], merges: Iterable[str], pre: PreTokenizer) -> None:
        # Some vocabularies lack bytes that no assigned character has. The library would drop them before it
        # merges, and join their neighbours; so they get numbers of their own and are dropped after.
        self._count = len(ids)
        lacking = {byte: self._count + n for n, byte in enumerate(sorted(ALPHABET.keys() - ids.keys()))}
        model = models.BPE({**ids, **lacking}, _known(ids, merges), ignore_merges=pre.ignore_merges)
        self._tokenizer = Tokenizer(model)
        words = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in pre.patterns]
        to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        self._tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*words, to_bytes])

    def encode(self, text: str) -> list[int]:
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [id for id in ids if id < self._count]


class CharacterPair:
    """The same over characters, as in Gemma 4: U+2581 is a space, and a line is one word.

    Characters that are no token are spelled in bytes, tokens such as <0xE2>, as in SentencePiece's vocabularies. A
    run of newlines that is a token is taken whole, even if no merges lead to it.
    """

    def __init__(self, ids: Mapping[str, int], merges: Iterable[str]) -> None:
        self._ids, self._count = ids, len(ids)
        spelled = (f"<0x{byte:02X}>" for byte in range(256))
        lacking = {byte: self._count + n for n, byte in enumerate(byte for byte in spelled if byte not in ids)}
        self._tokenizer = Tokenizer(models.BPE({**ids, **lacking}, _known(ids, merges), byte_fallback=True))

    def encode(self, text: str) -> list[int]:
        ids: list[int] = []
        for line in NEWLINES.split(text.replace(" ", SPACE)):
            if line.startswith("\n") and line in self._ids:
                ids.append(self._ids[line])
            elif line:
                ids += self._tokenizer.encode(line, add_special_tokens=False).ids
        return [id for id in ids if id < self._count]


def _known(ids: Mapping[str, int], merges: Iterable[str]) -> list[tuple[str, str]]:
    pairs = dict.fromkeys((m[:cut], m[cut + 1 :]) for m in merges if (cut := m.find(" ", 1)) > 0)
    return [(a, b) for a, b in pairs if a in ids and b in ids and a + b in ids]
