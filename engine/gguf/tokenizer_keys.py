"""The keys `tokenizer.ggml.*` of a file, checked before a vocabulary is built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gguf.constants import TokenType

from engine.gguf.detokenizer import from_alphabet, from_spaces
from engine.gguf.facts import ModelFacts
from engine.gguf.header import GGUFError, quoted


@dataclass(frozen=True)
class Kind:
    """What a kind of vocabulary takes for granted where the file says nothing."""

    bos: int | None
    eos: int | None
    unknown: int | None
    add_bos: bool
    add_space_prefix: bool
    normal: Callable[[str], bytes]  # the bytes that an ordinary token stands for
    pre: str | None = None  # its row in `pretokenizers.py`, whatever the file says


KINDS = {
    "gpt2": Kind(11, 11, None, False, False, from_alphabet),
    "gemma4": Kind(None, None, None, True, False, from_spaces, "gemma4"),
    "llama": Kind(1, 2, 0, True, True, from_spaces),
}


class TokenizerKeys:
    """Every method raises `GGUFError` if what the file holds under the key is not what it should be."""

    def __init__(self, facts: ModelFacts) -> None:
        self.path, self._metadata = facts.path, facts.metadata
        self.model = self.get("model")
        if self.model is None or self.model in ("none", "no_vocab"):
            raise GGUFError(f"{self.path} holds no vocabulary, so it cannot chat; get a copy that holds one.")
        if self.model not in KINDS:
            raise GGUFError(
                f"{self.path} has a vocabulary of the kind {quoted(str(self.model))}, which is not supported yet; "
                "choose another model."
            )
        self.kind = KINDS[self.model]
        self.tokens = tuple(text or f"[EMPTY_{id}]" for id, text in enumerate(self._list("tokens", str)))

    def get(self, key: str, default: Any = None) -> Any:
        return self._metadata.get(f"tokenizer.ggml.{key}", default)

    def broken(self, what: str) -> GGUFError:
        return GGUFError(f"The vocabulary in {self.path} {what}; get another conversion of the model.")

    def ids(self) -> dict[str, int]:
        ids = {text: id for id, text in enumerate(self.tokens)}
        if len(ids) < len(self.tokens):
            raise self.broken("lists a token twice")
        return ids

    def types(self) -> tuple[int, ...]:
        return self._per_token("token_type", int, TokenType.NORMAL)

    def scores(self) -> tuple[float, ...]:
        return self._per_token("scores", (float, int), 0.0)

    def merges(self) -> tuple[str, ...]:
        return self._list("merges", str)

    def id(self, role: str, default: int | None = None) -> int | None:
        """The token with this role ("bos"); None if the file names none, or one that does not exist."""
        for id in (self.get(f"{role}_token_id"), default):
            if type(id) is int and 0 <= id < len(self.tokens):
                return id
        return None

    def flag(self, key: str, default: bool) -> bool:
        value = self.get(key)
        return value if isinstance(value, bool) else default

    def _per_token(self, key: str, kinds: type | tuple[type, ...], default: float) -> tuple[Any, ...]:
        count = len(self.tokens)
        values = self._list(key, kinds, (default,) * count)
        if len(values) < count:
            raise self.broken(f"has {count:,} tokens and only {len(values):,} entries under {key}")
        return values

    def _list(
        self, key: str, kinds: type | tuple[type, ...], default: tuple[Any, ...] | None = None
    ) -> tuple[Any, ...]:
        values = self.get(key, default)
        if not isinstance(values, tuple) or not all(isinstance(v, kinds) for v in values):
            raise self.broken(f"lacks its {key}" if values is None else f"has {key} of a wrong type")
        return values
