"""NVIDIA's daemon that lets several programs use a card at the same time (Multi-Process Service)."""

from __future__ import annotations

import os
from pathlib import Path

from engine.sentence import QT_TRANSLATE_NOOP

ANEW = QT_TRANSLATE_NOOP(
    "engine",
    "The card is shared through NVIDIA's MPS, which may be broken by it: end it (echo quit | nvidia-cuda-mps-control) "
    "and start it anew (nvidia-cuda-mps-control -d) first.",
)


def mps_runs() -> bool:
    return (Path(os.environ.get("CUDA_MPS_PIPE_DIRECTORY", "/tmp/nvidia-mps")) / "control").exists()
