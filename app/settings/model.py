"""What the window remembers between two starts, typed; unknown keys of the file survive."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from app.settings.files import read_json, write_json

RECENT = 8


@dataclass
class Settings:
    theme: str = "system"
    page: str = "chat"
    live_panel: bool = True
    window: str = ""  # Qt's geometry, in hexadecimal
    model: str = ""
    recent: list[str] = field(default_factory=list)
    starter: str = ""  # where the starter model lies once it has been fetched
    mode: str = "auto"
    devices: list[str] = field(default_factory=list)  # by rank; empty: the engine's default
    context: int = 0  # tokens; 0: the engine's default
    temperature: float = 0.8
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    seed: int = -1  # -1: a new one for every reply
    max_tokens: int = 0  # 0: until the model ends
    system_prompt: str = ""

    def remember(self, path: str) -> None:
        """Put a model file at the head of the recent ones."""
        self.recent = [path, *(old for old in self.recent if old != path)][:RECENT]

    def existing_recent(self) -> list[str]:
        return [path for path in self.recent if Path(path).is_file()]


class SettingsFile:
    """Loads settings, and saves them without losing keys that a newer version may have written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._all = read_json(path)
        self.settings = Settings(**_valid(self._all))

    def save(self) -> None:
        """Raises OSError if the folder cannot be written."""
        self._all |= dataclasses.asdict(self.settings)
        write_json(self.path, self._all)


def _valid(found: dict[str, Any]) -> dict[str, Any]:
    """The known keys whose values have the right type: a hand-edited file must not stop the window."""
    known: dict[str, Any] = {}
    for name, hint in get_type_hints(Settings).items():
        value = found.get(name)
        if hint == list[str]:
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                known[name] = value
        elif hint is float:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                known[name] = float(value)
        elif isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
            known[name] = value
    return known
