"""The GPUs that torch found last time, for as long as NVIDIA's driver says that nothing has changed since.

Importing torch takes seconds that every load would wait for; the driver's library (NVML) answers in milliseconds. It
cannot replace torch: it numbers cards otherwise, and does not know which of them torch and Triton can use.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pynvml
from platformdirs import user_cache_path

from engine.devices import bandwidth
from engine.devices.nvml import NVMLError, card, driver
from engine.plan.types import Device

CHOOSERS = "CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER"  # by which the driver numbers cards otherwise, or hides some


def recalled() -> tuple[Device, ...]:
    """With the memory that is free now; empty if there were none, or anything is different now."""
    with suppress(OSError, ValueError, TypeError, KeyError, NVMLError):
        kept = json.loads(_file().read_text())
        with driver():
            if kept["under"] == _circumstances():
                speeds = bandwidth.kept()
                return tuple(_now(Device(**fields), speeds) for fields in kept["devices"])
    return ()


def keep(found: Sequence[Device]) -> None:
    """For next time, if these are NVIDIA's cards alone and nothing is missing that could be there next time."""
    with suppress(OSError):
        _file().unlink(missing_ok=True)
    if not found or not all(device.kind == "cuda" and device.quantised for device in found):
        return
    with suppress(OSError, NVMLError):
        with driver():
            kept = {"under": _circumstances(), "devices": [asdict(device) for device in found]}
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps(kept))


def _now(device: Device, speeds: dict[str, bandwidth.Bandwidth]) -> Device:
    memory = pynvml.nvmlDeviceGetMemoryInfo(card(str(device.uuid)))
    read, copy = speeds.get(device.uuid or "", (None, None))
    return replace(device, memory_free=int(memory.free), bandwidth=read, copy_bandwidth=copy)


def _circumstances() -> dict[str, Any]:
    """Whatever decides which cards torch finds and what it can do with them."""
    count = pynvml.nvmlDeviceGetCount()
    return {
        "cards": [str(pynvml.nvmlDeviceGetUUID(pynvml.nvmlDeviceGetHandleByIndex(index))) for index in range(count)],
        "driver": str(pynvml.nvmlSystemGetDriverVersion()),
        "chosen": [os.environ.get(name) for name in CHOOSERS],
        "packages": [_version(name) for name in ("torch", "triton", "triton-windows")],
        "python": [platform.python_version(), sys.prefix],
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _file() -> Path:
    return user_cache_path("tandem") / "gpus.json"
