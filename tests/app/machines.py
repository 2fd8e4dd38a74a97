"""Computers of nought to eight cards: what the engine lists, and what telemetry reads of them under load."""

from __future__ import annotations

from dataclasses import replace

from app.telemetry.reading import CardReading, HostReading, PairReading, PciLink, Reading, full_slot
from engine.plan.links import Link, Links, link_key
from engine.plan.types import Device, RankBytes

GB = 1 << 30
CPU = Device("cpu", "cpu", "AMD Ryzen 9 7950X 16-Core Processor", "ram", 64 * GB, 41 * GB, quantised=True)
HOST = HostReading(12.0, 4480.0, 58.0, 64 * GB, 41 * GB)


def card(
    index: int, name: str, gigabytes: int, bandwidth: float, now: PciLink
) -> tuple[Device, CardReading]:
    slot, uuid = f"0000:{1 + 4 * index:02x}:00.0", f"8f31{index:04x}-1c2d-4e5f-a6b7-0123456789ab"
    device = Device(
        f"cuda:{index}", "cuda", name, uuid, gigabytes * GB, (gigabytes - 1) * GB, slot.removesuffix(".0"), uuid,
        bandwidth, bandwidth * 0.9, quantised=True, capability="8.9",
    )  # fmt: skip
    used = int(gigabytes * 0.72 * GB)
    reading = CardReading(
        slot, "NVIDIA", name, f"GPU-{uuid}", "NVIDIA 580.95", display=index == 0,
        memory_total=gigabytes * GB, memory_used=used, memory_ours=used - GB, busy=91.0 - index,
        watts=312.0 - 9 * index, watts_limit=450.0, celsius=64.0 + index,
        clock=2610.0 - 15 * index, throttle=(), link_now=now, link_slot=now,
        link_card=PciLink(4, 16),
    )  # fmt: skip
    return device, reading


FIRST = card(0, "NVIDIA GeForce RTX 4090", 24, 1008e9, PciLink(4, 16))
SECOND = card(1, "NVIDIA GeForce RTX 3090 Ti", 24, 936e9, PciLink(3, 4))
THIRD = card(2, "NVIDIA GeForce RTX 3090", 24, 870e9, PciLink(4, 8))
EIGHT = [card(index, "NVIDIA GeForce RTX 3090", 24, 870e9, PciLink(4, 8)) for index in range(8)]
INSIDE = CardReading("0000:00:02.0", "Intel", "Intel UHD Graphics 770", driver="i915", integrated=True)
CARDS = {0: [], 1: [FIRST], 2: [FIRST, SECOND], 3: [FIRST, SECOND, THIRD], 8: EIGHT}


def devices(cards: int) -> tuple[Device, ...]:
    return (*(device for device, _ in CARDS[cards]), CPU)


def reading(cards: int, when: float = 0.0, inside: bool = False) -> Reading:
    """`inside`: with graphics in the processor beside the cards."""
    every = [each for _, each in CARDS[cards]]
    slots = [each.slot for each in every]
    pairs = tuple(
        PairReading((one, other), "PCIe through the CPU", False, "driver")
        for place, one in enumerate(slots)
        for other in slots[place + 1 :]
    )
    return Reading(when, HOST, (*every, *([INSIDE] if inside else [])), pairs)


def links(cards: int) -> Links:
    """All of them tried together, through host memory."""
    tried = [device for device, _ in CARDS[cards]]
    return {link_key(tried): Link(((10 << 10, 21e-6), (256 << 10, 118e-6)), "pinned host memory")} if tried[1:] else {}


def changed(whole: Reading, device: Device, **facts: object) -> Reading:
    """The same with some facts of one card changed."""
    slot = full_slot(device.slot or "")
    cards = tuple(replace(each, **facts) if each.slot == slot else each for each in whole.cards)  # type: ignore[arg-type]
    return replace(whole, cards=cards)


HELD = RankBytes(12 * GB, 3 * GB, GB)
