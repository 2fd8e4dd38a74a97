"""Makes this Linux desktop open .gguf files with Tandem: a desktop entry, a file type and an icon, in the user's own
folders, and only when the user asks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from platformdirs import PlatformDirs

PLACES = {
    "desktop/tandem.desktop": "applications/tandem.desktop",
    "desktop/tandem.xml": "mime/packages/tandem.xml",
    "icons/tandem.svg": "icons/hicolor/scalable/apps/tandem.svg",
}
TYPE = "application/x-gguf"
SECONDS = 20  # for the desktop's own tools


@dataclass(frozen=True)
class DesktopFiles:
    """`root` is the user's data folder, ~/.local/share."""

    root: Path

    @property
    def installed(self) -> bool:
        return all((self.root / place).is_file() for place in PLACES.values())

    def install(self, command: str) -> None:
        """`command` starts Tandem. Raises OSError if the folder cannot be written."""
        for source, place in PLACES.items():
            text = files("assets").joinpath(source).read_text(encoding="utf-8")
            target = self.root / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("{command}", command), encoding="utf-8")
        self._tell_desktop()
        _run("xdg-mime", "default", "tandem.desktop", TYPE)

    def remove(self) -> None:
        """Raises OSError if a file cannot be removed."""
        for place in PLACES.values():
            (self.root / place).unlink(missing_ok=True)
        self._tell_desktop()

    def _tell_desktop(self) -> None:
        """These tools keep caches; where they are missing, the desktop reads the files by itself, if later."""
        _run("update-mime-database", str(self.root / "mime"))
        _run("update-desktop-database", str(self.root / "applications"))


def user_files() -> DesktopFiles | None:
    """None on systems that have other ways."""
    if sys.platform != "linux":
        return None
    return DesktopFiles(PlatformDirs().user_data_path)


def start_command() -> str:
    """What starts this very installation, as a desktop entry quotes it."""
    script = Path(sys.executable).with_name("tandem")
    words = [str(script)] if script.is_file() else [sys.executable, "-m", "app.main"]
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _run(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is not None:
        subprocess.run([tool, *arguments], check=False, capture_output=True, timeout=SECONDS)
