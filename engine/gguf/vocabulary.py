"""A model's vocabulary: text to token ids and back, the same ids as llama.cpp's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from gguf.constants import TokenType

from engine.gguf.bytepair import BytePair, CharacterPair
from engine.gguf.detokenizer import Detokenizer, from_spaces, pieces
from engine.gguf.facts import ModelFacts
from engine.gguf.header import quoted
from engine.gguf.pretokenizers import PRE_TOKENIZERS
from engine.gguf.sentencepiece import SentencePiece
from engine.gguf.specials import Partition, settle, strip
from engine.gguf.tokenizer_keys import TokenizerKeys
from engine.sentence import QT_TRANSLATE_NOOP

HIDDEN = (TokenType.CONTROL, TokenType.UNKNOWN)
ROLES_THAT_END = ("eot", "eom", "fim_pad", "fim_rep", "fim_sep")
UNKNOWN_CUT = QT_TRANSLATE_NOOP(
    "engine",
    "The model cuts words in a way that is not known here ({name}), so the usual way is used and its answers may be "
    "worse; a newer Tandem may know it.",
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which some input methods send; no token holds it


class Encoder(Protocol):
    """Text without special tokens to token ids."""

    def encode(self, text: str) -> list[int]: ...


class Vocabulary:
    """Made by `Vocabulary.from_facts`.

    bos_id, eos_id: the tokens that begin and end a text, or None.
    add_bos: whether a prompt begins with `bos_id`; pass it to `encode` for every prompt.
    end_ids: the tokens that end a reply.
    notes: what a user should know, in plain sentences.
    """

    def __init__(self, keys: TokenizerKeys) -> None:
        self._texts, ids = keys.tokens, keys.ids()
        self.bos_id = keys.id("bos", keys.kind.bos)
        self.eos_id = keys.id("eos", keys.kind.eos)
        ends = (self.eos_id, *map(keys.id, ROLES_THAT_END))
        self._types, self.end_ids = settle(ids, keys.types(), [id for id in ends if id is not None])
        normal = keys.kind.normal
        self.notes: tuple[str, ...] = ()
        add_bos, force_bos = keys.kind.add_bos, False
        self._encoder: Encoder
        self._space_prefix = False  # llama.cpp does not look at it where words are made of pairs
        if keys.model == "llama":
            self._space_prefix = keys.flag("add_space_prefix", True)
            self._encoder = SentencePiece(ids, keys.scores(), keys.id("unknown", keys.kind.unknown))
        else:
            name = keys.kind.pre or str(keys.get("pre", "default"))
            if name not in PRE_TOKENIZERS:
                self.notes = (UNKNOWN_CUT.format(name=quoted(name)),)
            pre = PRE_TOKENIZERS.get(name, PRE_TOKENIZERS["default"])
            add_bos, force_bos = pre.add_bos, pre.force_bos
            if pre.spelled_in_bytes:
                self._encoder = BytePair(ids, keys.merges(), pre)
            else:
                self._encoder, normal = CharacterPair(ids, keys.merges()), from_spaces
        self._pieces = pieces(normal)
        self.add_bos = (force_bos or keys.flag("add_bos_token", add_bos)) and self.bos_id is not None
        marked = {
            text: id for text, id in ids.items() if self._types[id] in (*HIDDEN, TokenType.USER_DEFINED)
        }
        strips = strip(keys.name)
        self._specials = Partition(marked, strips)
        self._user_defined = Partition({t: id for t, id in marked.items() if self._types[id] not in HIDDEN}, strips)

    @classmethod
    def from_facts(cls, facts: ModelFacts) -> Vocabulary:
        """The vocabulary in the metadata of `facts`.

        Raises:
            GGUFError: there is none, it is of a kind that is not supported, or it is broken.
        """
        return cls(TokenizerKeys(facts))

    def __len__(self) -> int:
        return len(self._texts)

    def encode(self, text: str, *, parse_special: bool = True, add_bos: bool) -> list[int]:
        """The token ids of `text`.

        With `parse_special` the texts of special tokens ("<|im_end|>") become these tokens, as a chat template
        needs it; without, control tokens are ordinary text. `add_bos` puts `bos_id` first, if there is one.
        """
        ids = [self.bos_id] if add_bos and self.bos_id is not None else []
        text = LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
        after_special = True
        for part in (self._specials if parse_special else self._user_defined).split(text):
            if isinstance(part, int):
                ids.append(part)
            else:
                ids += self._encoder.encode(" " + part if self._space_prefix and after_special else part)
            after_special = isinstance(part, int)
        return ids

    def token_text(self, id: int) -> str:
        """The token as the vocabulary spells it; empty for an id that it does not have."""
        return self._texts[id] if 0 <= id < len(self._texts) else ""

    def token_bytes(self, id: int, *, skip_special: bool = True) -> bytes:
        """The UTF-8 that the token stands for, perhaps half a character. `skip_special` hides control tokens."""
        if not 0 <= id < len(self._texts) or (skip_special and self._types[id] in HIDDEN):
            return b""
        piece = self._pieces.get(self._types[id])
        return piece(self._texts[id]) if piece else b""

    def detokenizer(
        self, skip_special: bool = True, shown: Callable[[str], bool] = lambda text: False
    ) -> Detokenizer:
        """For one reply. `shown` tells, by their texts, which control tokens are not hidden even so."""
        return Detokenizer(
            lambda id: self.token_bytes(id, skip_special=skip_special and not shown(self.token_text(id)))
        )
