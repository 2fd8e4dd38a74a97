"""Where other programs on this computer keep models: looked through in place, like a watched folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def found_caches() -> dict[str, str]:
    """Folder -> whose it is, of those that exist."""
    places = cache_places(os.environ, Path.home(), sys.platform)
    return {str(folder): owner for folder, owner in places if os.path.isdir(folder)}


def cache_places(environment: Mapping[str, str], home: Path, platform: str) -> list[tuple[Path, str]]:
    """Where they would be. The variables are those programs' own, read as they read them."""
    return [
        (_hugging_face(environment, home), "Hugging Face"),
        (home / ".lmstudio" / "models", "LM Studio"),
        (home / ".cache" / "lm-studio" / "models", "LM Studio"),
        (_llama_cpp(environment, home, platform), "llama.cpp"),
    ]


def _hugging_face(environment: Mapping[str, str], home: Path) -> Path:
    cache = environment.get("XDG_CACHE_HOME", str(home / ".cache"))
    root = _expanded(environment.get("HF_HOME", str(Path(cache, "huggingface"))), home)
    hub = environment.get("HUGGINGFACE_HUB_CACHE", str(Path(root, "hub")))  # its older name
    return _expanded(environment.get("HF_HUB_CACHE", hub), home)


def _llama_cpp(environment: Mapping[str, str], home: Path, platform: str) -> Path:
    if "LLAMA_CACHE" in environment:
        return Path(environment["LLAMA_CACHE"])
    if platform == "darwin":
        return home / "Library" / "Caches" / "llama.cpp"
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA", str(home / "AppData" / "Local")), "llama.cpp")
    return Path(environment.get("XDG_CACHE_HOME") or str(home / ".cache"), "llama.cpp")


def _expanded(path: str, home: Path) -> Path:
    plain = os.path.expandvars(path)
    return home / plain[2:] if plain.startswith("~/") else Path(plain)
