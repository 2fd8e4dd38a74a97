"""tandem-engine devices"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from engine.cli.client import Client
from engine.cli.options import tell
from engine.plan.types import Device
from engine.plan.words import size


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    with Client() as client:
        answer = client.devices()
    for note in answer.notes:
        tell(note)
    if args.json:
        print(json.dumps([{**asdict(each), "trial_only": each.trial_only} for each in answer.devices], indent=2))
    else:
        for device in answer.devices:
            print(_line(device))
    return 0


def _line(device: Device) -> str:
    free, total = (
        "not reported" if held is None else size(held) for held in (device.memory_free, device.memory_total)
    )
    parts = [f"{device.id:8}", device.name, f"{free} of {total} free", device.slot or ""]
    return "  ".join([*parts, "for trial" if device.trial_only else ""]).rstrip()
