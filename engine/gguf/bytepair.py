"""Byte-pair encoding over GPT-2's byte alphabet, as done by the `tokenizers` library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from engine.gguf.detokenizer import ALPHABET
from engine.gguf.pretokenizers import PreTokenizer


class BytePair:
    """Text without special tokens to token ids.

    `merges` are in the file's form, "left right", best first. A merge that names an unknown token can never be
    used, and the library would refuse it, so it is left out.
    """

    def __init__(self, ids: Mapping[str, int], merges: Iterable[str], pre: PreTokenizer) -> None:
        pairs = dict.fromkeys((m[:cut], m[cut + 1 :]) for m in merges if (cut := m.find(" ", 1)) > 0)
        known = [(a, b) for a, b in pairs if a in ids and b in ids and a + b in ids]
        # Some vocabularies lack bytes that no assigned character has. The library would drop them before it
        # merges, and join their neighbours; so they get numbers of their own and are dropped after.
        self._count = len(ids)
        lacking = {byte: self._count + n for n, byte in enumerate(sorted(ALPHABET.keys() - ids.keys()))}
        self._tokenizer = Tokenizer(models.BPE({**ids, **lacking}, known, ignore_merges=pre.ignore_merges))
        words = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in pre.patterns]
        to_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        self._tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*words, to_bytes])

    def encode(self, text: str) -> list[int]:
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [id for id in ids if id < self._count]
