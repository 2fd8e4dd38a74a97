"""How the GPUs of this computer talk to each other: tried in processes of their own, once, and kept.

Peer access that is granted may still not work (IOMMUs, virtual machines, bridges), so each way is tried with numbers
before a model goes it.
"""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from engine.child import Child
from engine.plan.links import Link, Links, Way, link_key, links_from_json, links_to_json
from engine.plan.types import Device

WAYS: dict[Way, str] = {"peers": "peer access", "host": "pinned host memory"}  # in the order in which they are tried
WAY_OF = {what: way for way, what in WAYS.items()}
BY_GLOO = Link(((0, 200e-6), (1 << 20, 1.5e-3)), "the CPU", measured=False)  # a guess: copies, and waits of the host
TRIAL_SECONDS = 40.0
MOST_ALONE = 4  # cards: a trial takes seconds, and eight cards have 28 pairs


@dataclass(frozen=True)
class Tried:
    """What came of it for some devices."""

    way: Way  # the first that works; gloo always does
    link: Link  # of that way


def talk_directly(devices: Sequence[Device]) -> bool:
    """Whether these could talk in kernels of their own, each on a card of its own."""
    own = all(_has_kernels(device) for device in devices)
    return len(devices) > 1 and own and len({device.pool for device in devices}) == len(devices)


def _has_kernels(device: Device) -> bool:
    return device.kind == "cuda" and device.quantised and bool(device.uuid)


def kept() -> dict[tuple[str, ...], Tried]:
    """By `link_key`; empty if nothing is kept or it cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = links_from_json(json.loads(_file().read_text())).items()
        return {k: Tried(WAY_OF[v.what], v) if v.what in WAY_OF else Tried("gloo", BY_GLOO) for k, v in found}
    return {}


def links() -> Links:
    """Of all devices that were tried together."""
    return {key: each.link for key, each in kept().items()}


def find(
    devices: Sequence[Device],
    cancelled: Callable[[], bool] = lambda: False,
    anew: bool = False,
    begun: Callable[[], None] = lambda: None,
) -> Tried | None:
    """What is kept of these devices, or else, or `anew`, is found out now, which takes some seconds and is told to
    `begun`; None if there is nothing to try, or the front end no longer wants it."""
    if not talk_directly(devices):
        return None
    known = kept()
    if (found := known.get(link_key(devices))) and not anew:
        return found
    begun()
    for way in WAYS:
        points = tried(tuple(devices), way, cancelled)
        if cancelled():
            return None
        if points is not None:
            return _keep(known, devices, Tried(way, Link(points, WAYS[way])))
    return _keep(known, devices, Tried("gloo", BY_GLOO))


def find_all(devices: Sequence[Device]) -> None:
    """Find out anew how those of them talk that can: all together, and of up to MOST_ALONE also each two alone, which
    shows the one that sits in a slow slot.
    """
    cards = tuple(device for device in devices if _has_kernels(device))
    alone = combinations(cards, 2) if 2 < len(cards) <= MOST_ALONE else ()
    for some in (cards, *alone):
        find(some, anew=True)


def tried(
    devices: tuple[Device, ...], way: Way, cancelled: Callable[[], bool]
) -> tuple[tuple[int, float], ...] | None:
    """The slowest rank's times; None if it does not work, or not within TRIAL_SECONDS."""
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    measured = all(device.bandwidth for device in devices)
    children = [
        Child(
            "engine.comm.gpu.trial:rank_main", (rank, devices, way, measured), f"tandem-trial-{rank}", messages.put,
            lambda _: messages.put(None),
        )
        for rank in range(len(devices))
    ]  # fmt: skip
    times: list[tuple[tuple[int, float], ...]] = []
    deadline = time.monotonic() + TRIAL_SECONDS
    try:
        while len(times) < len(devices):
            try:
                message = messages.get(timeout=0.2)
            except queue.Empty:
                if cancelled() or time.monotonic() > deadline:
                    return None
                continue
            if isinstance(message, int):
                for child in children[1:]:
                    child.outbox.send(message)
            elif isinstance(message, tuple):
                times.append(message)
            else:  # it has ended, or says what is wrong
                return None
    finally:
        for child in children:
            child.kill()
    return max(times, key=lambda each: each[-1][1])


def _keep(known: dict[tuple[str, ...], Tried], devices: Sequence[Device], new: Tried) -> Tried:
    every = {key: each.link for key, each in {**known, link_key(devices): new}.items()}
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps(links_to_json(every)))
    return new


def _file() -> Path:
    return user_cache_path("tandem") / "links.json"
