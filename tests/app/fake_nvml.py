"""NVIDIA's library as far as it is asked, played from a table per card: what a card lacks is not supported."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

NOT_SUPPORTED = 3
UNITS: dict[str, Any] = {
    "nvmlDeviceGetName": "NVIDIA GeForce RTX 4090", "nvmlDeviceGetUUID": "GPU-8f31c2",
    "nvmlDeviceGetPciInfo": SimpleNamespace(busId="00000000:01:00.0"),
    "nvmlDeviceGetMemoryInfo": SimpleNamespace(total=24 << 30, used=18 << 30, free=6 << 30),
    "nvmlDeviceGetUtilizationRates": SimpleNamespace(gpu=91, memory=60), "nvmlDeviceGetDisplayActive": 1,
    "nvmlDeviceGetPowerUsage": 312_400, "nvmlDeviceGetEnforcedPowerLimit": 450_000, "nvmlDeviceGetTemperature": 64,
    "nvmlDeviceGetClockInfo": 2610, "nvmlDeviceGetCurrentClocksEventReasons": 0,
    "nvmlDeviceGetCurrPcieLinkGeneration": 4, "nvmlDeviceGetCurrPcieLinkWidth": 16,
    "nvmlDeviceGetMaxPcieLinkGeneration": 4, "nvmlDeviceGetMaxPcieLinkWidth": 16,
    "nvmlDeviceGetGpuMaxPcieLinkGeneration": 4, "nvmlDeviceGetComputeRunningProcesses": [],
}  # fmt: skip


class NVMLError(Exception):
    def __init__(self, value: int) -> None:
        super().__init__(f"NVML error {value}")
        self.value = value


@dataclass
class FakeNvml:
    """`cards`: an answer per function, or an NVMLError to raise. `pairs`: answers about two cards."""

    cards: list[dict[str, Any]]
    pairs: dict[str, Any] = field(default_factory=dict)
    init_error: int = 0
    opened: int = 0
    NVMLError: type[NVMLError] = NVMLError
    NVML_TEMPERATURE_GPU: int = 0
    NVML_CLOCK_SM: int = 1

    def nvmlInit(self) -> None:
        if self.init_error:
            raise NVMLError(self.init_error)
        self.opened += 1

    def nvmlShutdown(self) -> None:
        self.opened -= 1

    def nvmlSystemGetDriverVersion(self) -> str:
        return "580.95"

    def nvmlDeviceGetCount(self) -> int:
        return len(self.cards)

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        return index

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("nvmlDevice"):
            raise AttributeError(name)

        def answer(handle: int, *rest: Any) -> Any:
            table = self.pairs if name in self.pairs else self.cards[handle]
            found = table.get(name, NVMLError(NOT_SUPPORTED))
            found = found(handle, *rest) if callable(found) else found
            if isinstance(found, NVMLError):
                raise found
            return found

        return answer


def card(**changes: Any) -> dict[str, Any]:
    """An RTX 4090 with some answers changed; the names lack "nvmlDeviceGet"."""
    return UNITS | {f"nvmlDeviceGet{name}": value for name, value in changes.items()}
