"""The file in which the library remembers what it found, so that the next start shows it at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QLocale

import engine
from app.library.entry import Entry
from app.settings import typed
from app.settings.files import read_json, write_json
from engine.gguf.architectures import ARCHITECTURES

FORMAT = 1  # one higher whenever `Entry` changes


def _made_by() -> str:
    """Another engine reads other files, and says other things about them: its index is made anew."""
    return f"{FORMAT}, {engine.__version__}, {' '.join(ARCHITECTURES)}, {QLocale().name()}"  # sentences are in it


def load_index(path: Path) -> dict[str, Entry]:
    """By path of the model; empty if there is none, or another version made it."""
    found = read_json(path)
    rows = found.get("files")
    if found.get("made_by") != _made_by() or not isinstance(rows, list):
        return {}
    entries = [typed.record(Entry, row) for row in rows if isinstance(row, dict) and isinstance(row.get("path"), str)]
    return {entry.path: entry for entry in entries}


def save_index(path: Path, entries: Iterable[Entry]) -> None:
    """Raises OSError if the folder cannot be written."""
    files = [dataclasses.asdict(entry) for entry in entries if entry.stamp]
    write_json(path, {"made_by": _made_by(), "files": files})
