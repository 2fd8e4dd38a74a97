"""Answers kept on disk, so that a second run of the tests need not start llama.cpp at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Answers:
    """A folder of JSON answers, one compressed file per question.

    `context` is what every question depends on besides its own words.
    """

    def __init__(self, folder: Path, **context: Any) -> None:
        self.folder, self.context = folder, context

    def get(self, question: dict[str, Any], ask: Callable[[], Answer]) -> Answer:
        """The kept answer to `question`, or what `ask()` says, kept from now on. Tuples become lists."""
        key = json.dumps({**self.context, **question}, sort_keys=True)
        path = self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json.gz"
        try:
            kept: Answer = json.loads(gzip.decompress(path.read_bytes()))
            return kept
        except (OSError, EOFError, ValueError):  # none yet, or a damaged file
            answer = ask()
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_bytes(gzip.compress(json.dumps(answer).encode(), compresslevel=3))
        os.replace(partial, path)
        return answer
