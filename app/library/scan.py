"""Looks through folders for models: which files there are, and what each of them says. Runs on any thread."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.language import said, translate
from app.library.entry import Entry, sketch

if TYPE_CHECKING:
    from engine.gguf.header import KnownLists

Stop = Callable[[], bool]


@dataclass
class Candidate:
    """A model's file, or all parts of a set that were found, by number."""

    path: str
    parts: dict[int, str] = field(default_factory=dict)
    count: int = 1

    @property
    def files(self) -> list[str]:
        return [self.parts[no] for no in sorted(self.parts)] or [self.path]

    def missing(self) -> list[str]:
        """Names of the parts that are not there."""
        from engine.gguf.split import split_parts

        name = split_parts(self.path)
        return [name.file(no) for no in range(1, self.count + 1) if no not in self.parts] if name else []


def model_files(folder: str, stop: Stop, seen: set[str], unreadable: list[str]) -> Iterator[str]:
    """Every .gguf file under a folder that is not in `seen`, where every folder looked through is put: links may lead
    to one twice. Folders that cannot be read go into `unreadable`.
    """
    waiting = [folder]
    while waiting and not stop():
        here = waiting.pop()
        real = os.path.realpath(here)
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(here) as found:
                items = sorted(found, key=lambda item: item.name)
        except OSError:
            unreadable.append(here)
            continue
        for item in items:
            if item.name.lower().endswith(".gguf") and _holds(item.is_file):
                yield item.path
            elif _holds(item.is_dir):
                waiting.append(item.path)


def _holds(what: Callable[[], bool]) -> bool:
    """Not of what leads nowhere: a link to itself, a disk that is gone."""
    try:
        return what()
    except OSError:
        return False


def candidates(files: Iterable[str]) -> list[Candidate]:
    """One per model: the parts of a set come together."""
    from engine.gguf.split import split_parts

    found: dict[str, Candidate] = {}
    for path in files:
        name = split_parts(path)
        if name is None:
            found.setdefault(path, Candidate(path))
            continue
        key = str(Path(path).with_name(name.file(1)))
        made = found.setdefault(key, Candidate(key, count=name.count))
        made.parts[name.no] = path
    return list(found.values())


def distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """Without those that are the same files as an earlier one by way of links: a cache of Hugging Face has a link to
    a file in every revision that it knows.
    """
    seen: set[tuple[str, ...]] = set()
    kept = []
    for candidate in found:
        files = candidate.files
        if any(map(os.path.islink, files)):
            real = tuple(map(os.path.realpath, files))
            if real in seen:
                continue
            seen.add(real)
        kept.append(candidate)
    return kept


def folder_entry(folder: str, unreadable: list[str]) -> Entry | None:
    """The row that says what keeps a watched folder from being looked through; None if nothing does."""
    if not os.path.isdir(folder):
        return Entry(
            folder,
            "folder",
            problem=translate("library", "This folder is gone. Bring back its disk, or stop watching it."),
        )
    if folder in unreadable:
        return Entry(
            folder, "folder", problem=translate("library", "This folder may not be read. Change its permissions.")
        )
    if unreadable:
        names = ", ".join(os.path.relpath(path, folder) for path in unreadable[:3])
        more = len(unreadable) - 3
        told = translate("library", "Folders in it may not be read: {names}.").format(names=names)
        if more > 0:
            told = translate(
                "library", "Folders in it may not be read: {names} and {n} more.", "", more, n=more).format(names=names)
        return Entry(folder, "folder", problem=told)
    return None


def entry_of(candidate: Candidate, known: Mapping[str, Entry], lists: KnownLists | None = None) -> Entry:
    """What is known of a file as it is now, or what its header says. `lists`: from one file to the next."""
    stamp = stamp_of(candidate)
    old = known.get(candidate.path)
    if old is not None and stamp and old.stamp == stamp:
        return old
    made = _read(candidate, lists)
    # A file that is being copied there says something else in a moment: it is read again the next time.
    unchanged = stamp == stamp_of(candidate)
    return Entry(**{**made.__dict__, "stamp": stamp if unchanged else "", "parts": candidate.count})


def stamp_of(candidate: Candidate) -> str:
    try:
        found = [os.stat(path) for path in candidate.files]
    except OSError:
        return ""
    return ",".join(f"{status.st_size}:{status.st_mtime_ns}" for status in found)


def _read(candidate: Candidate, lists: KnownLists | None = None) -> Entry:
    from engine.errors import words_of
    from engine.gguf.architectures import unsupported
    from engine.gguf.facts import model_name, read_facts
    from engine.gguf.header import GGUFError
    from engine.gguf.split import split_parts

    path = candidate.path
    name = split_parts(path)
    whole = Path(f"{name.prefix}.gguf") if name else Path(path)
    plain = Entry(path, file_bytes=_size(candidate), name=model_name(whole))
    if missing := candidate.missing():
        told = (
            translate("library", "A part is missing of {all}: put {first} beside the others.")
            if len(missing) == 1
            else translate(
                "library", "{number} parts are missing of {all}: put {first} and {more} more beside the others."
            )
        )
        problem = told.format(number=len(missing), all=candidate.count, first=missing[0], more=len(missing) - 1)
        return _with(plain, kind="incomplete", problem=problem)
    try:
        facts = read_facts(path, vocabulary=False, known=lists)
    except GGUFError as error:
        problem = said(words_of(error)).replace(path, translate("library", "It"), 1).replace(path, Path(path).name)
        return _with(plain, kind="damaged", problem=problem)
    except Exception as error:  # a fault of ours must not cost the other files
        logging.getLogger("tandem").exception("reading %s", path)
        return _with(
            plain,
            kind="damaged",
            problem=translate("library", "It could not be read ({kind}).").format(kind=type(error).__name__),
        )
    lack = said(unsupported(facts.architecture, facts.metadata))
    return Entry(
        path, kind="unsupported" if lack else "model", file_bytes=facts.file_bytes, name=facts.name,
        architecture=facts.architecture, quant=facts.quant, parameters=facts.parameters, layers=len(facts.layers),
        context=facts.context, problem=lack, sketch="" if lack else sketch(facts),
    )  # fmt: skip


def _with(entry: Entry, **changes: str) -> Entry:
    return Entry(**{**entry.__dict__, **changes})


def _size(candidate: Candidate) -> int:
    total = 0
    for path in candidate.files:
        try:
            total += os.stat(path).st_size
        except OSError:  # it went away since it was found
            continue
    return total
