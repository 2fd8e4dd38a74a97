"""Where a download's files lie, and under which names before they can be trusted.

While it comes in a file is NAME.gguf.part; once its checksum agrees it is NAME.gguf.checked; and only when all files of
a set are that far do they get their names. No program takes the first two for a model.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.download.offers import HubFile
from engine.errors import Told
from engine.sentence import QT_TRANSLATE_NOOP

PART, CHECKED = ".part", ".checked"
LOCK = ".downloading"  # beside them, held by the process that writes them


@dataclass(frozen=True)
class Place:
    file: HubFile
    final: Path

    @property
    def part(self) -> Path:
        return self.final.with_name(self.final.name + PART)

    @property
    def checked(self) -> Path:
        return self.final.with_name(self.final.name + CHECKED)

    def on_disk(self) -> int:
        """Bytes that are there already, under whichever name."""
        for path in (self.final, self.checked, self.part):
            if (size := _size(path)) is not None:
                return min(size, self.file.bytes)
        return 0


def places(folder: str, files: Iterable[HubFile]) -> list[Place]:
    """Raises Told if a name would lead out of the folder."""
    made = []
    for file in files:
        steps = PurePosixPath(file.name).parts
        if not steps or any(step in ("..", "/") or "\\" in step or ":" in step for step in steps):
            raise Told(
                QT_TRANSLATE_NOOP(
                    "download", "The repository names a file {name}, which cannot be stored. Choose another repository."
                ).format(name=repr(file.name))
            )
        made.append(Place(file, Path(folder, *steps)))
    return made


def lock_path(folder: str) -> Path:
    return Path(folder, LOCK)


def discard(folder: str, files: Iterable[HubFile]) -> None:
    """Delete what is unfinished, and the folders that are empty then; whole models stay."""
    with contextlib.suppress(OSError):
        lock_path(folder).unlink()
    for place in places(folder, files):
        for path in (place.part, place.checked):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others lie there
            for level in place.final.parents:
                level.rmdir()
                if level == Path(folder).parent:  # the publisher's
                    break


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
