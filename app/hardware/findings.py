"""What costs speed on this computer, in plain sentences that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.hardware.lately import Lately
from app.hardware.model import rank_names
from app.language import QT_TRANSLATE_NOOP, translate
from app.telemetry.reading import CardReading, PciLink, Reading
from app.widgets.numbers import percent
from engine.plan.types import Device

CRIPPLED = 0.3  # of the rate that the card could have: half of it, as of two cards that share lanes, costs little
REMEDIES = {
    "heat": QT_TRANSLATE_NOOP("hardware", "Give it more air: clean its fans and make room around it."),
    "the hardware's protection": QT_TRANSLATE_NOOP("hardware", "Check its power plugs and its cooling."),
    "the power supply": QT_TRANSLATE_NOOP(
        "hardware", "Check its power plugs, and whether the power supply is strong enough."
    ),
    "the board's limits": QT_TRANSLATE_NOOP("hardware", "Check its power plugs."),
    "voltage": QT_TRANSLATE_NOOP("hardware", "Undo any overclocking of it."),
}  # a card at its power limit does what it is meant to do
INTEGRATED = QT_TRANSLATE_NOOP("hardware", "Does not count: it has no memory of its own and would slow the cards down.")
INTEGRATED_ALONE = QT_TRANSLATE_NOOP(
    "hardware", "It has no memory of its own: models run in the computer's, and slowly."
)
UNKNOWN_TO_ENGINE = QT_TRANSLATE_NOOP("hardware", "Does not count: the PyTorch that is installed here cannot use it.")


@dataclass(frozen=True)
class Finding:
    """`kind` stays the same as long as it is about the same thing of the same card."""

    kind: str
    sentence: str
    level: str = "warn"
    short: str = ""  # where there is little room


def findings(devices: Sequence[Device], reading: Reading | None, lately: Lately) -> list[Finding]:
    """Of the devices that do the work, the worst first."""
    if reading is None:
        return []
    found = [Finding(f"driver {place}", note, "error") for place, note in enumerate(reading.notes)]
    several, seen = len({device.pool for device in devices}) > 1, set()
    for device, name in zip(devices, rank_names(devices), strict=True):
        card = reading.of(device)
        if card is None or card.slot in seen:
            continue
        seen.add(card.slot)
        if card.trouble:
            found.append(Finding(f"trouble {card.slot}", f"{name}: {card.trouble}", "error"))
        found += _throttled(name, card, lately)
        if several:  # alone it costs the time of loading only
            found += _slot(name, card, lately)
    return sorted(found, key=lambda each: each.level != "error")


def _throttled(name: str, card: CardReading, lately: Lately) -> Iterator[Finding]:
    for reason in lately.throttle(card):
        if remedy := REMEDIES.get(reason):
            slowed = translate("hardware", "{name} is slowed down by {reason}.").format(
                name=name, reason=translate("telemetry", reason)
            )
            yield Finding(f"{reason} {card.slot}", f"{slowed} {translate('hardware', remedy)}", short=slowed)


def _slot(name: str, card: CardReading, lately: Lately) -> Iterator[Finding]:
    link = lately.link(card)
    if crippled(card, link):
        assert link is not None
        assert card.link_card is not None
        part = percent(link.rate / card.link_card.rate)
        sentence = translate(
            "hardware",
            "{name} runs at {link} and could use {best}: that is {part} of its data rate. "
            "Tensor mode and long prompts wait for it. {advice}",
        ).format(name=name, link=link, best=card.link_card, part=part, advice=_way(card, link))
        short = translate("hardware", "{name} runs at {link}: {part} of its data rate.").format(
            name=name, link=link, part=part
        )
        yield Finding(f"slot {card.slot}", sentence, short=short)


def crippled(card: CardReading, link: PciLink | None) -> bool:
    """Whether the slot gives a card a quarter of what it could take, or less; not where that is not reported."""
    return link is not None and card.link_card is not None and link.rate <= CRIPPLED * card.link_card.rate


def _way(card: CardReading, link: PciLink) -> str:
    can = card.link_can
    if can is not None and link.width < can.width:
        return translate(
            "hardware", "Seat it again, try it without a riser, and look whether an M.2 disk shares its lanes."
        )
    if can is not None and link.generation < can.generation:
        return translate(
            "hardware", "Set the slot to its full PCIe generation in the computer's setup, and try it without a riser."
        )
    if card.link_card is not None and link.width < card.link_card.width:
        return translate("hardware", "Move it to a slot with more lanes, or use layer mode.")
    return translate("hardware", "The slot cannot do more; in layer mode it matters least.")


def why_not(card: CardReading, cards_beside: bool) -> str:
    """Why a card that the engine does not list does not count."""
    if card.integrated:
        return translate("hardware", INTEGRATED if cards_beside else INTEGRATED_ALONE)
    if card.trouble:
        return translate("hardware", "Does not count. {trouble}").format(trouble=card.trouble)
    return (
        translate("hardware", "It sleeps to save power.") if card.asleep else translate("hardware", UNKNOWN_TO_ENGINE)
    )
