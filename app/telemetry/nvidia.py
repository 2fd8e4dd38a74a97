"""NVIDIA's cards by the driver's library (NVML), which needs no GPU context."""

from __future__ import annotations

from itertools import combinations
from typing import Any, NamedTuple

from app.language import QT_TRANSLATE_NOOP, translate
from app.telemetry.ours import Ours
from app.telemetry.reading import CardReading, PairReading, PciLink, full_slot

# Bits of what holds clocks down. Left out: idling, a limit that the user set, and following other cards.
THROTTLE = {
    0x04: QT_TRANSLATE_NOOP("telemetry", "its power limit"),
    0x08: QT_TRANSLATE_NOOP("telemetry", "the hardware's protection"),
    0x20: QT_TRANSLATE_NOOP("telemetry", "heat"),
    0x40: QT_TRANSLATE_NOOP("telemetry", "heat"),
    0x80: QT_TRANSLATE_NOOP("telemetry", "the power supply"),
    0x200: QT_TRANSLATE_NOOP("telemetry", "the board's limits"),
    0x400: QT_TRANSLATE_NOOP("telemetry", "voltage"),
}
PATHS = {
    0: QT_TRANSLATE_NOOP("telemetry", "one board"),
    10: QT_TRANSLATE_NOOP("telemetry", "one PCIe switch"),
    20: QT_TRANSLATE_NOOP("telemetry", "several PCIe switches"),
    30: QT_TRANSLATE_NOOP("telemetry", "PCIe through the CPU"),
    40: QT_TRANSLATE_NOOP("telemetry", "PCIe within one processor"),
    50: QT_TRANSLATE_NOOP("telemetry", "PCIe across two processors"),
}
NO_PEER = {
    1: QT_TRANSLATE_NOOP("telemetry", "chipset"),
    2: QT_TRANSLATE_NOOP("telemetry", "cards"),
    3: QT_TRANSLATE_NOOP("telemetry", "no path"),
    4: QT_TRANSLATE_NOOP("telemetry", "switched off"),
    5: QT_TRANSLATE_NOOP("telemetry", "driver"),
}
READ, WRITE = 0, 1  # of peer memory; NVML's Python binding makes a tuple of the first
MOST_NVLINKS = 18
GPU_IS_LOST = 15

INIT_WORDS = {
    9: QT_TRANSLATE_NOOP("telemetry", "NVIDIA's driver is not loaded. Install it, or restart the computer."),
    18: QT_TRANSLATE_NOOP("telemetry", "NVIDIA's driver was updated and its parts do not match. Restart the computer."),
}
NO_LIBRARY = 12  # the driver is not installed, which is no trouble without such cards


class _Known(NamedTuple):
    """What does not change."""

    handle: Any
    slot: str
    name: str
    uuid: str


class NvidiaCards:
    """`library` is the pynvml module, or what stands in for it."""

    def __init__(self, ours: Ours, library: Any = None) -> None:
        self._ours, self._nvml = ours, library
        self._cards: list[_Known] = []
        self._driver = ""
        self._open = False

    def open(self) -> str:
        """A sentence about what is wrong with the driver, or nothing."""
        if self._nvml is None:
            import pynvml

            self._nvml = pynvml
        try:
            self._nvml.nvmlInit()
        except self._nvml.NVMLError as error:
            if error.value == NO_LIBRARY:
                return ""
            if error.value in INIT_WORDS:
                return translate("telemetry", INIT_WORDS[error.value])
            told = translate("telemetry", "NVIDIA's driver does not answer ({error}). Restart the computer.")
            return told.format(error=error)
        self._open = True
        self._driver = self._words("nvmlSystemGetDriverVersion")
        handles = [self._ask("nvmlDeviceGetHandleByIndex", i) for i in range(self._ask("nvmlDeviceGetCount") or 0)]
        self._cards = [self._known(handle) for handle in handles if handle is not None]
        return ""

    def close(self) -> None:
        """Lets go of the driver, so that a laptop's card may sleep."""
        if self._open:
            self._open, self._cards = False, []
            self._ask("nvmlShutdown")

    def read(self) -> list[CardReading]:
        return [self._read(card) for card in self._cards]

    def pairs(self) -> list[PairReading]:
        return [self._pair(one, other) for one, other in combinations(self._cards, 2)]

    def _known(self, handle: Any) -> _Known:
        pci = self._ask("nvmlDeviceGetPciInfo", handle)
        slot = full_slot(_decoded(pci.busId)) if pci is not None else ""
        return _Known(handle, slot, self._words("nvmlDeviceGetName", handle), self._words("nvmlDeviceGetUUID", handle))

    def _read(self, card: _Known) -> CardReading:
        handle, driver = card.handle, f"NVIDIA {self._driver}".strip()
        lost = ""
        try:
            memory = self._nvml.nvmlDeviceGetMemoryInfo(handle)
        except self._nvml.NVMLError as error:
            memory = None
            if error.value == GPU_IS_LOST:
                lost = translate(
                    "telemetry",
                    "The driver has lost this card. Check its power plugs and its seat, and restart the computer.",
                )
        if lost:
            return CardReading(card.slot, "NVIDIA", card.name, card.uuid, driver, trouble=lost)
        load = self._ask("nvmlDeviceGetUtilizationRates", handle)
        display = self._ask("nvmlDeviceGetDisplayActive", handle)
        return CardReading(
            card.slot,
            "NVIDIA",
            card.name,
            card.uuid,
            driver,
            display=None if display is None else bool(display),
            memory_total=None if memory is None else int(memory.total),
            memory_used=None if memory is None else int(memory.used),
            memory_ours=self._held(handle),
            busy=None if load is None else float(load.gpu),
            watts=_scaled(self._ask("nvmlDeviceGetPowerUsage", handle)),
            watts_limit=_scaled(self._ask("nvmlDeviceGetEnforcedPowerLimit", handle)),
            celsius=self._ask("nvmlDeviceGetTemperature", handle, self._nvml.NVML_TEMPERATURE_GPU),
            clock=self._ask("nvmlDeviceGetClockInfo", handle, self._nvml.NVML_CLOCK_SM),
            throttle=self._throttle(handle),
            link_now=self._link(handle, "nvmlDeviceGetCurrPcieLinkGeneration", "nvmlDeviceGetCurrPcieLinkWidth"),
            link_slot=self._link(handle, "nvmlDeviceGetMaxPcieLinkGeneration", "nvmlDeviceGetMaxPcieLinkWidth"),
            link_card=self._link(handle, "nvmlDeviceGetGpuMaxPcieLinkGeneration", "nvmlDeviceGetMaxPcieLinkWidth"),
        )

    def _held(self, handle: Any) -> int | None:
        """By our own processes; None where the driver does not tell, as on Windows and inside containers."""
        processes = self._ask("nvmlDeviceGetComputeRunningProcesses", handle)
        if processes is None:
            return None
        ours = [process.usedGpuMemory for process in processes if self._ours.is_ours(process.pid)]
        return None if None in ours else sum(ours)

    def _throttle(self, handle: Any) -> tuple[str, ...] | None:
        bits = self._ask("nvmlDeviceGetCurrentClocksEventReasons", handle)
        if bits is None:  # drivers before 535 know it by its old name
            bits = self._ask("nvmlDeviceGetCurrentClocksThrottleReasons", handle)
        return None if bits is None else tuple(dict.fromkeys(words for bit, words in THROTTLE.items() if bits & bit))

    def _link(self, handle: Any, generation: str, width: str) -> PciLink | None:
        speed, lanes = self._ask(generation, handle), self._ask(width, handle)
        return PciLink(int(speed), int(lanes)) if speed and lanes else None

    def _pair(self, one: _Known, other: _Known) -> PairReading:
        level = self._ask("nvmlDeviceGetTopologyCommonAncestor", one.handle, other.handle)
        states = [self._ask("nvmlDeviceGetP2PStatus", one.handle, other.handle, which) for which in (READ, WRITE)]
        told = [state for state in states if state is not None]
        return PairReading(
            (one.slot, other.slot),
            path=PATHS.get(-1 if level is None else level, ""),
            peer=not any(told) if told else None,
            why_no_peer=next((NO_PEER.get(state, "") for state in told if state), ""),
            nvlinks=sum(self._leads_to(one.handle, link, other.slot) for link in range(MOST_NVLINKS)),
        )

    def _leads_to(self, handle: Any, link: int, slot: str) -> bool:
        if not self._ask("nvmlDeviceGetNvLinkState", handle, link):
            return False
        far = self._ask("nvmlDeviceGetNvLinkRemotePciInfo", handle, link)
        return far is not None and full_slot(_decoded(far.busId)) == slot

    def _words(self, name: str, *arguments: Any) -> str:
        return _decoded(self._ask(name, *arguments) or "")

    def _ask(self, name: str, *arguments: Any) -> Any:
        """None where the driver or the card does not report it."""
        try:
            return getattr(self._nvml, name)(*arguments)
        except self._nvml.NVMLError:
            return None


def _decoded(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _scaled(milli: int | None) -> float | None:
    return None if milli is None else milli / 1e3
