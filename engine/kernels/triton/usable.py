"""Whether Triton's kernels run on a card here. Runs in the process that looks at devices, never in window or engine."""

from __future__ import annotations

import hashlib
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from engine.errors import words_of
from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP, Sentence

OLD = QT_TRANSLATE_NOOP(
    "engine",
    "{device} has compute capability {capability}, and Tandem's kernels need {least}: it computes in plain PyTorch, "
    "which is slower and takes more memory.",
)
NO_TRITON = QT_TRANSLATE_NOOP(
    "engine",
    "Triton is not installed, so {device} computes in plain PyTorch, which is slower and takes more memory. Install "
    "the package triton (triton-windows on Windows).",
)
NO_COMPILER = QT_TRANSLATE_NOOP(
    "engine",
    "Triton needs a C compiler and Python's headers once per computer (on Debian and Ubuntu: gcc and python3-dev), so "
    "{device} computes in plain PyTorch, which is slower and takes more memory.",
)
FAILED = QT_TRANSLATE_NOOP(
    "engine",
    "a trial kernel failed ({cause}), so {device} computes in plain PyTorch, which is slower and takes more memory.",
)
WRONG = QT_TRANSLATE_NOOP("engine", "its result is wrong")

LEAST = 6.1  # the first NVIDIA capability with a dot product of four bytes


def why_plain(device: Device, place: Any) -> str:
    """Empty if they do; else a sentence that says what is missing. `place` is the torch.device."""
    if device.capability and device.capability.replace(".", "").isdecimal() and float(device.capability) < LEAST:
        return OLD.format(device=device.name, capability=device.capability, least=str(LEAST))
    try:
        import triton
    except ImportError:
        return NO_TRITON.format(device=device.name)
    note = _note(device, triton.__version__)
    if note.exists():
        return ""
    try:
        _try(place)
        with suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            note.touch()
    except Exception as error:  # whatever a compiler, a driver or a launcher comes up with
        text = words_of(error)
        missing = "C compiler" in text or "Python.h" in text or "gcc" in text
        cause = text if isinstance(text, Sentence) else (text.strip() or type(error).__name__).splitlines()[-1]
        return (NO_COMPILER if missing else FAILED).format(device=device.name, cause=cause)
    return ""


def _note(device: Device, version: str) -> Path:
    """Where it is kept that a card has run the trial, which takes half a second that every start would wait for."""
    what = f"{device.uuid} {version} {platform.python_version()} {sys.prefix}"
    return user_cache_path("tandem") / "kernels" / f"tried-{hashlib.sha256(what.encode()).hexdigest()[:16]}"


def _try(place: Any) -> None:
    """Compile and run the smallest kernel, and look at what it made."""
    import torch

    from engine.kernels.triton.trial import doubled

    with torch.cuda.device(place):
        values = torch.arange(16, dtype=torch.int32, device=place)
        if not torch.equal(doubled(values), values * 2):
            raise RuntimeError(WRONG)
