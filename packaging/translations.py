"""Brings assets/translations up to date: what is said in app/ and engine/ into the .ts files, those into .qm files.

Python's `.ts` are found by Qt's lupdate. tandem_en.ts has only what a number decides the form of; the rest is English.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"
TOOLS = Path(PySide6.__file__).parent
LANGUAGES = {"en": "en_US", "de": "de_DE"}
FIND = ("-locations", "none", "-sort-messages", "-no-obsolete", "-silent", "-source-language", "en_US")


def main() -> None:
    update(FOLDER)
    for code in LANGUAGES:
        release(FOLDER / f"tandem_{code}.ts", FOLDER / f"tandem_{code}.qm")


def update(folder: Path) -> None:
    """Take in new texts, as unfinished ones, and drop those that are said no more."""
    for code, language in LANGUAGES.items():
        plurals = ("-pluralonly",) if code == "en" else ()
        ts = folder / f"tandem_{code}.ts"
        _run("lupdate", *FIND, *plurals, "-target-language", language, *map(str, sources()), "-ts", str(ts))


def release(ts: Path, qm: Path) -> None:
    """Raises subprocess.CalledProcessError for a file that is no catalogue."""
    _run("lrelease", "-silent", str(ts), "-qm", str(qm))


def sources() -> Iterable[Path]:
    return sorted(path for part in ("app", "engine") for path in (ROOT / part).rglob("*.py"))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
