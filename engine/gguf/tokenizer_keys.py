"""The keys `tokenizer.ggml.*` of a file, checked before a vocabulary is built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gguf.constants import TokenType

from engine.gguf.detokenizer import from_alphabet, from_spaces
from engine.gguf.facts import ModelFacts
from engine.gguf.header import quoted, refusal
from engine.sentence import QT_TRANSLATE_NOOP

NO_VOCABULARY = QT_TRANSLATE_NOOP(
    "engine", "{path} holds no vocabulary, so it cannot chat; get a copy that holds one."
)
UNKNOWN_KIND = QT_TRANSLATE_NOOP(
    "engine",
    "{path} has a vocabulary of the kind {kind}, which is not supported yet; choose another model.",
)
TWICE = QT_TRANSLATE_NOOP(
    "engine", "The vocabulary in {path} lists a token twice; get another conversion of the model."
)
FEW = QT_TRANSLATE_NOOP(
    "engine",
    "The vocabulary in {path} has {tokens} tokens and only {count} entries under {key}; get another conversion of the "
    "model.",
)
LACKS = QT_TRANSLATE_NOOP("engine", "The vocabulary in {path} lacks its {key}; get another conversion of the model.")
WRONG_TYPE = QT_TRANSLATE_NOOP(
    "engine", "The vocabulary in {path} has {key} of a wrong type; get another conversion of the model."
)


@dataclass(frozen=True)
class Kind:
    """What a kind of vocabulary takes for granted where the file says nothing."""

    bos: int | None
    eos: int | None
    unknown: int | None
    add_bos: bool
    normal: Callable[[str], bytes]  # the bytes that an ordinary token stands for
    pre: str | None = None  # its row in `pretokenizers.py`, whatever the file says


KINDS = {
    "gpt2": Kind(11, 11, None, False, from_alphabet),
    "gemma4": Kind(None, None, None, True, from_spaces, "gemma4"),
    "llama": Kind(1, 2, 0, True, from_spaces),
}


class TokenizerKeys:
    """Every method raises `GGUFError` if what the file holds under the key is not what it should be."""

    def __init__(self, facts: ModelFacts) -> None:
        self.path, self._metadata = facts.path, facts.metadata
        self.name = str(facts.metadata.get("general.name", ""))
        self.model = self.get("model")
        if self.model is None or self.model in ("none", "no_vocab"):
            raise refusal(self.path, NO_VOCABULARY)
        if self.model not in KINDS:
            raise refusal(self.path, UNKNOWN_KIND, kind=quoted(str(self.model)))
        self.kind = KINDS[self.model]
        self.tokens = tuple(text or f"[EMPTY_{id}]" for id, text in enumerate(self._list("tokens", str)))

    def get(self, key: str, default: Any = None) -> Any:
        return self._metadata.get(f"tokenizer.ggml.{key}", default)

    def ids(self) -> dict[str, int]:
        ids = {text: id for id, text in enumerate(self.tokens)}
        if len(ids) < len(self.tokens):
            raise refusal(self.path, TWICE)
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
            raise refusal(self.path, FEW, tokens=count, count=len(values), key=key)
        return values

    def _list(
        self, key: str, kinds: type | tuple[type, ...], default: tuple[Any, ...] | None = None
    ) -> tuple[Any, ...]:
        values = self.get(key, default)
        if not isinstance(values, tuple) or not all(isinstance(v, kinds) for v in values):
            raise refusal(self.path, LACKS if values is None else WRONG_TYPE, key=key)
        return values
