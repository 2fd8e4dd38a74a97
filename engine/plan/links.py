"""What it costs the ranks of a stage to add up a payload: measured where it was, else by a table."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.plan.types import Device


@dataclass(frozen=True)
class Link:
    """Seconds that an all-reduce takes, with the norm that comes after it and is a part of it on GPUs.

    `points` are (bytes of the payload, seconds), with growing bytes, at least one. Raises ValueError for others.
    """

    points: tuple[tuple[int, float], ...]
    what: str  # the way that the bytes go, in a few words: "peer access", "pinned host memory"
    measured: bool = True

    def __post_init__(self) -> None:
        sizes = [size for size, _ in self.points]
        if not sizes or sizes != sorted(set(sizes)) or not all(0 <= seconds < 1e9 for _, seconds in self.points):
            raise ValueError(f"a link needs points with growing bytes and a time each, not {self.points}")

    def seconds(self, nbytes: int) -> float:
        """On the line between the points around it; beyond the last two on theirs, which never falls; before the first
        as long as that takes.
        """
        at = bisect_right([size for size, _ in self.points], nbytes)
        if not at or len(self.points) == 1:
            return self.points[0][1]
        (left, before), (right, after) = self.points[min(at, len(self.points) - 1) - 1 :][:2]
        slope = (after - before) / (right - left)
        if at == len(self.points):
            return self.points[-1][1] + max(slope, 0.0) * (nbytes - right)
        return before + slope * (nbytes - left)


Way = Literal["peers", "host", "gloo"]  # through the cards' own memories, pinned host memory, or neither directly

Links = Mapping[tuple[str, ...], Link]  # what was measured, by `link_key` of the devices that took part

# Where nothing was measured: seconds of an empty payload, and bytes a second that each rank takes from each of the
# others. GPUs are not taken to have peer access. Guesses on the safe side of these figures: one write and one read over
# PCIe 4 (4 to 8 us and 12 to 25 GB/s, estimated) and two kernels for GPUs; 3.6 us for 8 KB and 6 GB/s between two
# ranks on one processor, in BENCHMARKS.md; a GPU beside the processor waits for both.
UNMEASURED: Mapping[str, tuple[float, float, str]] = {
    "gpu": (15e-6, 10e9, "pinned host memory"),
    "cpu": (8e-6, 5e9, "shared memory"),
    "mixed": (25e-6, 5e9, "host memory"),
}


def link_key(devices: Sequence[Device]) -> tuple[str, ...]:
    """One name per rank, in an order of its own: a card's UUID, which stays when cards are numbered anew, or the id."""
    return tuple(sorted(device.uuid or device.id for device in devices))


def link_between(devices: Sequence[Device], links: Links) -> Link:
    """What was measured with just these ranks; else with the fewest others beside them, which is no faster; else a
    guess by the kinds of devices.
    """
    key = link_key(devices)
    if key in links:
        return links[key]
    wanted = Counter(key)
    wider = [among for among in links if wanted <= Counter(among)]
    return links[min(wider, key=len)] if wider else unmeasured(devices)


def unmeasured(devices: Sequence[Device]) -> Link:
    kinds = {"cpu" if device.kind == "cpu" else "gpu" for device in devices}
    latency, rate, what = UNMEASURED[kinds.pop() if len(kinds) == 1 else "mixed"]
    size = 1 << 20
    return Link(((0, latency), (size, latency + (len(devices) - 1) * size / rate)), what, measured=False)


def links_to_json(links: Links) -> list[dict[str, Any]]:
    """As lists and dicts that `json` can write."""
    return [
        {"devices": list(key), "what": link.what, "points": [*map(list, link.points)]} for key, link in links.items()
    ]


def links_from_json(kept: Any) -> dict[tuple[str, ...], Link]:
    """What `links_to_json` gave. Raises ValueError, TypeError or KeyError for anything else."""
    return {
        tuple(sorted(map(str, each["devices"]))): Link(
            tuple((int(size), float(seconds)) for size, seconds in each["points"]), str(each["what"])
        )
        for each in kept
    }
