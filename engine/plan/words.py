"""How sentences and tables about plans name devices, bytes and lists."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP, Sentence, Size

RANK, RANKS = QT_TRANSLATE_NOOP("engine", "rank {numbers}"), QT_TRANSLATE_NOOP("engine", "ranks {numbers}")
LIST, CHOICE = QT_TRANSLATE_NOOP("engine", "{some} and {last}"), QT_TRANSLATE_NOOP("engine", "{some} or {last}")


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
    return _listed(words, LIST)


def either(words: Sequence[str]) -> str:
    """The same with "or"."""
    return _listed(words, CHOICE)


def _listed(words: Sequence[str], told: Sentence) -> str:
    if len(words) < 2:
        return words[0] if words else ""
    return told.format(some=tuple(words[:-1]), last=words[-1])


def numbered(numbers: Sequence[int]) -> str:
    """[3] -> "rank 3"; [0, 1, 4] -> "ranks 0, 1 and 4"."""
    return (RANK if len(numbers) == 1 else RANKS).format(numbers=joined([str(number) for number in numbers]))
