"""One look at the computer, as frozen values. None always means that the system does not report it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.plan.types import Device

Maker = Literal["NVIDIA", "AMD", "Intel"]

# Bytes per second of one lane, by PCIe generation, after its line code.
LANE = {1: 0.25e9, 2: 0.5e9, 3: 0.985e9, 4: 1.969e9, 5: 3.938e9, 6: 7.563e9}


class PciLink(NamedTuple):
    generation: int
    width: int

    @property
    def rate(self) -> float:
        """Bytes per second one way."""
        return LANE.get(self.generation, LANE[max(LANE)]) * self.width

    def __str__(self) -> str:
        return f"PCIe {self.generation} x{self.width}"

    def within(self, other: PciLink | None) -> PciLink:
        """What both can do."""
        if other is None:
            return self
        return PciLink(min(self.generation, other.generation), min(self.width, other.width))


@dataclass(frozen=True)
class CardReading:
    """A card that the system sees, whether the engine can use it or not."""

    slot: str  # PCI address, "0000:01:00.0"
    maker: Maker
    name: str
    uuid: str = ""
    driver: str = ""  # the kernel's, or with its version NVIDIA's
    integrated: bool = False
    asleep: bool = False  # powered down by the system; asking it more would wake it
    trouble: str = ""  # why it tells nothing, in a sentence
    display: bool | None = None  # whether a screen hangs on it
    memory_total: int | None = None  # bytes
    memory_used: int | None = None
    memory_ours: int | None = None  # held by this program's own processes
    busy: float | None = None  # percent of the time
    watts: float | None = None
    watts_limit: float | None = None
    celsius: float | None = None
    clock: float | None = None  # MHz
    throttle: tuple[str, ...] | None = None  # what holds its clocks down; (): nothing
    link_now: PciLink | None = None  # idle cards lower it by themselves
    link_slot: PciLink | None = None  # the most that the slot gives
    link_card: PciLink | None = None  # the most that the card takes

    @property
    def link_can(self) -> PciLink | None:
        """What card and slot can do together."""
        return self.link_card.within(self.link_slot) if self.link_card is not None else self.link_slot


@dataclass(frozen=True)
class PairReading:
    """How two cards are connected, which does not change while the computer runs."""

    slots: tuple[str, str]
    path: str = ""  # in words; empty: not reported
    peer: bool | None = None  # whether each may read and write the other's memory
    why_no_peer: str = ""  # what stands in the way, in a word
    nvlinks: int = 0  # direct ones between the two


@dataclass(frozen=True)
class HostReading:
    cpu_busy: float | None = None  # percent of all cores
    cpu_clock: float | None = None  # MHz
    cpu_celsius: float | None = None
    memory_total: int | None = None
    memory_available: int | None = None


@dataclass(frozen=True)
class Reading:
    when: float  # of time.monotonic
    host: HostReading = HostReading()
    cards: tuple[CardReading, ...] = ()
    pairs: tuple[PairReading, ...] = ()
    notes: tuple[str, ...] = ()  # such as: the driver does not answer

    def of(self, device: Device) -> CardReading | None:
        """The reading of a card that the engine knows."""
        uuid, slot = plain_uuid(device.uuid or ""), full_slot(device.slot or "")
        for card in self.cards:
            if (uuid and plain_uuid(card.uuid) == uuid) or (slot and card.slot == slot):
                return card
        return None

    def between(self, one: str, other: str) -> PairReading | None:
        """Of two slots as `full_slot` writes them."""
        return next((pair for pair in self.pairs if set(pair.slots) == {one, other}), None)


def plain_uuid(uuid: str) -> str:
    """NVML writes "GPU-8f31...", PyTorch leaves that out."""
    return uuid.removeprefix("GPU-").lower()


def full_slot(slot: str) -> str:
    """ "0000:01:00", "00000000:01:00.0" -> "0000:01:00.0"; anything else stays."""
    parts = slot.lower().split(":")
    if len(parts) != 3:
        return slot.lower()
    function = parts[2] if "." in parts[2] else f"{parts[2]}.0"
    return f"{parts[0][-4:]:>04}:{parts[1]}:{function}"
