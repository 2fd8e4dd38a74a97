"""How sentences and tables about plans name devices, bytes and lists."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP, Size

RANK, RANKS = QT_TRANSLATE_NOOP("engine", "rank {numbers}"), QT_TRANSLATE_NOOP("engine", "ranks {numbers}")
LIST = QT_TRANSLATE_NOOP("engine", "{some} and {last}")


def device_name(device: Device) -> str:
    """What sentences call a device: the CPU by its id, a card by its name and id."""
    return device.id if device.kind == "cpu" else f"{device.name} ({device.id})"


def size(count: int) -> str:
    """Memory as its makers count it (1 GB = 2**30 bytes), rounded up so that a lack is never shown as nothing."""
    for name, unit in (("GB", 2**30), ("MB", 2**20)):
        if count >= unit:
            tenths = -(-count * 10 // unit)
            return Size(f"{tenths / 10:.1f} {name}" if tenths < 1000 else f"{-(-count // unit):,} {name}")
    return Size(f"{-(-count // 1024)} KB")


def joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return words[0] if words else ""
    return LIST.format(some=tuple(words[:-1]), last=words[-1])


def numbered(numbers: Sequence[int]) -> str:
    """[3] -> "rank 3"; [0, 1, 4] -> "ranks 0, 1 and 4"."""
    return (RANK if len(numbers) == 1 else RANKS).format(numbers=joined([str(number) for number in numbers]))
