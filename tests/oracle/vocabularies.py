"""llama.cpp as an oracle for the vocabularies of many small files: a hundredth of a second each, where a server
for each would take a second. Answers are kept on disk.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.oracle.answers import Answers
from tests.oracle.llamacpp import CACHE, OracleError


@dataclass(frozen=True)
class Tokenized:
    """ids: of each text; added: what llama.cpp adds to a prompt by itself."""

    ids: list[list[int]]
    added: list[int]


class Vocabularies:
    def __init__(self) -> None:
        self._answers = Answers(CACHE / "answers", vocabularies=1, xllamacpp=version("xllamacpp"))
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def tokenize(self, model: Path, texts: Sequence[str]) -> Tokenized:
        """The ids of each of `texts`, special tokens read as plain text.

        Raises OracleError if llama.cpp cannot load the file `model`.
        """
        digest = hashlib.sha256(model.read_bytes()).hexdigest()
        question = {"model": digest, "texts": list(texts)}
        *ids, added = self._answers.get(question, lambda: self._ask(model, texts))
        return Tokenized(ids, added)

    def _ask(self, model: Path, texts: Sequence[str]) -> list[list[int]]:
        if self._process is None:
            script = str(Path(__file__).with_name("vocabulary_server.py"))
            self._process = subprocess.Popen(
                [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True,
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"path": str(model), "texts": list(texts)}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._process = None
            raise OracleError(f"llama.cpp could not load {model.name}.")
        answer: list[list[int]] = json.loads(line)
        return answer
