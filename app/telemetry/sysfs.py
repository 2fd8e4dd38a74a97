"""Linux's files about PCI devices: which display controllers there are, and what links they sit on.

Everything takes the root of the tree as an argument and gives None or "" for what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.telemetry.reading import Maker, PciLink

SYS = Path("/sys")
MAKERS: dict[str, Maker] = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}  # others draw screens of servers
DISPLAY, ACCELERATOR, BRIDGE = "0x03", "0x1200", "0x0604"  # how PCI classes begin
GENERATIONS = {"2.5": 1, "5.0": 2, "5": 2, "8.0": 3, "8": 3, "16.0": 4, "16": 4, "32.0": 5, "32": 5, "64.0": 6, "64": 6}
PCI_IDS = "usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids"


@dataclass(frozen=True)
class Controller:
    """A display controller or accelerator; `path` is its folder with all links resolved."""

    path: Path
    slot: str
    maker: Maker
    driver: str
    integrated_at_root: bool  # sits on the processor's own bus, as Intel's integrated ones do


def text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:  # not there, or not readable while the card sleeps
        return ""


def number(path: Path) -> int | None:
    try:
        return int(text(path))
    except ValueError:
        return None


def controllers(root: Path = SYS) -> list[Controller]:
    """In the order of their addresses."""
    found = []
    for entry in sorted((root / "bus/pci/devices").glob("*")):
        kind, maker = text(entry / "class"), MAKERS.get(text(entry / "vendor"))
        if maker is None or not kind.startswith((DISPLAY, ACCELERATOR)):
            continue
        path = entry.resolve()
        driver = (path / "driver").resolve().name if (path / "driver").exists() else ""
        found.append(Controller(path, entry.name.lower(), maker, driver, path.parent.name.startswith("pci")))
    return found


def asleep(path: Path) -> bool:
    return text(path / "power/runtime_status") in ("suspended", "suspending")


def hwmon(path: Path) -> Path:
    """The folder of a device's sensors."""
    return next(iter(sorted((path / "hwmon").glob("hwmon*"))), path / "hwmon")


def drives_display(path: Path) -> bool | None:
    """Whether any of its sockets has a screen."""
    states = [text(status) for status in path.glob("drm/card*/card*-*/status")]
    return "connected" in states if states else None


def links(path: Path) -> tuple[PciLink | None, PciLink | None, PciLink | None]:
    """Of a card: its link now, the most that the slot gives, and the most that the card takes.

    Cards of AMD and Intel sit behind bridges of their own, and what the last function says (x16 always, or x1) is of
    the inside; the edge of the card is the outermost bridge of the same maker below the port of the board.
    """
    edge, maker = path, text(path / "vendor")
    while _is_bridge(edge.parent) and text(edge.parent / "vendor") == maker and _is_bridge(edge.parent.parent):
        edge = edge.parent
    port = edge.parent
    slot = _link(port, "max") if _is_bridge(port) else None
    return _link(edge, "current"), slot, _link(edge, "max")


def path_between(one: Controller, other: Controller) -> str:
    """Where the ways of two cards to the processor meet, in words; empty where that is not known."""
    ports = [[part for part in card.path.parts if ":" in part] for card in (one, other)]
    if not all(len(each) > 1 for each in ports):
        return ""
    if ports[0][:2] == ports[1][:2]:  # below one port of the board
        return "one PCIe switch"
    nodes = {number(card.path / "numa_node") for card in (one, other)}
    apart = len(nodes) == 2 and all(node is not None and node >= 0 for node in nodes)
    return "PCIe across two processors" if apart else "PCIe through the CPU"


def generation(speed: str) -> int | None:
    """ "16.0 GT/s PCIe", "16.0GT/s" -> 4."""
    return GENERATIONS.get(speed.replace("GT/s", " ").split(" ")[0])


def product_name(path: Path, root: Path = SYS) -> str:
    """As the card or the system's list of PCI ids calls it; empty where neither knows."""
    if named := text(path / "product_name"):
        return named
    vendor, device = (text(path / what).removeprefix("0x") for what in ("vendor", "device"))
    for ids in PCI_IDS:
        try:
            lines = (root.parent / ids).read_text(errors="replace").splitlines()
        except OSError:
            continue
        inside = False
        for line in lines:
            if not line.startswith(("\t", "#")):
                inside = line.startswith(f"{vendor}  ")
            elif inside and line.startswith(f"\t{device}  "):
                return line.split("  ", 1)[1].strip()
    return ""


def _is_bridge(path: Path) -> bool:
    return text(path / "class").startswith(BRIDGE)


def _link(path: Path, which: str) -> PciLink | None:
    speed, width = generation(text(path / f"{which}_link_speed")), number(path / f"{which}_link_width")
    return PciLink(speed, width) if speed and width else None
