"""The conversation on disk, so that closing the window, or losing it, does not lose the words."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from app.chat.model import INTERRUPTED, Role, Turn
from app.settings.files import read_json, write_json
from engine.protocol import Statistics

VERSION = 1


def save(path: Path, turns: list[Turn]) -> None:
    """Raises OSError if the folder cannot be written."""
    kept = [_written(turn) for turn in turns]
    write_json(path, {"version": VERSION, "turns": kept})


def load(path: Path) -> list[Turn]:
    """The saved turns; none if there is no file or it is another version's."""
    found = read_json(path)
    if found.get("version") != VERSION:
        return []
    try:
        return [_read(entry) for entry in found["turns"]]
    except (KeyError, TypeError):
        return []


def _written(turn: Turn) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "role": turn.role,
        "text": turn.text,
        "stop": turn.stop or INTERRUPTED,
        "mode": turn.mode,
    }
    if turn.statistics is not None:
        entry["statistics"] = dataclasses.asdict(turn.statistics)
    return entry


def _read(entry: dict[str, Any]) -> Turn:
    statistics = Statistics(**entry["statistics"]) if "statistics" in entry else None
    role: Role = "user" if entry["role"] == "user" else "assistant"
    return Turn(role, str(entry["text"]), str(entry["stop"]), str(entry["mode"]), statistics)
