"""The seven figures of a card, and what fills its memory, in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.hardware.findings import crippled
from app.hardware.lately import Lately
from app.language import QT_TRANSLATE_NOOP, translate
from app.telemetry.reading import CardReading, HostReading
from app.widgets import numbers
from app.widgets.memory_bar import Piece
from app.widgets.numbers import NBSP, count, decimal, figure, memory, unknown
from engine.plan.types import Device, RankBytes

IDLE_LINK = QT_TRANSLATE_NOOP("hardware", "Idle cards lower their PCIe generation by themselves; it counts under load.")


@dataclass(frozen=True)
class Figure:
    """`note` is the tooltip; `role` a role of the palette."""

    caption: str
    words: str = field(default_factory=unknown)
    role: str = "text"
    note: str = ""

    @property
    def spoken(self) -> str:
        return f"{self.caption}: {self.words}{f' ({self.note})' if self.note else ''}"


def figures(device: Device, card: CardReading | None, lately: Lately) -> list[Figure]:
    """Of a graphics card."""
    speed = (
        translate("hardware", "{bandwidth}\xa0GB/s").format(bandwidth=figure(device.bandwidth / 1e9))
        if device.bandwidth
        else translate("hardware", "not measured")
    )
    now, can, busy, power, heat, clock = (Figure(translate("hardware", each)) for each in FIGURES)
    if card is not None:
        held = card.throttle or ()
        reasons = ", ".join(translate("telemetry", reason) for reason in held)
        now = _link_now(now, card, lately)
        can = replace(can, words=str(card.link_card or unknown()), note=_slot_note(card))
        busy = replace(busy, words=translate("hardware", "asleep") if card.asleep else percent(card.busy))
        power = replace(power, words=watts(card), role="warn" if "its power limit" in held else "text")
        heat = replace(heat, words=degrees(card.celsius), role="warn" if "heat" in held else "text")
        clock = replace(
            clock,
            words=megahertz(card.clock),
            note=translate("hardware", "held down by {reasons}").format(reasons=reasons) if held else "",
        )
    return [Figure(translate("hardware", "Memory speed"), speed), now, can, busy, power, heat, clock]


FIGURES = (
    QT_TRANSLATE_NOOP("hardware", "Slot now"),
    QT_TRANSLATE_NOOP("hardware", "Card can"),
    QT_TRANSLATE_NOOP("hardware", "Busy"),
    QT_TRANSLATE_NOOP("hardware", "Power"),
    QT_TRANSLATE_NOOP("hardware", "Temperature"),
    QT_TRANSLATE_NOOP("hardware", "Clock"),
)


def host_figures(host: HostReading) -> list[Figure]:
    return [
        Figure(translate("hardware", "Busy"), percent(host.cpu_busy)),
        Figure(translate("hardware", "Clock"), megahertz(host.cpu_clock)),
        Figure(translate("hardware", "Temperature"), degrees(host.cpu_celsius)),
    ]


def _link_now(empty: Figure, card: CardReading, lately: Lately) -> Figure:
    if card.link_now is None:
        return empty
    if lately.resting(card):
        return replace(
            empty,
            caption=translate("hardware", "Slot now, idle"),
            words=str(card.link_now),
            role="muted",
            note=translate("hardware", IDLE_LINK),
        )
    bad = crippled(card, lately.link(card))
    return replace(empty, words=str(card.link_now), role="warn" if bad else "text")


def _slot_note(card: CardReading) -> str:
    return (
        translate("hardware", "The slot gives {link}").format(link=card.link_slot)
        if card.link_slot not in (None, card.link_card)
        else ""
    )


def percent(value: float | None) -> str:
    return unknown() if value is None else numbers.percent(value / 100)


def watts(card: CardReading) -> str:
    """ "312 / 450 W"; without a limit "312 W"."""
    if card.watts is None:
        return unknown()
    limit = f" / {decimal(card.watts_limit, 0)}" if card.watts_limit else ""
    return f"{decimal(card.watts, 0)}{limit}{NBSP}W"


def degrees(value: float | None) -> str:
    return unknown() if value is None else f"{decimal(value, 0)}{NBSP}°C"


def megahertz(value: float | None) -> str:
    return unknown() if value is None else f"{count(round(value))}{NBSP}MHz"


def unsaid(words: str) -> bool:
    """Whether they only say that nothing is known."""
    return words in (unknown(), translate("hardware", "not measured"), translate("hardware", "not tried"))


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
        words = (
            translate("hardware", "{planned} planned of {total}").format(
                planned=memory(planned.total), total=memory(total)
            )
            if planned is not None
            else memory(total)
        )
        return Filling(
            pieces,
            total,
            translate("hardware", "{words}; what others hold is {unknown}").format(words=words, unknown=unknown()),
        )
    if ours is None:
        words = translate("hardware", "{used} in use, {free} free of {total}").format(
            used=memory(used), free=memory(max(total - used, 0)), total=memory(total)
        )
        return Filling((Piece(translate("hardware", "in use"), used, "others"),), total, words)
    ours = min(ours, used)
    others = used - ours
    words = translate("hardware", "Ours {ours} · others {others} · free {free}").format(
        ours=memory(ours), others=memory(others), free=memory(max(total - used, 0))
    )
    return Filling((*_ours(planned, ours), Piece(translate("hardware", "others"), others, "others")), total, words)


def _ours(planned: RankBytes | None, held: int) -> tuple[Piece, ...]:
    """By kind once everything is there; what a context takes beside it counts as workspace."""
    if planned is None or held < planned.total:
        return (Piece(translate("hardware", "ours"), held, "weights"),)
    return (
        Piece(translate("hardware", "weights"), planned.weights, "weights"),
        Piece(translate("hardware", "KV cache"), planned.kv, "kv"),
        Piece(translate("hardware", "workspace"), held - planned.weights - planned.kv, "workspace"),
    )
