"""From token ids back to text, while the ids are still arriving."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Mapping

from gguf.constants import TokenType

from engine.gguf.sentencepiece import SPACE

# What text a token of each type stands for; a type that is not here stands for nothing.
Pieces = Mapping[int, Callable[[str], bytes]]


def byte_alphabet() -> dict[str, int]:
    """GPT-2's alphabet: the printable Latin-1 characters stand for themselves, the other bytes for U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return {chr(b): b for b in printable} | {chr(0x100 + n): b for n, b in enumerate(others)}


ALPHABET = byte_alphabet()


def from_alphabet(text: str) -> bytes:
    return b"".join(bytes((ALPHABET[c],)) if c in ALPHABET else c.encode() for c in text)


def from_spaces(text: str) -> bytes:
    return text.replace(SPACE, " ").encode()


def from_hex(text: str) -> bytes:
    """The byte that a token such as <0x0A> names."""
    try:
        return bytes.fromhex(text[3:5])
    except ValueError:
        return b""


def pieces(normal: Callable[[str], bytes]) -> Pieces:
    """`normal` reads the vocabulary's ordinary tokens."""
    return {
        TokenType.NORMAL: normal,
        TokenType.UNKNOWN: str.encode,
        TokenType.CONTROL: str.encode,
        TokenType.USER_DEFINED: str.encode,
        TokenType.BYTE: from_hex,
    }


class Detokenizer:
    """Streams a reply's text. Half a character waits for the other; bytes that are no UTF-8 become U+FFFD."""

    def __init__(self, piece: Callable[[int], bytes]) -> None:
        self._piece = piece
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def feed(self, id: int) -> str:
        """The text that is complete now that token `id` has arrived; often empty."""
        return self._decoder.decode(self._piece(id))

    def flush(self) -> str:
        """What is left when the reply is over; the detokenizer can then be used for the next one."""
        rest = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return rest
