"""What the live panel says of each device of the loaded model, or of those that the next one will be on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.hardware.figures import degrees, filling, percent
from app.hardware.findings import crippled, findings
from app.hardware.lately import Lately
from app.hardware.model import DeviceList, rank_names, short_slot
from app.live.model import LiveSpeeds
from app.split.loading import Loading
from app.telemetry.reader import Telemetry
from app.telemetry.reading import CardReading
from app.widgets.memory_bar import Piece
from app.widgets.numbers import NBSP, file_size, memory, memory_of
from engine.plan.types import Device, RankBytes
from engine.protocol import RankTimes


@dataclass(frozen=True)
class CardWords:
    """A row of the panel. `slot_key` names its lines in the plots; empty for the processor."""

    name: str
    busy: str = ""
    slot: str = ""
    slot_role: str = "muted"
    power: str = ""
    pieces: tuple[Piece, ...] = ()
    total: float = 1.0
    held: str = ""
    share: str = ""
    times: str = ""
    slot_key: str = ""


class Cards:
    def __init__(
        self, loading: Loading, hardware: DeviceList, live: LiveSpeeds, telemetry: Telemetry, lately: Lately
    ) -> None:
        self._loading, self._hardware, self._live = loading, hardware, live
        self._telemetry, self._lately = telemetry, lately

    def devices(self) -> tuple[Device, ...]:
        """By rank. Before a model is loaded the chosen cards; a processor alone has nothing to show then."""
        if self._loading.plan is not None:
            return self._loading.plan.devices
        devices = tuple(self._hardware.devices())
        return devices if any(not device.trial_only for device in devices) else ()

    def rows(self) -> list[CardWords]:
        devices = self.devices()
        return [self._row(rank, devices[rank], name) for rank, name in enumerate(rank_names(devices))]

    def caution(self) -> str:
        """The worst of what costs speed on these cards, in a few words."""
        found = findings(self.devices(), self._telemetry.latest, self._lately)
        return (found[0].short or found[0].sentence) if found else ""

    def processor(self) -> str:
        """ "Processor 43% busy · 23 of 64 GB in use", where it holds a rank."""
        latest = self._telemetry.latest
        if latest is None or not any(device.trial_only for device in self.devices()):
            return ""
        host = latest.host
        parts = [f"Processor {percent(host.cpu_busy)} busy"] if host.cpu_busy is not None else []
        if host.memory_total is not None and host.memory_available is not None:
            parts.append(f"{memory_of(host.memory_total - host.memory_available, host.memory_total)} in use")
        return " · ".join(parts)

    def _row(self, rank: int, device: Device, name: str) -> CardWords:
        card = self._telemetry.latest.of(device) if self._telemetry.latest is not None else None
        plan, loading = self._loading.plan, self._loading
        planned = plan.bytes[rank] if plan is not None else None
        pieces, total, held = _memory(device, card, planned, plan.devices if plan is not None else ())
        busy, share, times = percent(card.busy) + " busy" if card is not None and card.busy is not None else "", "", ""
        if plan is not None and planned is not None:
            share = f"share {100 * planned.weights / (sum(each.weights for each in plan.bytes) or 1):.0f}%"
        if loading.state == "loading":
            done, of = loading.status.by_rank.get(rank, (0, 0))
            pieces, total = (Piece("read", done, "accent"),), of or 1
            held, busy = (f"{file_size(done)} of {file_size(of)} read" if of else "starting"), "loading"
        elif loading.state == "loaded" and len(self._live.ranks) == len(self.devices()):
            times = in_words(self._live.ranks[rank])
        slot, role = self._slot(device, card)
        if slot:
            name = name.split(", slot ")[0]
        key = card.slot if card is not None else ""
        return CardWords(name, busy, slot, role, _power(card), pieces, total, held, share, times, key)

    def _slot(self, device: Device, card: CardReading | None) -> tuple[str, str]:
        """ "01:00 · PCIe 4 x16", and the colour: a slot that cripples its card stands out."""
        if not device.slot:
            return "", "muted"
        link = self._lately.link(card) if card is not None else None
        bad = card is not None and crippled(card, link) and len(self.devices()) > 1
        return f"{short_slot(device.slot)}{f' · {link}' if link is not None else ''}", "warn" if bad else "muted"


def told_apart(rows: Sequence[CardWords], numbered: bool) -> list[str]:
    """What each is called beside the others: the name, with the slot where several have it."""
    often = Counter(row.name for row in rows)
    names = [row.name if often[row.name] == 1 else f"{row.name} {row.slot.split(' · ')[0]}" for row in rows]
    return [f"{place}: {name}" for place, name in enumerate(names, start=1)] if numbered else names


def in_words(times: RankTimes) -> str:
    """ "2.38 ms a token: 0.28 adding up, 0.05 waiting"."""
    step, summing, waiting = (1e3 * seconds for seconds in (times.step, times.summing, times.waiting))
    return f"{step:.2f}{NBSP}ms a token: {summing:.2f} adding up, {waiting:.2f} waiting"


def _power(card: CardReading | None) -> str:
    """ "312 W · 64 °C", as far as it is reported."""
    if card is None:
        return ""
    parts = [f"{card.watts:.0f}{NBSP}W" if card.watts is not None else ""]
    parts.append(degrees(card.celsius) if card.celsius is not None else "")
    return " · ".join(part for part in parts if part)


def _memory(
    device: Device, card: CardReading | None, planned: RankBytes | None, ranks: tuple[Device, ...]
) -> tuple[tuple[Piece, ...], float, str]:
    """Pieces of the bar, its total, and "18.2 of 24 GB": what is used now, or what the plan wants."""
    alone = sum(each.pool == device.pool for each in ranks) <= 1  # else what is used is not one rank's
    if card is not None and card.memory_used is not None and alone:
        filled = filling(device, card, planned)
        if filled is not None:
            return filled.pieces, filled.total, memory_of(card.memory_used, filled.total)
    if planned is None:
        filled = filling(device, None, None)
        return (filled.pieces, filled.total, memory(filled.total)) if filled is not None else ((), 1.0, "")
    kinds = (("weights", planned.weights, "weights"), ("KV cache", planned.kv, "kv"))
    pieces = tuple(Piece(*each) for each in (*kinds, ("workspace", planned.workspace, "workspace")))
    return pieces, device.memory_total or planned.total, memory_of(planned.total, device.memory_total)
