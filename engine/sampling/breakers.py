"""DRY's sequence breakers as tokens: a vocabulary may spell one in many ways, and workers have no vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # workers know the type below, and should not load what a vocabulary needs
    from engine.gguf.vocabulary import Vocabulary

# A token that ends with the beginning of a breaker, and the tokens that complete it; none where it holds it all.
Breakers = Mapping[int, tuple[tuple[int, ...], ...]]

LONGEST = 40  # bytes of a breaker, as in llama.cpp
LONGEST_TAIL = 20  # tokens


def sequence_breakers(vocabulary: Vocabulary, texts: Sequence[str]) -> Breakers:
    """What each token has to do with one of `texts`, as llama.cpp works it out. Empty texts do not count."""
    sought = [text.encode()[:LONGEST] for text in texts if text]
    found: dict[int, tuple[tuple[int, ...], ...]] = {}
    tails: dict[bytes, tuple[int, ...]] = {b"": ()}
    for token in range(len(vocabulary)) if sought else ():
        word = vocabulary.token_bytes(token, skip_special=False)
        for text in sought:
            for rest in _missing(word, text) if text[:1] in word else ():
                if rest not in tails:
                    ids = vocabulary.encode(rest.decode("utf-8", "replace"), parse_special=False, add_bos=False)
                    tails[rest] = tuple(ids[:LONGEST_TAIL])
                if tails[rest] not in found.get(token, ()):
                    found[token] = (*found.get(token, ()), tails[rest])
    return found


def _missing(word: bytes, text: bytes) -> list[bytes]:
    """What of `text` must follow `word` to complete it: nothing where it is inside, a rest for each way to begin it."""
    if text in word:
        return [b""]
    return [text[n:] for n in range(min(len(word), len(text) - 1), 0, -1) if word.endswith(text[:n])]
