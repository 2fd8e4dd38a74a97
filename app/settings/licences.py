"""Whose work Tandem stands on: every package it needs, its version, and under which licence it comes."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from app.language import QT_TRANSLATE_NOOP, translate

DISTRIBUTION = "tandem-gguf"
FONTS = (  # name, where it comes from, licence
    ("Inter", QT_TRANSLATE_NOOP("settings", "bundled"), "OFL-1.1"),
    ("JetBrains Mono", QT_TRANSLATE_NOOP("settings", "bundled"), "OFL-1.1"),
    ("STIX Two Math", QT_TRANSLATE_NOOP("settings", "in ziamath"), "OFL-1.1"),
)
LONG = 60  # letters: some packages put the whole licence where its name belongs


@dataclass(frozen=True)
class Part:
    name: str
    version: str
    licence: str


@cache
def versions() -> list[tuple[str, str]]:
    """What a report of trouble needs to say: name and version."""
    import PySide6

    return [
        ("Tandem", version(DISTRIBUTION)), ("Python", platform.python_version()), ("Qt", PySide6.__version__),
        ("PyTorch", version("torch")), (translate("settings", "System"), platform.platform()),
    ]  # fmt: skip


def version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return translate("settings", "not installed")


def parts() -> list[Part]:
    """Everything that Tandem requires, and what that requires in turn, as far as it is installed; then the fonts."""
    seen: dict[str, Part] = {}
    waiting = [DISTRIBUTION]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # needed on other systems only
            continue
        seen[key] = Part(found.metadata["Name"], found.version, _licence(found))
        needed = [line for line in found.requires or () if "extra ==" not in line]
        waiting += [re.split(r"[\s;<>=!~\[(]", line, maxsplit=1)[0] for line in needed]
    packages = sorted(seen.values(), key=lambda part: part.name.casefold())
    return [*packages, *(Part(name, translate("settings", where), licence) for name, where, licence in FONTS)]


def _licence(found: metadata.Distribution) -> str:
    """By the package's own fields, the newest first, else by its classifiers."""
    fields = found.metadata
    for name in ("License-Expression", "License"):
        said = (fields[name] or "").strip() if name in fields else ""
        if said and "\n" not in said and len(said) <= LONG:
            return said
    told = [line.split(" :: ")[-1] for line in fields.get_all("Classifier") or () if line.startswith("License ::")]
    if told:
        return ", ".join(told)
    if "License-File" in fields:
        return translate("settings", "in its licence file")
    return translate("settings", "not stated")
