"""The file of every benchmark ever run here: one JSON record a line, as `-o jsonl` prints them."""

from __future__ import annotations

import json
from pathlib import Path

from engine.bench.rows import record
from engine.protocol import BenchRow
from engine.sentence import QT_TRANSLATE_NOOP

NOT_KEPT = QT_TRANSLATE_NOOP(
    "engine", "The result was not kept: {path} cannot be written ({reason}). Choose another file."
)


def append(path: str, row: BenchRow) -> str:
    """Add `row` to the file at `path`, which is made if missing. Returns a sentence if that failed, else nothing.

    One write per row, so that two programs may append at the same time; a line that another one left unfinished is
    ended first, so that it costs no more than itself.
    """
    try:
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab+", buffering=0) as stream:
            if stream.tell():
                stream.seek(-1, 2)
            unfinished = stream.read(1) not in (b"", b"\n")
            line = ("\n" * unfinished + json.dumps(record(row)) + "\n").encode()
            while written := stream.write(line):  # a disk that fills up takes a part of it, and refuses the rest
                line = line[written:]
    except OSError as error:
        return NOT_KEPT.format(path=path, reason=str(error.strerror))
    return ""
