"""AMD cards by the files of the amdgpu driver."""

from __future__ import annotations

import re
from pathlib import Path

from app.telemetry import sysfs
from app.telemetry.ours import Ours
from app.telemetry.reading import CardReading, PciLink
from app.telemetry.sysfs import Controller, number

LEVEL = re.compile(r"\d+: *(?P<speed>[\d.]+) *GT/s,? *x(?P<width>\d+)(?P<rest>.*)")  # a line of pp_dpm_pcie


def read(found: Controller, name: str, ours: Ours, root: Path = sysfs.SYS) -> CardReading:
    path = found.path
    sensors = sysfs.hwmon(path)
    # What the driver leaves out for graphics inside a processor, and for no card.
    integrated = number(sensors / "power1_cap") is None and not (path / "mem_busy_percent").exists()
    now, slot, card = sysfs.links(path)
    return CardReading(
        found.slot,
        "AMD",
        name,
        driver=found.driver,
        integrated=integrated,
        display=sysfs.drives_display(path),
        memory_total=number(path / "mem_info_vram_total"),
        memory_used=number(path / "mem_info_vram_used"),
        memory_ours=_ours(found.slot, ours, root),
        busy=number(path / "gpu_busy_percent"),
        watts=_scaled(number(sensors / "power1_average"), 1e6) or _scaled(number(sensors / "power1_input"), 1e6),
        watts_limit=_scaled(number(sensors / "power1_cap"), 1e6),
        celsius=_scaled(number(sensors / "temp1_input"), 1e3),
        clock=_scaled(number(sensors / "freq1_input"), 1e6),
        link_now=_active(sysfs.text(path / "pp_dpm_pcie")) or now,
        link_slot=slot,
        link_card=card,
    )


def _active(levels: str) -> PciLink | None:
    """The line that is marked as the present one."""
    for line in levels.splitlines():
        match = LEVEL.match(line.strip())
        if match and "*" in match["rest"]:
            generation = sysfs.generation(match["speed"])
            return PciLink(generation, int(match["width"])) if generation else None
    return None


def _ours(slot: str, ours: Ours, root: Path) -> int | None:
    """What our processes hold of its memory, by the driver's compute part (KFD)."""
    kfd = root / "class/kfd/kfd"
    gpu = next((node for node in kfd.glob("topology/nodes/*") if _address(node) == slot), None)
    if gpu is None:
        return None
    held = [
        number(process / f"vram_{sysfs.text(gpu / 'gpu_id')}") or 0
        for process in kfd.glob("proc/*")
        if process.name.isdigit() and ours.is_ours(int(process.name))
    ]
    return sum(held)


def _address(node: Path) -> str:
    """The PCI address of one of KFD's nodes; the processor's has none."""
    facts = dict(line.split(" ", 1) for line in sysfs.text(node / "properties").splitlines() if " " in line)
    try:
        place, domain = int(facts["location_id"]), int(facts.get("domain", "0"))
    except (KeyError, ValueError):
        return ""
    return f"{domain:04x}:{place >> 8:02x}:{place >> 3 & 31:02x}.{place & 7}" if place else ""


def _scaled(value: int | None, unit: float) -> float | None:
    return None if value is None else value / unit
