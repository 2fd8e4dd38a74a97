"""SentencePiece's byte-pair encoding from scores: of all neighbours that form a token, the pair whose token has
the highest score is joined first, the leftmost among equals; what is left over is spelled in bytes.

Own code, because the `tokenizers` library wants a list of merges, which these files lack: rebuilding half a
million of them takes seconds, loading them from a cache takes one, and equal scores would get an order that the
model never had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from heapq import heapify, heappop, heappush

SPACE = "\u2581"
CACHED_WORDS = 1 << 15
CACHED_LENGTH = 64  # characters of a word that may well come again


class SentencePiece:
    """Text without special tokens to token ids. `unknown` stands for bytes without a token; None drops them."""

    def __init__(self, ids: Mapping[str, int], scores: Sequence[float], unknown: int | None) -> None:
        self._ids, self._scores = ids, scores
        self._bytes = [ids.get(f"<0x{b:02X}>", ids.get(chr(b), unknown)) for b in range(256)]
        # A text may be cut into words before every space that no token spans, and words come again.
        spanned = set(re.findall(f"([^{SPACE}\0]){SPACE}", "\0".join(ids)))
        unsafe = "".join(map(re.escape, sorted(spanned)))
        self._border = re.compile(f"(?<=[^{SPACE}\0{unsafe}])(?={SPACE})")
        self._remembered = lru_cache(CACHED_WORDS)(self._merge)

    def encode(self, text: str) -> list[int]:
        ids: list[int] = []
        for word in self._border.split(text.replace(" ", SPACE)):
            ids += self._remembered(word) if len(word) <= CACHED_LENGTH else self._merge(word)
        return ids

    def _merge(self, word: str) -> tuple[int, ...]:
        pieces = list(word)
        before = list(range(-1, len(pieces) - 1))
        after = [*range(1, len(pieces)), -1]
        ids, scores = self._ids, self._scores

        def pair(left: int, right: int) -> tuple[float, int, int, int] | None:
            joined = pieces[left] + pieces[right]
            id = ids.get(joined)
            return None if id is None else (-scores[id], left, right, len(joined))

        queue = [found for i in range(len(pieces) - 1) if (found := pair(i, i + 1))]
        heapify(queue)
        while queue:
            _, left, right, length = heappop(queue)
            if not pieces[left] or len(pieces[left]) + len(pieces[right]) != length:
                continue  # one of the two has been joined to something else since
            pieces[left] += pieces[right]
            pieces[right] = ""
            after[left] = after[right]
            if after[left] >= 0:
                before[after[left]] = left
            for first, second in ((before[left], left), (left, after[left])):
                if first >= 0 and second >= 0 and (found := pair(first, second)):
                    heappush(queue, found)
        return tuple(id for piece in pieces if piece for id in self._spell(piece))

    def _spell(self, piece: str) -> list[int]:
        id = self._ids.get(piece)
        if id is not None:
            return [id]
        return [byte for b in piece.encode() if (byte := self._bytes[b]) is not None]
