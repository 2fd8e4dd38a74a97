"""Special tokens: which they are, which of them end a reply, and where they stand in a text.

Files mark their special tokens carelessly, so, as llama.cpp does, tokens with well-known texts are taken for what
they are called: https://github.com/ggml-org/llama.cpp/blob/master/src/llama-vocab.cpp
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gguf.constants import TokenType

# Control tokens after which the model has nothing more to say.
ENDS = frozenset({
    "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|calls|>", "<|flush|>", "<end_of_turn>",
    "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>", "<eos>",
    "<end_of_utterance>", "<turn|>", "<|tool_response>", "<\uff5cend\u2581of\u2581sentence\uff5c>", "[e~[",
    "<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]",
    "<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>",
    "<|file_sep|>",
})  # fmt: skip

# Control tokens that do not end a reply: where code is to be filled in.
CONTROLS = frozenset({
    "<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<\uff5cfim\u2581begin\uff5c>", "<PRE>", "\u2581<PRE>",
    "<|code_prefix|>", "<|prefix|>",
    "<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<\uff5cfim\u2581hole\uff5c>", "<SUF>", "\u2581<SUF>",
    "<|code_suffix|>", "<|suffix|>",
    "<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<\uff5cfim\u2581end\uff5c>", "<MID>", "\u2581<MID>",
    "<|code_middle|>", "<|middle|>",
})  # fmt: skip

SHOWN = frozenset({"<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"})  # parts of gpt-oss's replies

# White space after a special token of these models is none of the text. Only their name tells: files do not say so.
STRIPPING = ("phi-3", "phi3")
NOT_STRIPPING = frozenset({"<unk>", "<s>", "<|endoftext|>"})
WHITE = " \t\n\v\f\r"

# A vocabulary with all of the first does not end a reply at the second, which then is of the given type.
NOT_ENDS = (
    (frozenset({"<|return|>", "<|call|>"}), "<|end|>", TokenType.USER_DEFINED),
    (frozenset({"<|calls|>", "<|flush|>"}), "<|end|>", TokenType.USER_DEFINED),
    (frozenset({"<|tool_response>"}), "</s>", TokenType.NORMAL),
)


def settle(ids: Mapping[str, int], types: Sequence[int], ends: Iterable[int]) -> tuple[list[int], frozenset[int]]:
    """The tokens' types put right, and the ids that end a reply: `ends` from the file, and the well-known ones."""
    settled = list(types)
    found = set(ends)
    for text, id in ids.items():
        if text in ENDS:
            found.add(id)
        if text in ENDS or text in CONTROLS:
            settled[id] = TokenType.CONTROL
        if text in SHOWN:
            settled[id] = TokenType.USER_DEFINED
    for present, text, kind in NOT_ENDS:
        if text in ids and present <= ids.keys():
            found.discard(ids[text])
            settled[ids[text]] = kind
    return settled, frozenset(found)


def strip(name: str) -> bool:
    """Whether the model called `name` wants no white space after its special tokens."""
    return any(part in name.lower() for part in STRIPPING)


class Partition:
    """Cuts a text at the special tokens that it contains: the longest first, each from left to right."""

    def __init__(self, specials: Mapping[str, int], strip: bool = False) -> None:
        """`strip`: white space after a special token goes."""
        self._ids, self._strip = specials, strip
        # Some vocabularies have thousands of them, nearly all with the same beginning, which few texts contain.
        self._by_start: dict[str, list[str]] = {}
        for special in specials:
            self._by_start.setdefault(special[:2], []).append(special)

    def split(self, text: str) -> list[str | int]:
        """Texts without special tokens, and token ids, in the order of `text`."""
        present = [s for start, group in self._by_start.items() if start in text for s in group if s in text]
        present.sort(key=lambda s: (-len(s.encode()), self._ids[s]))
        parts: list[str | int] = [text] if text else []
        for special in present:
            parts = [piece for part in parts for piece in self._cut(part, special)]
        return parts

    def _cut(self, part: str | int, special: str) -> list[str | int]:
        if isinstance(part, int) or special not in part:
            return [part]
        strip = self._strip and special not in NOT_STRIPPING
        pieces: list[str | int] = []
        at = 0
        while (found := part.find(special, at)) >= 0:
            pieces += [part[at:found], self._ids[special]] if found > at else [self._ids[special]]
            at = found + len(special)
            while strip and part[at : at + 1] and part[at] in WHITE:
                at += 1
        return [*pieces, part[at:]] if at < len(part) else pieces
