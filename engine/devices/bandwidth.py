"""How fast each GPU reads and copies its own memory: measured when a user asks for it, and kept."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path


class Bandwidth(NamedTuple):
    """Bytes per second; a copy counts what it reads and what it writes."""

    read: float
    copy: float


def kept() -> dict[str, Bandwidth]:
    """By the card's UUID; empty if nothing is kept or it cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        return {uuid: Bandwidth(*map(float, pair)) for uuid, pair in json.loads(_file().read_text()).items()}
    return {}


def keep(uuid: str, bandwidth: Bandwidth) -> None:
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps({**kept(), uuid: bandwidth}))


def _file() -> Path:
    return user_cache_path("tandem") / "bandwidth.json"
