"""What a drop on the window brings: folders to watch, and models, of which one is picked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

from app.language import translate
from app.library.model import first_part
from app.widgets.numbers import count


def dropped(event: QDropEvent) -> tuple[list[str], list[str]]:
    """Its local folders, and its models: a set in parts once, however many of them came."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    folders = [path for path in paths if os.path.isdir(path)]
    files = [path for path in paths if path.lower().endswith(".gguf") and path not in folders]
    return folders, list(dict.fromkeys(map(first_part, files)))


def only_first(files: Sequence[str]) -> str:
    """What is to be said where more than one model came."""
    many = len(files)
    return translate(
        "shell", "{n} models were dropped, and only {name} is picked. Drop their folder to list all of them.", "",
        many, n=count(many),
    ).format(name=Path(files[0]).name)  # fmt: skip
