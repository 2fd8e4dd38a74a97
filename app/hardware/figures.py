"""The seven figures of a card, and what fills its memory, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.hardware.findings import crippled
from app.hardware.lately import Lately
from app.telemetry.reading import CardReading, HostReading
from app.widgets.memory_bar import Piece
from app.widgets.numbers import NBSP, UNKNOWN, count, figure, memory
from engine.plan.types import Device, RankBytes

IDLE_LINK = "Idle cards lower their PCIe generation by themselves; it counts under load."


@dataclass(frozen=True)
class Figure:
    """`note` is the tooltip; `role` a role of the palette."""

    caption: str
    words: str = UNKNOWN
    role: str = "text"
    note: str = ""

    @property
    def spoken(self) -> str:
        return f"{self.caption}: {self.words}{f' ({self.note})' if self.note else ''}"


def figures(device: Device, card: CardReading | None, lately: Lately) -> list[Figure]:
    """Of a graphics card."""
    speed = f"{figure(device.bandwidth / 1e9)}{NBSP}GB/s" if device.bandwidth else "not measured"
    now, can, busy, power, heat, clock = (Figure(each) for each in FIGURES)
    if card is not None:
        held = ", ".join(card.throttle or ())
        now = _link_now(now, card, lately)
        can = replace(can, words=str(card.link_card or UNKNOWN), note=_slot_note(card))
        busy = replace(busy, words="asleep" if card.asleep else percent(card.busy))
        power = replace(power, words=watts(card), role="warn" if "its power limit" in held else "text")
        heat = replace(heat, words=degrees(card.celsius), role="warn" if "heat" in held else "text")
        clock = replace(clock, words=megahertz(card.clock), note=f"held down by {held}" if held else "")
    return [Figure("Memory speed", speed), now, can, busy, power, heat, clock]


FIGURES = ("Slot now", "Card can", "Busy", "Power", "Temperature", "Clock")


def host_figures(host: HostReading) -> list[Figure]:
    return [
        Figure("Busy", percent(host.cpu_busy)),
        Figure("Clock", megahertz(host.cpu_clock)),
        Figure("Temperature", degrees(host.cpu_celsius)),
    ]


def _link_now(empty: Figure, card: CardReading, lately: Lately) -> Figure:
    if card.link_now is None:
        return empty
    if lately.resting(card):
        return replace(empty, caption="Slot now, idle", words=str(card.link_now), role="muted", note=IDLE_LINK)
    bad = crippled(card, lately.link(card))
    return replace(empty, words=str(card.link_now), role="warn" if bad else "text")


def _slot_note(card: CardReading) -> str:
    return f"The slot gives {card.link_slot}" if card.link_slot not in (None, card.link_card) else ""


def percent(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.0f}%"


def watts(card: CardReading) -> str:
    """ "312 / 450 W"; without a limit "312 W"."""
    if card.watts is None:
        return UNKNOWN
    limit = f" / {card.watts_limit:.0f}" if card.watts_limit else ""
    return f"{card.watts:.0f}{limit}{NBSP}W"


def degrees(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.0f}{NBSP}°C"


def megahertz(value: float | None) -> str:
    return UNKNOWN if value is None else f"{count(round(value))}{NBSP}MHz"


@dataclass(frozen=True)
class Filling:
    """What fills a memory: pieces of a bar, their total, and the same in words."""

    pieces: tuple[Piece, ...]
    total: int
    words: str


def filling(device: Device, card: CardReading | None, planned: RankBytes | None) -> Filling | None:
    """Of one card: ours, others', free. `planned` is what the loaded plan keeps there. None if its size is not known.

    Where the driver does not tell who holds what, ours is what the plan says.
    """
    total = device.memory_total or (card.memory_total if card is not None else None)
    if total is None:
        return None
    used = card.memory_used if card is not None and card.memory_used is not None else None
    if used is None and device.memory_free is not None and planned is None:
        used = total - device.memory_free
    measured = card.memory_ours if card is not None else None
    ours = measured if measured is not None else planned.total if planned is not None else None
    if used is None:
        pieces = _ours(planned, planned.total) if planned is not None else ()
        words = f"{memory(planned.total)} planned of {memory(total)}" if planned is not None else memory(total)
        return Filling(pieces, total, f"{words}; what others hold is {UNKNOWN}")
    if ours is None:
        words = f"{memory(used)} in use, {memory(max(total - used, 0))} free of {memory(total)}"
        return Filling((Piece("in use", used, "others"),), total, words)
    ours = min(ours, used)
    others = used - ours
    words = f"Ours {memory(ours)} · others {memory(others)} · free {memory(max(total - used, 0))}"
    return Filling((*_ours(planned, ours), Piece("others", others, "others")), total, words)


def _ours(planned: RankBytes | None, held: int) -> tuple[Piece, ...]:
    """By kind once everything is there; what a context takes beside it counts as workspace."""
    if planned is None or held < planned.total:
        return (Piece("ours", held, "weights"),)
    return (
        Piece("weights", planned.weights, "weights"),
        Piece("KV cache", planned.kv, "kv"),
        Piece("workspace", held - planned.weights - planned.kv, "workspace"),
    )
