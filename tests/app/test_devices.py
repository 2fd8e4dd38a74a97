"""Which devices hold a rank."""

from __future__ import annotations

from dataclasses import replace

from app.hardware.model import MOST_CPU_RANKS, DeviceList, rank_names, short_slot
from app.hardware.summary import summary
from app.split.kept import gone, gone_words, shares_of, to_keep
from app.split.model import rebalanced
from engine.devices.listing import choose
from engine.plan.types import Device
from engine.protocol import Devices
from tests.app.fake_engine import CARD, CPU

SECOND = Device("cuda:1", "cuda", "NVIDIA GeForce RTX 3090", "card 1", 24 << 30, 20 << 30, "0000:05:00.0")


def hardware(*devices: Device, wanted: tuple[str, ...] = ()) -> DeviceList:
    made = DeviceList(wanted)
    made.on_event(Devices(devices))
    return made


def test_it_starts_with_every_card_or_one_cpu_rank() -> None:
    assert hardware(CARD, SECOND, CPU).ranks == ["cuda:0", "cuda:1"]
    assert hardware(CPU).ranks == ["cpu"]


def test_the_last_choice_comes_back_as_far_as_it_still_exists() -> None:
    assert hardware(CPU, wanted=("cpu", "cuda:0", "cpu")).ranks == ["cpu", "cpu"]
    assert hardware(CPU, wanted=("cuda:7",)).ranks == ["cpu"]


def test_one_device_may_hold_several_ranks_and_one_rank_always_stays() -> None:
    devices = hardware(CPU)
    devices.add_cpu()
    devices.add_cpu()
    assert devices.ranks == ["cpu"] * 3
    assert rank_names(devices.devices()) == ["CPU rank 0", "CPU rank 1", "CPU rank 2"]
    for _ in range(4):
        devices.remove(0)
    assert devices.ranks == ["cpu"]
    for _ in range(MOST_CPU_RANKS + 3):
        devices.add_cpu()
    assert len(devices.ranks) == MOST_CPU_RANKS


def test_order_and_leaving_out() -> None:
    devices = hardware(CARD, SECOND, CPU)
    devices.move(0, 1)
    assert devices.ranks == ["cuda:1", "cuda:0"]
    devices.move(0, -1)
    assert devices.ranks == ["cuda:1", "cuda:0"]
    devices.remove(0)
    assert [device.id for device in devices.idle()] == ["cuda:1"]
    devices.add("cuda:1")
    assert devices.ranks == ["cuda:0", "cuda:1"]


def test_the_first_line_is_a_sentence() -> None:
    assert summary(hardware(CARD)) == "One card: tensor and layer mode need two. Everything else works."
    assert summary(hardware(CARD, SECOND)) == "2\u00a0cards do the work. Together 48\u00a0GB of memory."
    devices = hardware(CARD, SECOND)
    devices.add("cuda:0")
    devices.remove(1)
    assert "1 does not take part" in summary(devices)


def test_an_integrated_gpu_does_not_count_beside_a_card() -> None:
    inside = replace(SECOND, id="cuda:1", name="AMD Radeon 780M", integrated=True)
    devices = hardware(CARD, inside, CPU)
    assert devices.ranks == ["cuda:0"]
    assert devices.idle() == [inside]
    assert hardware(inside, CPU).ranks == ["cuda:1"], "alone it is better than the processor"
    assert choose((), (CARD, inside, CPU)) == (CARD,)
    assert choose((), (inside, CPU)) == (inside,)


def test_cards_are_known_again_when_they_are_numbered_anew() -> None:
    old, new = replace(CARD, uuid="a"), replace(SECOND, uuid="b")
    devices = hardware(old, new, wanted=("b", "a"))
    assert devices.ranks == ["cuda:1", "cuda:0"]
    devices.on_event(Devices((replace(new, id="cuda:0"), replace(old, id="cuda:1"))))
    assert devices.ranks == ["cuda:0", "cuda:1"]


def test_shares_follow_their_cards() -> None:
    old, new = replace(CARD, uuid="a"), replace(SECOND, uuid="b")
    kept = to_keep((old, new), (620, 380))
    assert [(rank.device, rank.name, rank.share) for rank in kept] == [
        ("a", "RTX 4090, slot 01:00", 620), ("b", "RTX 3090, slot 05:00", 380)
    ]  # fmt: skip
    assert shares_of(kept, (new, old)) == (380, 620)
    assert shares_of(kept, (new,)) == (380,)
    assert shares_of(kept, (new, old, CPU)) == ()
    assert shares_of(to_keep((CPU, CPU), (700, 300)), (CPU, CPU)) == (700, 300)
    assert shares_of(to_keep((old, new), ()), (old, new)) == ()
    assert gone(kept, (new, CPU)) == [kept[0]]
    assert gone(kept, ()) == [], "it is not known yet what is there"
    assert gone_words(kept[0], kept).startswith("RTX 4090, slot 01:00 held 62% of this model and is not there")


def test_slots_are_short() -> None:
    assert short_slot("0000:01:00.0") == "01:00"
    assert rank_names([CARD]) == ["RTX 4090, slot 01:00"]


def test_one_share_moves_and_the_others_keep_their_proportions() -> None:
    assert rebalanced((50, 50), 0, 70) == (700, 300)
    assert rebalanced((600, 300, 100), 0, 20) == (200, 600, 200)
    assert rebalanced((100, 0), 0, 40) == (400, 600)
    assert rebalanced((33, 33, 33), 1, 100) == (0, 1000, 0)
