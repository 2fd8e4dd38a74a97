"""What the hardware page says: findings, figures, memory, links, the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.hardware.figures import figures, filling
from app.hardware.findings import findings, why_not
from app.hardware.lately import ENOUGH, READINGS, Lately
from app.hardware.links import chosen_words, link_rows
from app.hardware.model import DeviceList
from app.hardware.report import report
from app.hardware.summary import summary
from app.telemetry.reading import CardReading, PciLink, Reading
from engine.plan.links import Link, link_key
from engine.protocol import Devices
from tests.app import machines
from tests.app.machines import FIRST, GB, HELD, INSIDE, SECOND, THIRD, changed, reading

GOOD, BAD = FIRST[0], SECOND[0]


def lately(*readings: Reading) -> Lately:
    made = Lately()
    for each in readings:
        made.add(each)
    return made


def said(whole: Reading, times: int = READINGS) -> list[str]:
    return [each.sentence for each in findings([GOOD, BAD], whole, lately(*[whole] * times))]


def test_a_crippled_slot_is_said_with_its_cost_and_what_to_do() -> None:
    (sentence,) = said(reading(2))
    assert sentence == (
        "RTX 3090 Ti, slot 05:00 runs at PCIe 3 x4 and could use PCIe 4 x16: that is 13% of its data rate. "
        "Tensor mode and long prompts wait for it. Move it to a slot with more lanes, or use layer mode."
    )


def test_one_card_alone_does_not_mind_its_slot() -> None:
    assert findings([BAD], reading(2), lately(reading(2))) == []


def test_an_idle_card_lowers_its_generation_and_is_not_blamed() -> None:
    idle = changed(
        reading(2), BAD, busy=0.0, link_now=PciLink(1, 16), link_slot=PciLink(4, 16), link_card=PciLink(4, 16)
    )
    assert said(idle) == []
    slot = figures(BAD, idle.of(BAD), lately(idle))[1]
    assert (slot.caption, slot.words, slot.role) == ("Slot now, idle", "PCIe 1 x16", "muted")
    assert "by themselves" in slot.note


def test_under_load_the_same_link_is_a_finding() -> None:
    loaded = changed(reading(2), BAD, link_now=PciLink(1, 16), link_slot=PciLink(4, 16), link_card=PciLink(4, 16))
    assert said(loaded, ENOUGH - 1) == [], "a blink is not enough"
    assert "Set the slot to its full PCIe generation" in said(loaded, ENOUGH)[0]


def test_a_link_seen_under_load_is_remembered_when_the_card_rests() -> None:
    fine = changed(reading(2), BAD, link_now=PciLink(4, 16), link_slot=PciLink(4, 16))
    resting = changed(fine, BAD, busy=0.0, link_now=PciLink(1, 16))
    assert findings([GOOD, BAD], resting, lately(*[fine] * ENOUGH, *[resting] * READINGS)) == []


def test_lanes_are_judged_while_idle_too() -> None:
    """A card that is short of lanes is short of them at any time."""
    idle = changed(reading(2), BAD, busy=0.0, link_now=PciLink(1, 4), link_slot=PciLink(4, 16))
    assert "Seat it again" in said(idle)[0]


def test_a_board_of_an_older_generation_says_so() -> None:
    old = changed(reading(2), BAD, link_now=PciLink(3, 16), link_slot=PciLink(3, 16), link_card=PciLink(5, 16))
    assert "The slot cannot do more" in said(old)[0]


def test_two_cards_that_share_sixteen_lanes_are_fine() -> None:
    assert findings([GOOD, THIRD[0]], reading(3), lately(reading(3))) == []


def test_throttling_is_said_and_a_power_limit_is_no_fault() -> None:
    hot = changed(reading(2), GOOD, throttle=("heat", "its power limit"))
    sentences = said(hot)
    assert "RTX 4090, slot 01:00 is slowed down by heat. Give it more air" in sentences[0]
    assert not any("heat" in sentence for sentence in said(hot, ENOUGH - 1)), "a moment of it is not worth a word"
    assert not any("power limit" in sentence for sentence in sentences)
    shown = {each.caption: each for each in figures(GOOD, hot.of(GOOD), lately(hot))}
    assert (shown["Temperature"].role, shown["Power"].role) == ("warn", "warn")
    assert shown["Clock"].note == "held down by heat, its power limit"


def test_trouble_of_a_card_or_a_driver_comes_first() -> None:
    lost = replace(changed(reading(2), GOOD, trouble="The driver has lost this card."), notes=("The driver sleeps.",))
    assert said(lost)[:2] == ["The driver sleeps.", "RTX 4090, slot 01:00: The driver has lost this card."]


def test_what_is_not_reported_is_never_nought() -> None:
    bare = CardReading(FIRST[1].slot, "NVIDIA", "A", FIRST[1].uuid)
    words = [each.words for each in figures(replace(GOOD, bandwidth=None), bare, Lately())]
    assert words == ["not measured", *["not reported"] * 6]
    assert [each.words for each in figures(GOOD, None, Lately())][1:] == ["not reported"] * 6
    assert filling(replace(GOOD, memory_total=None, memory_free=None), bare, None) is None


def test_memory_is_ours_others_and_free() -> None:
    filled = filling(GOOD, replace(FIRST[1], memory_used=18 * GB, memory_ours=17 * GB), HELD)
    assert filled is not None
    assert filled.words.replace("\u00a0", " ") == "Ours 17 GB · others 1 GB · free 6 GB"
    assert [(piece.name, round(piece.amount / GB)) for piece in filled.pieces] == [
        ("weights", 12), ("KV cache", 3), ("workspace", 2), ("others", 1)
    ]  # fmt: skip


def test_memory_whose_owners_are_not_told() -> None:
    untold = replace(FIRST[1], memory_used=18 * GB, memory_ours=None)
    loaded, empty = filling(GOOD, untold, HELD), filling(GOOD, untold, None)
    assert loaded is not None
    assert empty is not None
    assert "Ours 16\u00a0GB · others 2\u00a0GB" in loaded.words
    assert empty.words.startswith("18\u00a0GB in use, 6\u00a0GB free")
    early = filling(GOOD, replace(untold, memory_used=5 * GB, memory_ours=4 * GB), HELD)
    assert early is not None
    assert [piece.name for piece in early.pieces] == ["ours", "others"], "not everything is there yet"


@pytest.mark.parametrize(
    ("card", "beside", "words"),
    [
        (INSIDE, True, "no memory of its own"), (INSIDE, False, "models run in the computer's"),
        (replace(INSIDE, integrated=False, trouble="No driver."), True, "Does not count. No driver."),
        (replace(INSIDE, integrated=False, asleep=True), True, "sleeps"),
        (replace(INSIDE, integrated=False), True, "PyTorch"),
    ],
)  # fmt: skip
def test_a_card_that_does_not_count_says_why(card: CardReading, beside: bool, words: str) -> None:
    assert words in why_not(card, beside)


def test_the_first_line_counts_bandwidth_and_what_does_not_count() -> None:
    hardware = DeviceList()
    hardware.on_event(Devices(machines.devices(2)))
    words = summary(hardware, [INSIDE]).replace("\u00a0", " ")
    assert words == "2 cards do the work, 1 does not count. Together 48 GB and 1,944 GB/s."
    hardware.on_event(Devices(machines.devices(0)))
    assert summary(hardware).startswith("No graphics card: the processor does the work.")
    assert summary(hardware, [INSIDE]).startswith("No graphics card can be used")
    assert summary(DeviceList()) == "Looking for devices"


def test_links_are_a_row_per_pair() -> None:
    cards = [GOOD, BAD]
    (row,) = link_rows(cards, reading(2), machines.links(2))
    assert [each.replace("\u00a0", " ") for each in row] == [
        "RTX 4090 to RTX 3090 Ti", "PCIe through the CPU", "no: driver", "21.0 µs", "118 µs", "pinned host memory"
    ]  # fmt: skip
    assert "Peer access did not work here" in chosen_words(cards, machines.links(2))


def test_links_that_were_measured_together_with_others_say_so() -> None:
    cards = [device for device, _ in machines.CARDS[3]]
    rows = link_rows(cards, None, machines.links(3))
    assert [row.pair for row in rows][1] == "RTX 4090 to RTX 3090"
    assert {row.path for row in rows} == {row.peer for row in rows} == {"not reported"}
    assert "of 3 cards that add up together" in chosen_words(cards, machines.links(3))


def test_links_that_were_not_tried_say_so_and_guesses_are_not_shown() -> None:
    cards = [GOOD, BAD]
    (row,) = link_rows(cards, None, {})
    assert (row.small, row.large, row.way) == ("not measured", "not measured", "not tried")
    assert "has not been tried yet" in chosen_words(cards, {})
    gloo = {link_key(cards): Link(((0, 1e-4),), "the CPU", measured=False)}
    assert (link_rows(cards, None, gloo)[0].small, link_rows(cards, None, gloo)[0].way) == ("not measured", "the CPU")


def test_equal_cards_are_told_apart_by_slot() -> None:
    cards = [device for device, _ in machines.CARDS[8]]
    rows = link_rows(cards, reading(8), {})
    assert len(rows) == 28
    assert rows[0].pair == "RTX 3090, 01:00 to 05:00"


def test_the_report_holds_everything() -> None:
    hardware = DeviceList()
    hardware.on_event(Devices(machines.devices(2), ("A note.",), machines.links(2)))
    words = report(hardware, reading(2, inside=True), lately(reading(2)), "The summary.")
    for part in (
        "The summary.", "A note.", "**NVIDIA GeForce RTX 4090** (cuda:0, rank 0)", FIRST[0].uuid or "", "0000:05:00",
        "NVIDIA 580.95", "Slot now: PCIe 3 x4", "Card can: PCIe 4 x16", "**Intel UHD Graphics 770**", "21.0 µs",
        "not listed by the engine", "AMD Ryzen 9 7950X",
    ):  # fmt: skip
        assert part in words
