"""GPUs of last time: taken again only while everything that decides which there are is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pynvml
import pytest

from engine.devices import bandwidth, recall
from engine.plan.types import Device

CARD = Device(
    "cuda:0", "cuda", "H100", "one", 80 << 30, 78 << 30, "0000:01:00", "one", quantised=True, capability="9.0"
)


class Driver:
    """NVML as far as it is asked, over cards that a test may change."""

    def __init__(self) -> None:
        self.cards = {"GPU-one": 60 << 30}
        self.version = "580.1"
        self.open = 0

    def nvmlInit(self) -> None:
        self.open += 1

    def nvmlShutdown(self) -> None:
        self.open -= 1

    def nvmlDeviceGetCount(self) -> int:
        return len(self.cards)

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:
        return list(self.cards)[index]

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:
        if uuid not in self.cards:
            raise pynvml.NVMLError(pynvml.NVML_ERROR_NOT_FOUND)
        return uuid

    def nvmlDeviceGetUUID(self, handle: str) -> str:
        return handle

    def nvmlSystemGetDriverVersion(self) -> str:
        return self.version

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> Any:
        return type("Memory", (), {"free": self.cards[handle]})


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    made = Driver()
    for name in vars(Driver):
        if name.startswith("nvml"):
            monkeypatch.setattr(pynvml, name, getattr(made, name))
    for module in (recall, bandwidth):
        monkeypatch.setattr(module, "user_cache_path", lambda name: tmp_path / name)
    return made


def test_the_same_cards_are_known_again_with_the_memory_that_is_free_now(driver: Driver) -> None:
    assert recall.recalled() == ()
    recall.keep([CARD])
    bandwidth.keep("one", bandwidth.Bandwidth(3e12, 2e12))
    (found,) = recall.recalled()
    assert (found.id, found.name, found.memory_total, found.quantised) == ("cuda:0", "H100", 80 << 30, True)
    assert (found.memory_free, found.bandwidth, found.copy_bandwidth) == (60 << 30, 3e12, 2e12)
    assert driver.open == 0


@pytest.mark.parametrize("change", ["driver", "another card", "hidden", "torch", "spoilt"])
def test_whatever_is_different_asks_torch_again(
    change: str, driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recall.keep([CARD])
    assert recall.recalled()
    match change:
        case "driver":
            driver.version = "581.0"
        case "another card":
            driver.cards["GPU-two"] = 1 << 30
        case "hidden":
            monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
        case "torch":
            monkeypatch.setattr(recall, "version", lambda package: "another")
        case "spoilt":
            (tmp_path / "tandem" / "gpus.json").write_text(json.dumps({"under": 1}))
    assert recall.recalled() == ()


def test_what_may_change_by_itself_is_not_kept(driver: Driver) -> None:
    """A compiler that is installed later, a card of another maker, a part of a card."""
    recall.keep([CARD])
    for found in ([], [Device("cuda:0", "cuda", "old", "one", uuid="one", why_plain="no compiler")]):
        recall.keep(found)
        assert recall.recalled() == ()
    recall.keep([CARD, Device("xpu:0", "xpu", "Arc", "xpu:0", quantised=True)])
    assert recall.recalled() == ()
    recall.keep([Device("cuda:0", "cuda", "part", "MIG-one", uuid="MIG-one", quantised=True)])
    assert recall.recalled() == ()


def test_without_the_driver_there_is_nothing_to_recall(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    recall.keep([CARD])

    def fail() -> None:
        raise pynvml.NVMLError(pynvml.NVML_ERROR_LIBRARY_NOT_FOUND)

    monkeypatch.setattr(pynvml, "nvmlInit", fail)
    assert recall.recalled() == ()
