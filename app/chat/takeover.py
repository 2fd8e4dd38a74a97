"""Takes over the one chat that early versions kept in chat.json."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from app.chat import rows
from app.chat.conversation import in_a_row
from app.chat.store import Store
from app.chat.turn import INTERRUPTED, Turn
from app.settings.files import read_json

VERSION = 1
ID = "chat.json"  # fixed: a second take-over, after a crash between writing and renaming, finds it done


def take_over(old: Path, store: Store) -> None:
    """Once: the file is renamed to `*.taken-over` afterwards.

    Raises:
        sqlite3.Error: the chat cannot be written; the old file stays as it is.
    """
    found = read_json(old)
    if found.get("version") != VERSION or store.trouble:
        return
    turns = [turn for entry in found.get("turns", []) if (turn := _turn(entry)) is not None]
    if turns and store.read(ID) is None:
        conversation = in_a_row(turns, ID)
        conversation.changed = old.stat().st_mtime
        store.write(conversation, turns)
    with contextlib.suppress(OSError):
        os.replace(old, old.with_name(old.name + ".taken-over"))


def _turn(entry: object) -> Turn | None:
    """None for what makes no sense: one bad entry must not cost the rest."""
    if not isinstance(entry, dict) or entry.get("role") not in ("user", "assistant"):
        return None
    statistics = rows.statistics(json.dumps(entry.get("statistics")))
    stop, mode = (str(entry.get(name, "")) for name in ("stop", "mode"))
    return Turn(entry["role"], str(entry.get("text", "")), stop or INTERRUPTED, mode, statistics)
