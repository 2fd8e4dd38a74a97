"""tandem-engine devices"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine.cli.client import Client
from engine.cli.options import tell
from engine.devices.links import kept
from engine.plan.types import Device
from engine.plan.words import size


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help="how fast GPUs read and copy memory, and how they talk")


def run(args: argparse.Namespace) -> int:
    with Client() as client:
        answer = client.devices(args.measure)
    for note in answer.notes:
        tell(note)
    if args.json:
        print(json.dumps([{**asdict(each), "trial_only": each.trial_only} for each in answer.devices], indent=2))
    else:
        for device in answer.devices:
            print(_line(device))
        for line in _links(answer.devices):
            print(line)
    return 0


def _links(devices: Sequence[Device]) -> Iterator[str]:
    """How those of them talk that have been tried together."""
    names = {device.uuid or device.id: device.id for device in devices}
    for key, tried in kept().items():
        if set(key) <= set(names):
            who = ", ".join(sorted(names[each] for each in key))
            if tried.way == "gloo":
                yield f"{who}: neither peer access nor pinned host memory works, so they talk through the CPU."
            else:
                times = ", ".join(f"{size >> 10} KB {1e6 * seconds:.1f} us" for size, seconds in tried.link.points)
                yield f"{who}: an all-reduce with the next norm, through {tried.link.what}: {times}"


def _line(device: Device) -> str:
    free, total = (
        "not reported" if held is None else size(held) for held in (device.memory_free, device.memory_total)
    )
    parts = [f"{device.id:8}", device.name, f"{free} of {total} free", device.slot or ""]
    parts += [device.uuid or "", f"capability {device.capability}" if device.capability else ""]
    if device.bandwidth and device.copy_bandwidth:
        parts.append(f"reads {device.bandwidth / 1e9:,.0f} GB/s, copies {device.copy_bandwidth / 1e9:,.0f} GB/s")
    line = "  ".join(part for part in [*parts, "for trial" if device.trial_only else ""] if part)
    return f"{line}\n          {device.why_plain}" if device.why_plain else line
