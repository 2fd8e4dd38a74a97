"""The header of a GGUF file (versions 2 and 3, little-endian), read without trusting a single number in it.

A model file comes from a stranger, or from a download that broke off. So every count, length, type, dimension
and offset is compared with the size of the file, and with what any real model needs, before it is believed.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import os
import stat
import struct
from dataclasses import dataclass
from hashlib import blake2b
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import Told
from engine.gguf import words
from engine.sentence import Sentence, Size

# Far above any real model, far below what takes seconds or gigabytes to read.
MAX_HEADER = 64 << 20  # bytes; of a model with 262,144 tokens it is 7 MB
MAX_VALUES = 4_000_000  # elements of all arrays together; a vocabulary of 262,144 tokens has 786,432
MAX_NAMES = 100_000  # keys, and tensors
MAX_NAME = 65_535  # bytes of a key or of a tensor's name
MAX_DEPTH = 4  # arrays within arrays
MAX_DIMENSIONS = 4

STRING, ARRAY = 8, 9
SCALARS = {  # value type -> struct code
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip
FIRST_READ = 4 << 20  # bytes; then doubled until the header is in memory
WINDOW = 64 << 10  # bytes in memory of a header that is passed over
LONG_LIST = 1000  # texts; shorter lists are walked as quickly as they are looked up
SAMPLES, SAMPLE = 8, 512  # places in a list that are compared, and bytes at each


class GGUFError(Told):
    """What is wrong with a file, as one plain sentence that names the file and says what to do."""


def refusal(path: str | Path, why: Sentence, **values: object) -> GGUFError:
    """`why` is a text of `words`, or one of its kind, with a place for the file's path."""
    return GGUFError(why.format(path=str(path), **values))


@dataclass(frozen=True)
class TensorInfo:
    """One tensor of the file. `shape` is outermost first (rows, columns); the file stores the reverse."""

    name: str
    shape: tuple[int, ...]
    type: int  # GGML type number
    type_name: str  # "Q4_K"
    block_size: int  # values per block along a row
    block_bytes: int
    offset: int  # from the start of its file
    nbytes: int
    file: str = ""  # the path of the file that holds it: of a model in parts, one of them


@dataclass(frozen=True)
class Header:
    """What stands before the weights."""

    version: int
    metadata: dict[str, Any]  # numbers, bools, strings, and tuples of these
    tensors: dict[str, TensorInfo]
    file_bytes: int


class KnownLists:
    """Where long lists of texts end, from the files read so far: quants of a model, and models of a family, hold the
    same vocabulary, and nothing but a walk over each text tells where an unknown one ends.
    """

    def __init__(self) -> None:
        self._found: dict[int, dict[bytes, int]] = {}  # texts -> samples -> bytes
        self._lengths: dict[int, set[int]] = {}

    def length(self, file: BinaryIO, at: int, count: int) -> int | None:
        """Bytes of the list of so many texts that begins at `at`, if it looks like one that is known."""
        for length in self._lengths.get(count, ()):
            if self._found[count].get(_samples(file, at, length)) == length:
                return length
        return None

    def learn(self, file: BinaryIO, at: int, count: int, length: int) -> None:
        self._lengths.setdefault(count, set()).add(length)
        self._found.setdefault(count, {})[_samples(file, at, length)] = length


def _samples(file: BinaryIO, at: int, length: int) -> bytes:
    """A digest of what stands at the beginning, at the end, and in between."""
    before = file.tell()
    digest = blake2b(digest_size=16)
    step = max(length - SAMPLE, 0) // (SAMPLES - 1)
    for number in range(SAMPLES):
        file.seek(at + number * step if number < SAMPLES - 1 else at + max(length - SAMPLE, 0))
        digest.update(file.read(SAMPLE))
    file.seek(before)
    return digest.digest()


def read_header(path: str | Path, vocabulary: bool = True, known: KnownLists | None = None) -> Header:
    """Read and check the header of the GGUF file at `path`. The weights are not read.

    Without `vocabulary` the lists under `tokenizer.`, which are most of a header, are passed over and come back empty;
    `known` then remembers from one file to the next how long they are. A file that only seemed to hold a known list
    makes no sense behind it, and is read again without.

    Raises:
        GGUFError: the file cannot be read, is no GGUF file, is damaged, or is incomplete.
    """
    path = Path(path)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise refusal(path, words.NO_FILE)
        with open(path, "rb") as file:
            reader = _Reader(path, file, status.st_size, vocabulary, known)
            try:
                return reader.header()
            except GGUFError:
                if not reader.believed:
                    raise
            file.seek(0)
            return _Reader(path, file, status.st_size, vocabulary, None).header()
    except FileNotFoundError:
        raise refusal(path, words.ABSENT) from None
    except PermissionError:
        raise refusal(path, words.FORBIDDEN) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(path, words.UNREADABLE, reason=reason) from None


def printable(text: str, longest: int = 80) -> str:
    """A text from the file, safe to show on one line."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:longest])
    return shown + "…" if len(text) > longest else shown


def quoted(name: str) -> str:
    return f'"{printable(name)}"'


class _Reader:
    """A cursor over the start of the file, which grows in memory as it is read.

    Without the vocabulary only a window of it is in memory: `data` is what stands from `base` on.
    """

    def __init__(
        self, path: Path, file: BinaryIO, size: int, vocabulary: bool, known: KnownLists | None
    ) -> None:
        self.path, self.file, self.size, self.vocabulary, self.known = path, file, size, vocabulary, known
        self.data = file.read(min(size, FIRST_READ if vocabulary else WINDOW))
        self.base = 0
        self.at = 0
        self.values = 0
        self.believed = False  # that a list is a known one

    def damaged(self, what: Sentence, **values: object) -> GGUFError:
        return refusal(self.path, words.DAMAGED, what=what.format(**values))

    def need(self, start: int, end: int) -> None:
        """Have the bytes from `start`, which is not before `base`, to `end` in memory."""
        if end <= self.base + len(self.data):
            return
        self.check(end)
        if not self.vocabulary:
            self.data, self.base = self.data[start - self.base :], start
        loaded = self.base + len(self.data)
        more = WINDOW if not self.vocabulary else len(self.data)
        self.data += self.file.read(max(end, min(loaded + more, self.size)) - loaded)
        if end > self.base + len(self.data):
            raise refusal(self.path, words.SHRANK)

    def check(self, end: int) -> None:
        """That a header may reach so far."""
        if end > self.size:
            raise refusal(self.path, words.CUT_HEADER)
        if end > MAX_HEADER:
            raise self.damaged(words.LONG_HEADER, size=Size(f"{MAX_HEADER >> 20} MiB"))

    def pass_over(self, end: int) -> None:
        """Go on at `end` without having read what stands before."""
        if end > self.base + len(self.data):
            self.check(end)
            self.file.seek(end)
            self.data, self.base = b"", end
        self.at = end

    def number(self, code: str) -> Any:
        start, self.at = self.at, self.at + struct.calcsize("<" + code)
        self.need(start, self.at)
        return struct.unpack_from("<" + code, self.data, start - self.base)[0]

    def string(self, longest: int = MAX_HEADER) -> str:
        length = self.number("Q")
        if length > longest:
            raise self.damaged(words.LONG_TEXT, count=length)
        start, self.at = self.at, self.at + length
        self.need(start, self.at)
        return self.data[start - self.base : self.at - self.base].decode("utf-8", "replace")

    def header(self) -> Header:
        version, n_tensors, n_keys = self.preamble()
        metadata: dict[str, Any] = {}
        for _ in range(n_keys):
            key = self.string(MAX_NAME)
            if key in metadata:
                raise self.damaged(words.KEY_TWICE, key=quoted(key))
            metadata[key] = self.value(self.number("I"), key)
        return Header(version, metadata, self.tensors(n_tensors, self.alignment(metadata)), self.size)

    def preamble(self) -> tuple[int, int, int]:
        if self.data[:4] != b"GGUF":
            if not self.size:
                raise refusal(self.path, words.EMPTY)
            raise refusal(self.path, words.NOT_GGUF)
        self.at = 4
        version = self.number("I")
        if version & 0xFFFF == 0 and version:
            raise refusal(self.path, words.BIG_ENDIAN)
        if version not in (2, 3):
            raise refusal(self.path, words.VERSION, version=str(version))
        n_tensors, n_keys = self.number("Q"), self.number("Q")
        for count, many in ((n_tensors, words.MANY_TENSORS), (n_keys, words.MANY_KEYS)):
            if count > MAX_NAMES:
                raise self.damaged(many, count=count)
        return version, n_tensors, n_keys

    def value(self, kind: int, key: str, depth: int = 0) -> Any:
        if kind in SCALARS:
            return self.number(SCALARS[kind])
        if kind == STRING:
            return self.string()
        if kind != ARRAY:
            raise self.damaged(words.KEY_TYPE, key=quoted(key), number=str(kind))
        if depth == MAX_DEPTH:
            raise self.damaged(words.KEY_DEPTH, key=quoted(key))
        kind, count = self.number("I"), self.number("Q")
        self.values += count + 32  # the array itself too, or empty ones would be free
        if self.values > MAX_VALUES:
            raise self.damaged(words.KEY_LENGTH, key=quoted(key))
        keep = self.vocabulary or not key.startswith("tokenizer.")
        if kind == STRING:
            return self.strings(count) if keep else self.pass_strings(count)
        if kind in SCALARS:
            form = struct.Struct(f"<{count}{SCALARS[kind]}")
            if not keep:
                self.pass_over(self.at + form.size)
                return ()
            start, self.at = self.at, self.at + form.size
            self.need(start, self.at)
            return form.unpack_from(self.data, start - self.base)
        return tuple(self.value(kind, key, depth + 1) for _ in range(count))

    def strings(self, count: int) -> tuple[str, ...]:
        """`self.string()` for each, in one loop over local names: a vocabulary has a quarter of a million."""
        length_at = struct.Struct("<Q").unpack_from
        data, base, at = self.data, self.base, self.at
        loaded = base + len(data)
        found = []
        for _ in range(count):
            if at + 8 > loaded:
                self.need(at, at + 8)
                data, base = self.data, self.base
                loaded = base + len(data)
            end = at + 8 + length_at(data, at - base)[0]
            if end > loaded:
                self.need(at, end)
                data, base = self.data, self.base
                loaded = base + len(data)
            found.append(data[at + 8 - base : end - base].decode("utf-8", "replace"))
            at = end
        self.at = at
        return tuple(found)

    def pass_strings(self, count: int) -> tuple[str, ...]:
        """To the end of a list that nobody wants: at once if it is a known one."""
        start, long = self.at, count > LONG_LIST
        if self.known is not None and long and (length := self.known.length(self.file, start, count)) is not None:
            self.believed = True
            self.pass_over(start + length)
            return ()
        length_at = struct.Struct("<Q").unpack_from
        data, base, at = self.data, self.base, start
        loaded = base + len(data) - 8  # the last place at which a length is in memory
        for _ in range(count):
            if at > loaded:
                if at > loaded + 8:
                    self.pass_over(at)
                self.need(at, at + 8)
                data, base = self.data, self.base
                loaded = base + len(data) - 8
            at += 8 + length_at(data, at - base)[0]
        self.pass_over(at)
        if self.known is not None and long:
            self.known.learn(self.file, start, count, at - start)
        return ()

    def alignment(self, metadata: dict[str, Any]) -> int:
        alignment = metadata.get("general.alignment", 32)
        whole = isinstance(alignment, int) and not isinstance(alignment, bool)
        if not whole or not 0 < alignment <= 1 << 20 or alignment & (alignment - 1):
            raise self.damaged(words.ALIGNMENT)
        return int(alignment)

    def tensors(self, count: int, alignment: int) -> dict[str, TensorInfo]:
        types, file = ggml_types(), str(self.path)
        found: list[tuple[str, tuple[int, ...], int, int]] = []
        for _ in range(count):
            name = self.string(MAX_NAME)
            n_dimensions = self.number("I")
            if not 1 <= n_dimensions <= MAX_DIMENSIONS:
                raise self.damaged(words.DIMENSIONS, tensor=quoted(name), count=n_dimensions)
            shape = tuple(self.number("Q") for _ in range(n_dimensions))[::-1]
            found.append((name, shape, self.number("I"), self.number("Q")))
        start = -(-self.at // alignment) * alignment
        tensors: dict[str, TensorInfo] = {}
        for name, shape, kind, offset in found:
            if kind not in types:
                raise refusal(self.path, words.UNKNOWN_FORMAT, tensor=quoted(name), number=str(kind))
            type_name, block_size, block_bytes = types[kind]
            if name in tensors:
                raise self.damaged(words.TENSOR_TWICE, tensor=quoted(name))
            if not all(shape) or prod(shape) >= 1 << 62:
                raise self.damaged(words.SHAPE, tensor=quoted(name))
            if shape[-1] % block_size:
                raise self.damaged(words.BROKEN_ROWS, tensor=quoted(name), type=type_name)
            if offset % alignment:
                raise self.damaged(words.UNALIGNED, tensor=quoted(name))
            nbytes = prod(shape) // block_size * block_bytes
            tensors[name] = TensorInfo(
                name, shape, kind, type_name, block_size, block_bytes, start + offset, nbytes, file
            )
        missing = max((t.offset + t.nbytes for t in tensors.values()), default=0) - self.size
        if missing > 0:
            raise refusal(self.path, words.CUT, missing=missing)
        return tensors


def ggml_types() -> dict[int, tuple[str, int, int]]:
    """GGML type number -> name, values per block, bytes per block; from the `gguf` package."""
    from gguf.constants import GGML_QUANT_SIZES  # 0.2 s, which no importer of this module should pay unasked

    return {int(kind): (kind.name, size, nbytes) for kind, (size, nbytes) in GGML_QUANT_SIZES.items()}
