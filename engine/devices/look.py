"""The GPUs that torch can use here."""

from __future__ import annotations

import platform
from contextlib import suppress
from dataclasses import replace
from typing import Any

import psutil
import torch

from engine.devices import bandwidth
from engine.devices.measure import measure
from engine.kernels.triton.usable import why_plain
from engine.plan.types import Device


def look(measured: bool) -> tuple[Device, ...]:
    """All of them; if `measured`, their memory's bandwidth is measured first. Leaves a context on each."""
    return (*_cuda(measured), *_xpu(), *_mps())


def _cuda(measured: bool) -> list[Device]:
    """NVIDIA cards, and AMD ones under torch's HIP build."""
    found = []
    for index in range(torch.cuda.device_count()):
        facts: Any = torch.cuda.get_device_properties(index)  # torch's stub lacks the PCI address
        free, total = torch.cuda.mem_get_info(index)
        slot = f"{facts.pci_domain_id:04x}:{facts.pci_bus_id:02x}:{facts.pci_device_id:02x}"
        uuid = str(facts.uuid)
        hip = torch.version.hip is not None
        capability = facts.gcnArchName.partition(":")[0] if hip else f"{facts.major}.{facts.minor}"
        device = Device(f"cuda:{index}", "cuda", facts.name, uuid, total, free, slot, uuid, capability=capability,
                        integrated=_integrated(facts))  # fmt: skip
        why = why_plain(device, torch.device(device.id))
        if measured:
            with suppress(torch.OutOfMemoryError):
                bandwidth.keep(uuid, measure(torch.device(device.id)))
        read, copy = bandwidth.kept().get(uuid, (None, None))
        found.append(
            replace(device, quantised=not why, why_plain=why, bandwidth=read, copy_bandwidth=copy)
        )
    return found


def _xpu() -> list[Device]:
    found = []
    if torch.xpu.is_available():
        for index in range(torch.xpu.device_count()):
            facts = torch.xpu.get_device_properties(index)
            found.append(
                Device(f"xpu:{index}", "xpu", facts.name, f"xpu:{index}", facts.total_memory,
                       integrated=_integrated(facts))
            )  # fmt: skip
    return found


def _integrated(facts: Any) -> bool:
    return bool(getattr(facts, "is_integrated", False))  # not every build of torch tells


def _mps() -> list[Device]:
    if not torch.backends.mps.is_available():
        return []
    memory = psutil.virtual_memory()
    # Apple's GPU shares the computer's memory, so its ranks and the CPU's must fit into it together.
    return [Device("mps", "mps", platform.processor() or "Apple GPU", "ram", memory.total, memory.available)]
