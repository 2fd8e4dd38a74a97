"""How the cards talk to each other: a row per pair, and which way was chosen and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from app.hardware.model import card_name, short_slot
from app.language import QT_TRANSLATE_NOOP, translate
from app.telemetry.reading import PairReading, Reading, full_slot
from app.widgets.numbers import NBSP, count, figure, unknown
from engine.plan.links import Link, Links, link_between, link_key
from engine.plan.types import Device

SIZES = 10 << 10, 256 << 10  # bytes: a token of a large model, a prompt's chunk of a small one
HEADS = (
    QT_TRANSLATE_NOOP("hardware", "Pair"),
    QT_TRANSLATE_NOOP("hardware", "Path"),
    QT_TRANSLATE_NOOP("hardware", "Peer access"),
    QT_TRANSLATE_NOOP("hardware", "10 KB all-reduce"),
    QT_TRANSLATE_NOOP("hardware", "256 KB"),
    QT_TRANSLATE_NOOP("hardware", "Goes through"),
)
WHY = {
    QT_TRANSLATE_NOOP("hardware", "peer access"): QT_TRANSLATE_NOOP(
        "hardware", "Peer access was tried first and gave the right sums, so each card reads the others' memory."
    ),
    QT_TRANSLATE_NOOP("hardware", "pinned host memory"): QT_TRANSLATE_NOOP(
        "hardware", "Peer access did not work here, so sums go through pinned host memory."
    ),
    QT_TRANSLATE_NOOP("hardware", "the CPU"): QT_TRANSLATE_NOOP(
        "hardware", "Neither peer access nor pinned host memory worked here, so sums go through the CPU, which is slow."
    ),
}
UNTRIED = QT_TRANSLATE_NOOP(
    "hardware",
    "How these cards talk has not been tried yet. Measure again does so, and so does the first load over them.",
)


class LinkRow(NamedTuple):
    pair: str
    path: str
    peer: str
    small: str
    large: str
    way: str


def link_rows(cards: Sequence[Device], reading: Reading | None, links: Links) -> list[LinkRow]:
    rows = []
    for one, other in combinations(range(len(cards)), 2):
        pair = (cards[one], cards[other])
        link, _ = measured_link(pair, links)
        known = _between(pair, reading)
        small, large = (_microseconds(link, size) for size in SIZES)
        rows.append(
            LinkRow(
                _pair_name(*pair),
                _path(known),
                _peer(known),
                small,
                large,
                translate("hardware", link.what) if link is not None else translate("hardware", "not tried"),
            )
        )
    return rows


def measured_link(cards: Sequence[Device], links: Links) -> tuple[Link | None, int]:
    """What was measured of these, and with how many cards at once; guesses are left out."""
    link = link_between(cards, links)
    if link not in links.values():
        return None, 0
    return link, min(len(key) for key, each in links.items() if each == link and set(link_key(cards)) <= set(key))


def chosen_words(cards: Sequence[Device], links: Links) -> str:
    """Which way was chosen, and why; one sentence for each way that is gone."""
    pairs = [measured_link(pair, links) for pair in combinations(cards, 2)]
    ways = dict.fromkeys(link.what for link, _ in pairs if link is not None)
    sentences = [
        translate("hardware", WHY[way]) if way in WHY
        else translate("hardware", "Sums go through {way}.").format(way=way) for way in ways
    ]  # fmt: skip
    together = max(among for _, among in pairs)
    if together > 2:
        sentences.append(
            translate("hardware", "Times are of {number} cards that add up together.").format(number=together)
        )
    return " ".join([*sentences, *([translate("hardware", UNTRIED)] if any(link is None for link, _ in pairs) else [])])


def _pair_name(one: Device, other: Device) -> str:
    """ "RTX 4090 to RTX 3090 Ti"; of two that are called the same "RTX 3090, 01:00 to 05:00"."""
    names = [card_name(card) for card in (one, other)]
    if names[0] != names[1]:
        return translate("hardware", "{one} to {other}").format(one=names[0], other=names[1])
    slots = [short_slot(card.slot) if card.slot else card.id for card in (one, other)]
    return translate("hardware", "{name}, {one} to {other}").format(name=names[0], one=slots[0], other=slots[1])


def _between(pair: tuple[Device, Device], reading: Reading | None) -> PairReading | None:
    if reading is None:
        return None
    return reading.between(full_slot(pair[0].slot or ""), full_slot(pair[1].slot or ""))


def _path(pair: PairReading | None) -> str:
    if pair is not None and pair.nvlinks:
        lanes = pair.nvlinks
        return translate("hardware", "NVLink, {n}\xa0lanes", "", lanes, n=count(lanes))
    return translate("telemetry", pair.path) if pair is not None and pair.path else unknown()


def _peer(pair: PairReading | None) -> str:
    if pair is None or pair.peer is None:
        return unknown()
    if pair.peer:
        return translate("hardware", "yes")
    why = pair.why_no_peer
    told = translate("hardware", "no: {why}") if why else translate("hardware", "no")
    return told.format(why=translate("telemetry", why))


def _microseconds(link: Link | None, size: int) -> str:
    return (
        translate("hardware", "not measured")
        if link is None or not link.measured
        else f"{figure(1e6 * link.seconds(size))}{NBSP}µs"
    )
