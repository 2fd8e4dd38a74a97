"""NVIDIA's driver, asked without a CUDA context in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pynvml

NVMLError = pynvml.NVMLError


@contextmanager
def driver() -> Iterator[None]:
    """Inside, NVML can be asked. Raises NVMLError where there is no such driver."""
    pynvml.nvmlInit()
    try:
        yield
    finally:
        pynvml.nvmlShutdown()


def card(uuid: str) -> Any:
    """NVML's handle of a card. Raises NVMLError for a part of one (MIG)."""
    return pynvml.nvmlDeviceGetHandleByUUID(uuid if uuid.startswith("GPU-") else f"GPU-{uuid}")  # torch: no prefix
