"""Models that come in parts: NAME-00001-of-00003.gguf and so on, one header over all of them.

Each part's metadata says which it is: `split.no`, which counts from 0 where names count from 1, `split.count`, and
`split.tensors.count`, the total over all parts. Only the first holds the model's other keys.
Source: llama.cpp's `llama_split_path` and tools/gguf-split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engine.gguf import words
from engine.gguf.header import GGUFError, Header, KnownLists, TensorInfo, printable, quoted, read_header, refusal
from engine.sentence import Sentence

PART = re.compile(r"(.+)-(\d{5})-of-(\d{5})\.gguf", re.DOTALL)


@dataclass(frozen=True)
class SplitName:
    """What a part's name says. Parts of one set lie in one folder and agree in `prefix` and `count`."""

    prefix: str  # "Qwen3-32B-Q4_K_M" of "Qwen3-32B-Q4_K_M-00001-of-00003.gguf"
    no: int  # from 1 to `count`
    count: int

    def file(self, no: int) -> str:
        """The name of part `no`."""
        return f"{self.prefix}-{no:05}-of-{self.count:05}.gguf"


def split_parts(path: str | Path) -> SplitName | None:
    """What the file's name says about the set that it is a part of; None if it is no part's name.

    Only the name is looked at: the file need not exist.
    """
    found = PART.fullmatch(Path(path).name)
    if found is None:
        return None
    prefix, no, count = found[1], int(found[2]), int(found[3])
    return SplitName(prefix, no, count) if 1 <= no <= count else None


def read_whole(
    path: str | Path, vocabulary: bool = True, known: KnownLists | None = None
) -> tuple[tuple[Path, ...], Header]:
    """The files of the model that `path` is, or is any part of, and the header of all of them together.

    `vocabulary`, `known`: see `read_header`.

    Raises:
        GGUFError: see `read_header`; a part is missing, or the parts are not of one set.
    """
    path = Path(path)
    header = read_header(path, vocabulary, known)
    count = _number(path, header, "split.count", 1)
    if count <= 1:
        return (path,), header
    name = split_parts(path)
    if name is None:
        like = SplitName("NAME", 1, count).file(1)
        raise refusal(path, words.NAMELESS_PART, count=count, name=like)
    paths = tuple(path.with_name(name.file(no)) for no in range(1, name.count + 1))
    _check_part(path, header, name)
    if missing := [no for no, part in enumerate(paths, 1) if not part.exists()]:
        raise _lacking(path, name, missing)
    headers = [header if part == path else read_header(part, vocabulary, known) for part in paths]
    return paths, _joined(path, paths, headers)


def _joined(path: Path, paths: tuple[Path, ...], headers: list[Header]) -> Header:
    first, tensors = headers[0], dict[str, TensorInfo]()
    for part, header in zip(paths, headers, strict=True):
        _check_part(part, header, split_parts(part))
        for key in ("general.architecture", "split.tensors.count"):
            if key in header.metadata and header.metadata[key] != first.metadata.get(key):
                raise _strange(part, words.OTHER_KEY, key=key, file=paths[0].name)
        for tensor in header.tensors.values():
            if tensor.name in tensors:
                raise _strange(part, words.SHARED_TENSOR, tensor=quoted(tensor.name))
            tensors[tensor.name] = tensor
    total = _number(paths[0], first, "split.tensors.count", len(tensors))
    if total != len(tensors):
        raise _strange(path, words.OTHER_TOTAL, held=len(tensors), total=total)
    return Header(first.version, first.metadata, tensors, sum(header.file_bytes for header in headers))


def _check_part(path: Path, header: Header, name: SplitName | None) -> None:
    """That what the file says it is, is what its name says."""
    no, count = _number(path, header, "split.no", -1) + 1, _number(path, header, "split.count", 1)
    if name is None or (no, count) != (name.no, name.count):
        raise _strange(path, words.OTHER_PART, no=no, count=count)


def _strange(path: Path, what: Sentence, **values: object) -> GGUFError:
    return refusal(path, words.STRANGE, what=what.format(**values))


def _lacking(path: Path, name: SplitName, missing: list[int]) -> GGUFError:
    file = printable(name.file(missing[0]), 200)
    if len(missing) == 1:
        return refusal(path, words.LACKS_PART, no=missing[0], count=name.count, file=file)
    return refusal(path, words.LACKS_PARTS, missing=len(missing), count=name.count, file=file)


def _number(path: Path, header: Header, key: str, default: int) -> int:
    value = header.metadata.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise refusal(path, words.DAMAGED, what=words.NO_NUMBER.format(key=key))
    return value
