"""A made-up /sys: PCI devices with their drivers, in the places where Linux has them."""

from __future__ import annotations

from pathlib import Path

MAKERS = {"AMD": "0x1002", "Intel": "0x8086", "NVIDIA": "0x10de", "board": "0x1022", "other": "0x1a03"}
SPEED = {1: "2.5", 3: "8.0", 4: "16.0", 5: "32.0"}


def device(
    root: Path, place: str, maker: str, kind: str, files: dict[str, str] | None = None,
    now: tuple[int, int] | None = None, most: tuple[int, int] | None = None, driver: str = "",
) -> Path:  # fmt: skip
    """`place` is the way from the processor's bus: "0000:00:01.0/0000:01:00.0"; links are (generation, width)."""
    path = root / "devices/pci0000:00" / place
    path.mkdir(parents=True, exist_ok=True)
    told = {"vendor": MAKERS[maker], "class": kind, **(files or {})}
    for which, link in (("current", now), ("max", most)):
        if link is not None:
            told |= {f"{which}_link_speed": f"{SPEED[link[0]]} GT/s PCIe", f"{which}_link_width": str(link[1])}
    for name, words in told.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(words + "\n")
    if driver:
        (root / "bus/pci/drivers" / driver).mkdir(parents=True, exist_ok=True)
        (path / "driver").symlink_to(root / "bus/pci/drivers" / driver)
    listed = root / "bus/pci/devices"
    listed.mkdir(parents=True, exist_ok=True)
    (listed / path.name).symlink_to(path)
    return path


def port(root: Path, place: str, most: tuple[int, int], maker: str = "board") -> Path:
    """A port of the board, or with a maker of cards a bridge on a card."""
    return device(root, place, maker, "0x060400", now=most, most=most)


RADEON = {
    "product_name": "AMD Radeon AI PRO R9700", "gpu_busy_percent": "87", "mem_busy_percent": "40",
    "mem_info_vram_total": str(32 << 30), "mem_info_vram_used": str(20 << 30),
    "hwmon/hwmon3/power1_average": "241000000", "hwmon/hwmon3/power1_cap": "300000000",
    "hwmon/hwmon3/temp1_input": "71000", "hwmon/hwmon3/freq1_input": "2350000000",
    "drm/card1/card1-DP-1/status": "disconnected", "drm/card1/card1-HDMI-A-1/status": "connected",
}  # fmt: skip


def radeon(root: Path, bus: int, slot: tuple[int, int], levels: str = "", **files: str) -> str:
    """A card of RDNA with its two bridges in a slot that gives `slot`; returns its PCI address."""
    way = f"0000:00:{bus:02x}.0"
    port(root, way, slot)
    for place in (f"0000:{bus:02x}:00.0", f"0000:{bus + 1:02x}:00.0"):
        way += f"/{place}"
        device(root, way, "AMD", "0x060400", now=slot, most=(5, 16))
    address = f"0000:{bus + 2:02x}:00.0"
    told = RADEON | ({"pp_dpm_pcie": levels} if levels else {}) | files
    device(root, f"{way}/{address}", "AMD", "0x030000", told, now=(5, 16), most=(5, 16), driver="amdgpu")
    return address
