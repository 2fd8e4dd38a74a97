"""What is read off cards: NVIDIA's library played from a table, AMD's and Intel's files in a made-up tree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from app.telemetry import host
from app.telemetry.intel import IntelCards
from app.telemetry.ours import Ours
from app.telemetry.reading import CardReading, PairReading, PciLink, Reading, full_slot
from app.telemetry.sources import Sources
from app.telemetry.sysfs import controllers
from app.telemetry.track import Track
from engine.plan.types import Device
from tests.app.fake_nvml import FakeNvml, NVMLError, card
from tests.app.fake_sys import device, port, radeon


def read(root: Path, nvml: FakeNvml | None = None) -> Reading:
    sources = Sources(root, nvml or FakeNvml([], init_error=12))
    sources.open()
    found = sources.read()
    sources.close()
    return found


def only(found: Reading) -> CardReading:
    (one,) = found.cards
    return one


def test_an_nvidia_card_in_full(tmp_path: Path) -> None:
    processes = [SimpleNamespace(pid=os.getpid(), usedGpuMemory=5 << 30), SimpleNamespace(pid=1, usedGpuMemory=7)]
    nvml = FakeNvml([card(ComputeRunningProcesses=processes, CurrentClocksEventReasons=0x44 | 1)])
    found = only(read(tmp_path, nvml))
    assert (found.name, found.uuid, found.slot) == ("NVIDIA GeForce RTX 4090", "GPU-8f31c2", "0000:01:00.0")
    assert (found.memory_total, found.memory_used, found.memory_ours) == (24 << 30, 18 << 30, 5 << 30)
    assert (found.busy, found.watts, found.watts_limit, found.celsius, found.clock) == (91, 312.4, 450, 64, 2610)
    assert found.throttle == ("its power limit", "heat")
    assert (found.link_now, found.link_can, found.display) == (PciLink(4, 16), PciLink(4, 16), True)
    assert nvml.opened == 0, "the driver is let go of"


def test_what_a_card_does_not_tell_is_none_and_never_zero(tmp_path: Path) -> None:
    bare = {name: card()[f"nvmlDeviceGet{name}"] for name in ("Name", "UUID", "PciInfo")}
    found = only(read(tmp_path, FakeNvml([{f"nvmlDeviceGet{name}": value for name, value in bare.items()}])))
    assert found == CardReading("0000:01:00.0", "NVIDIA", found.name, "GPU-8f31c2", "NVIDIA 580.95")
    hidden = FakeNvml([card(ComputeRunningProcesses=[SimpleNamespace(pid=os.getpid(), usedGpuMemory=None)])])
    assert only(read(tmp_path, hidden)).memory_ours is None  # as on Windows


def test_old_drivers_know_throttling_by_its_old_name(tmp_path: Path) -> None:
    old = card(CurrentClocksThrottleReasons=0x20)
    del old["nvmlDeviceGetCurrentClocksEventReasons"]
    assert only(read(tmp_path, FakeNvml([old]))).throttle == ("heat",)


def test_a_lost_card_says_so_and_the_other_is_read(tmp_path: Path) -> None:
    second = card(PciInfo=SimpleNamespace(busId=b"00000000:05:00.0"))
    lost, fine = read(tmp_path, FakeNvml([card(MemoryInfo=NVMLError(15)), second])).cards
    assert "has lost this card" in lost.trouble
    assert (fine.trouble, fine.slot, fine.busy) == ("", "0000:05:00.0", 91)


@pytest.mark.parametrize(("error", "words"), [(12, ()), (18, ("Restart",)), (9, ("not loaded",)), (999, ("(NVML",))])
def test_a_driver_that_does_not_answer_is_one_sentence(tmp_path: Path, error: int, words: tuple[str, ...]) -> None:
    notes = read(tmp_path, FakeNvml([card()], init_error=error)).notes
    assert len(notes) == len(words)
    assert all(word in note for word, note in zip(words, notes, strict=True))


def test_pairs_of_nvidia_cards(tmp_path: Path) -> None:
    cards = [card(), card(PciInfo=SimpleNamespace(busId="00000000:05:00.0"))]
    far = SimpleNamespace(busId="00000000:05:00.0")
    asked: list[object] = []

    def peer(handle: int, other: int, which: object) -> int:
        asked.append(which)
        return 5

    pairs = {
        "nvmlDeviceGetTopologyCommonAncestor": lambda *_: 30, "nvmlDeviceGetP2PStatus": peer,
        "nvmlDeviceGetNvLinkState": lambda handle, link: int(link < 4),
        "nvmlDeviceGetNvLinkRemotePciInfo": lambda handle, link: far,
    }  # fmt: skip
    found = read(tmp_path, FakeNvml(cards, pairs)).between("0000:05:00.0", "0000:01:00.0")
    assert found is not None
    assert (found.path, found.peer, found.nvlinks) == ("PCIe through the CPU", False, 4)
    assert found.why_no_peer == "driver"
    assert asked == [0, 1], "numbers, not the tuple that the binding calls READ"


def test_a_radeon_is_judged_at_the_edge_of_the_card(tmp_path: Path) -> None:
    """Behind its own bridges the last function always says x16."""
    address = radeon(tmp_path, 3, slot=(3, 4))
    found = only(read(tmp_path))
    assert (found.slot, found.name, found.maker) == (address, "AMD Radeon AI PRO R9700", "AMD")
    assert (found.link_now, found.link_slot, found.link_card) == (PciLink(3, 4), PciLink(3, 4), PciLink(5, 16))
    assert (found.memory_total, found.memory_used, found.busy) == (32 << 30, 20 << 30, 87)
    assert (found.watts, found.watts_limit, found.celsius, found.clock) == (241, 300, 71, 2350)
    assert (found.display, found.integrated, found.throttle) == (True, False, None)


def test_a_switch_on_the_board_is_no_part_of_the_card(tmp_path: Path) -> None:
    way = "0000:00:01.0"
    for number, (bridge, most) in enumerate({"board": (4, 16), "other": (3, 8)}.items()):
        way = f"{way}/0000:0{number + 1}:00.0" if number else way
        port(tmp_path, way, most, maker=bridge)
    for place in ("0000:05:00.0", "0000:06:00.0"):
        way += f"/{place}"
        device(tmp_path, way, "AMD", "0x060400", now=(3, 8), most=(4, 16))
    device(tmp_path, f"{way}/0000:07:00.0", "AMD", "0x030000", now=(4, 16), most=(4, 16), driver="amdgpu")
    found = only(read(tmp_path))
    assert (found.link_now, found.link_slot, found.link_card) == (PciLink(3, 8), PciLink(3, 8), PciLink(4, 16))


def test_paths_between_cards_that_no_driver_tells(tmp_path: Path) -> None:
    one, other = radeon(tmp_path, 3, slot=(4, 16)), radeon(tmp_path, 0x13, slot=(4, 16))
    pair = read(tmp_path).between(one, other)
    assert pair == PairReading((one, other), "PCIe through the CPU"), "peer access is not reported"
    for address, node in ((one, "0"), (other, "1")):
        (tmp_path / "bus/pci/devices" / address / "numa_node").write_text(node)
    pair = read(tmp_path).between(one, other)
    assert pair is not None
    assert pair.path == "PCIe across two processors"
    switch = "0000:00:1a.0/0000:20:00.0"
    for number in (1, 2):
        device(tmp_path, f"{switch}/0000:21:0{number}.0/0000:2{number + 1}:00.0", "AMD", "0x030000", driver="amdgpu")
    pair = read(tmp_path).between("0000:22:00.0", "0000:23:00.0")
    assert pair is not None
    assert pair.path == "one PCIe switch"


def test_amd_s_marked_level_is_the_link_now(tmp_path: Path) -> None:
    radeon(tmp_path, 3, slot=(4, 16), levels="0: 2.5GT/s, x8 310Mhz *\n1: 16.0GT/s, x16 619Mhz")
    found = only(read(tmp_path))
    assert (found.link_now, found.link_can) == (PciLink(1, 8), PciLink(4, 16))


def test_ours_on_amd_comes_from_its_compute_driver(tmp_path: Path) -> None:
    address = radeon(tmp_path, 3, slot=(4, 16))
    node = tmp_path / "class/kfd/kfd/topology/nodes/1"
    node.mkdir(parents=True)
    bus = int(address.split(":")[1], 16)
    (node / "properties").write_text(f"simd_count 128\nlocation_id {bus << 8}\ndomain 0\n")
    (node / "gpu_id").write_text("4242\n")
    for pid, held in ((os.getpid(), 9 << 30), (1, 3 << 30)):
        process = tmp_path / f"class/kfd/kfd/proc/{pid}"
        process.mkdir(parents=True)
        (process / "vram_4242").write_text(f"{held}\n")
    assert only(read(tmp_path)).memory_ours == 9 << 30


def test_graphics_inside_a_processor_and_cards_without_a_driver(tmp_path: Path) -> None:
    device(tmp_path, "0000:00:02.0", "Intel", "0x030000", {"drm/card0/gt/gt0/rps_act_freq_mhz": "300"}, driver="i915")
    port(tmp_path, "0000:00:08.1", (4, 16))
    apu = {"mem_info_vram_total": str(512 << 20), "gpu_busy_percent": "3"}
    device(tmp_path, "0000:00:08.1/0000:c5:00.0", "AMD", "0x030000", apu, driver="amdgpu")
    port(tmp_path, "0000:00:01.0", (4, 16))
    device(tmp_path, "0000:00:01.0/0000:01:00.0", "NVIDIA", "0x030000", driver="nouveau")
    device(tmp_path, "0000:00:1c.0", "other", "0x030000")  # a server's screen is nobody's card
    intel, nvidia, radeon_in_cpu = read(tmp_path).cards
    assert (intel.integrated, intel.clock, intel.memory_total) == (True, 300, None)
    assert radeon_in_cpu.integrated
    assert "nouveau" in nvidia.trouble


def test_a_sleeping_card_is_left_asleep(tmp_path: Path) -> None:
    radeon(tmp_path, 3, (4, 16), **{"power/runtime_status": "suspended"})
    found = only(read(tmp_path))
    assert (found.asleep, found.busy, found.memory_used) == (True, None, None)
    port(tmp_path, "0000:00:0a.0", (4, 16))
    device(tmp_path, "0000:00:0a.0/0000:0b:00.0", "NVIDIA", "0x030000", {"power/runtime_status": "suspended"})
    nvml = FakeNvml([card()])
    sources = Sources(tmp_path, nvml)
    sources.open()
    assert all(each.asleep for each in sources.read().cards)
    assert nvml.opened == 0, "asking NVIDIA's driver would wake it"
    (tmp_path / "bus/pci/devices/0000:0b:00.0/power/runtime_status").write_text("active")
    assert any(each.busy == 91 for each in sources.read().cards)


def test_an_arc_s_power_is_what_its_energy_grew_by(tmp_path: Path) -> None:
    files = {"hwmon/hwmon2/energy1_input": "1000000", "hwmon/hwmon2/power1_max": "190000000",
             "tile0/gt0/freq0/act_freq": "2400"}  # fmt: skip
    port(tmp_path, "0000:00:01.0", (4, 8), maker="Intel")  # as the card, and no part of it
    for place in ("0000:00:01.0/0000:01:00.0", "0000:00:01.0/0000:01:00.0/0000:02:01.0"):
        device(tmp_path, place, "Intel", "0x060400", now=(4, 8), most=(4, 16))
    card_path = device(
        tmp_path, "0000:00:01.0/0000:01:00.0/0000:02:01.0/0000:03:00.0", "Intel", "0x030000", files,
        now=(1, 1), most=(1, 1), driver="xe",
    )  # fmt: skip
    now = [10.0]
    cards = IntelCards(lambda: now[0])
    (arc,) = controllers(tmp_path)
    first = cards.read(arc, "Arc")
    (card_path / "hwmon/hwmon2/energy1_input").write_text("241000000")
    now[0] += 2
    second = cards.read(arc, "Arc")
    assert (first.watts, second.watts, second.watts_limit, second.clock) == (None, 120, 190, 2400)
    assert (second.link_now, second.link_card, second.integrated) == (PciLink(4, 8), PciLink(4, 16), False)


def test_the_kernel_knows_that_a_long_slot_is_wired_short(tmp_path: Path) -> None:
    port(tmp_path, "0000:00:01.0", (3, 4))
    device(tmp_path, "0000:00:01.0/0000:01:00.0", "NVIDIA", "0x030000", now=(1, 4), most=(4, 16), driver="nvidia")
    found = only(read(tmp_path, FakeNvml([card(CurrPcieLinkGeneration=1, CurrPcieLinkWidth=4)])))
    assert (found.link_now, found.link_can, found.link_card) == (PciLink(1, 4), PciLink(3, 4), PciLink(4, 16))


def test_readings_are_found_by_uuid_or_slot() -> None:
    one, other = CardReading("0000:01:00.0", "NVIDIA", "A", "GPU-AB"), CardReading("0000:05:00.0", "AMD", "B")
    found = Reading(0.0, cards=(one, other))
    assert found.of(Device("cuda:1", "cuda", "A", "p", uuid="ab", slot="0000:09:00")) is found.cards[0]
    assert found.of(Device("cuda:0", "cuda", "B", "p", slot="0000:05:00")) is found.cards[1]
    assert found.of(Device("cpu", "cpu", "C", "ram")) is None
    assert full_slot("00000000:0A:00.0") == "0000:0a:00.0"


def test_the_processor_and_memory_are_real() -> None:
    host.prepare()
    found = host.read()
    assert found.memory_total == psutil.virtual_memory().total
    assert found.cpu_busy is not None
    assert 0 <= found.cpu_busy <= 100


def test_a_child_of_ours_is_ours_and_a_stranger_is_not() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        ours = Ours()
        assert ours.is_ours(child.pid)
        assert ours.is_ours(os.getpid())
        assert not ours.is_ours(1)
        assert not ours.is_ours(2**22 + 1)
        child.communicate(b"\n")


def test_tracks_keep_a_minute() -> None:
    track = Track()
    for second in range(100):
        track.add(Reading(float(second), cards=(CardReading("a", "AMD", "A", busy=second),)))
    samples = track.by_slot["a"]
    assert (samples[0].when, samples[-1].busy, samples[-1].watts) == (39.0, 99, None)
