"""Where Tandem keeps its files: the system's usual folders, or one folder of the user's choice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs


@dataclass(frozen=True)
class Paths:
    config: Path
    data: Path
    log: Path

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def chats(self) -> Path:
        return self.data / "chats.sqlite"

    @property
    def old_chat(self) -> Path:
        """The one chat that early versions kept."""
        return self.data / "chat.json"

    @property
    def bench(self) -> Path:
        """Benchmark results, a line each."""
        return self.data / "bench.jsonl"

    @property
    def library(self) -> Path:
        """What the watched folders held when they were last looked through."""
        return self.data / "library.json"

    @property
    def downloads(self) -> Path:
        """Downloads that are not whole yet."""
        return self.data / "downloads.json"

    @property
    def log_file(self) -> Path:
        return self.log / "tandem.log"


def find_paths(profile: str | None = None) -> Paths:
    """The folders, made if missing. `profile` puts everything into that one folder (portable use).

    Raises:
        OSError: a folder cannot be made.
    """
    if profile is not None:
        root = Path(profile).expanduser().resolve()
        paths = Paths(root, root, root)
    else:
        dirs = PlatformDirs("tandem", appauthor=False)
        paths = Paths(dirs.user_config_path, dirs.user_data_path, dirs.user_log_path)
    for folder in (paths.config, paths.data, paths.log):
        folder.mkdir(parents=True, exist_ok=True)
    return paths
