"""What the window remembers between two starts, typed; unknown keys of the file survive."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.settings import typed
from app.settings.files import read_json, write_json
from engine.plan.kv_types import DEFAULT_KV
from engine.protocol import Sampling

RECENT = 8

# Keys of a settings file from before the models had settings of their own.
FLAT = ("mode", "context", "max_tokens", "system_prompt")
FLAT_SAMPLING = ("temperature", "top_k", "top_p", "min_p", "repeat_penalty", "seed")


@dataclass(frozen=True)
class KeptRank:
    """A device that holds a rank, by what stays the same when cards are numbered anew."""

    device: str = ""  # its UUID, or its id where it has none
    name: str = ""  # what to call it once it is gone
    share: int = 0  # relative to the others'; 0 for all of them: Tandem's choice


@dataclass
class ModelDefaults:
    """How one model file is split, loaded and asked."""

    mode: str = "auto"
    context: int = 0  # tokens; 0: the engine's default
    kv_type: str = DEFAULT_KV  # what keys and values are kept in
    ranks: list[KeptRank] = field(default_factory=list)  # in their order; empty: every card
    threads: int = 0  # of all CPU ranks together; 0: all cores
    system_prompt: str = ""
    max_tokens: int = 0  # 0: until the model ends
    sampling: Sampling = field(default_factory=Sampling)

    def take(self, other: ModelDefaults) -> None:
        """Become like `other`, in place: others hold this object."""
        self.__dict__.update(other.__dict__)


@dataclass(frozen=True)
class SavedSampling:
    """Sampling under a name of the user's choice."""

    name: str = ""
    sampling: Sampling = field(default_factory=Sampling)


@dataclass(frozen=True)
class SavedPrompt:
    """A system prompt under a name of the user's choice."""

    name: str = ""
    text: str = ""


@dataclass
class Settings:
    theme: str = "system"
    language: str = "system"  # or its code, "de"; from the next start on
    font_percent: int = 100  # of the sizes that letters were made in
    reopen: bool = True  # pick the last model again at the start
    page: str = "chat"
    live_panel: bool = True
    chat_list: bool = True  # in windows that are wide enough
    list_width: int = 248  # px at 100%, of the list of chats
    chat: str = ""  # id of the conversation that is open
    draft: str = ""  # what was written and not sent
    scroll: list[int] = field(default_factory=list)  # the message at the top and the px above it; empty: at the end
    window: str = ""  # Qt's geometry, in hexadecimal
    model: str = ""
    recent: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)  # watched for models
    unwatched: list[str] = field(default_factory=list)  # other programs' caches that are not to be looked through
    hidden: list[str] = field(default_factory=list)  # models that were taken off the list, by path
    download_folder: str = ""
    starter: str = ""  # where the starter model lies once it has been fetched
    presets: list[SavedSampling] = field(default_factory=list)  # the user's own
    prompts: list[SavedPrompt] = field(default_factory=list)
    models: dict[str, ModelDefaults] = field(default_factory=dict)  # by path; "": before a model is picked

    def of(self, path: str) -> ModelDefaults:
        """The live settings of a model file; one that has none yet starts from those of "", no model picked."""
        if path not in self.models:
            begin = dataclasses.replace(self.of("")) if path else ModelDefaults()
            self.models[path] = begin
        return self.models[path]

    def remember(self, path: str) -> None:
        """Put a model file at the head of the recent ones."""
        self.recent = [path, *(old for old in self.recent if old != path)][:RECENT]

    def existing_recent(self) -> list[str]:
        """Without those on a disk that refuses to be asked, where `Path.is_file` would raise."""
        return [path for path in self.recent if os.path.isfile(path)]


class SettingsFile:
    """Loads settings, and saves them without losing keys that a newer version may have written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._all = _taken_over(read_json(path))
        self.settings = typed.record(Settings, self._all)

    def save(self) -> None:
        """Writes if something has changed. Raises OSError if the folder cannot be written."""
        now = _merged(self._all, dataclasses.asdict(self.settings))
        if now != self._all or not self.path.exists():
            write_json(self.path, now)
            self._all = now


def _merged(old: Any, new: Any) -> Any:
    """`new`, and what only `old` knows, in every object of the two."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return old | {name: _merged(old.get(name), value) for name, value in new.items()}


def _taken_over(found: dict[str, Any]) -> dict[str, Any]:
    """A file with one set of values for all models: they become those of its model, and of new ones."""
    flat = {name: found[name] for name in FLAT if name in found}
    sampling = {name: found[name] for name in FLAT_SAMPLING if name in found}
    if "models" not in found and (flat or sampling):
        if sampling.get("seed") == -1:
            sampling["seed"] = None  # a new one for every reply
        defaults = flat | {"sampling": sampling}
        model = found.get("model")
        rest = {name: value for name, value in found.items() if name not in (*FLAT, *FLAT_SAMPLING)}
        found = rest | {"models": {path: defaults for path in ("", model) if isinstance(path, str)}}
    return _devices_taken_over(found)


def _devices_taken_over(found: dict[str, Any]) -> dict[str, Any]:
    """Devices, too, were once chosen for all models."""
    devices, models = found.get("devices"), found.get("models", {})
    if not (isinstance(devices, list) and isinstance(models, dict)):
        return found
    ranks = {"ranks": [{"device": name} for name in devices]} if devices else {}
    rest = {name: value for name, value in found.items() if name != "devices"}
    every: dict[str, Any] = {"": {}, **models}
    return rest | {"models": {path: ranks | each for path, each in every.items() if isinstance(each, dict)}}
