"""Times tensor mode on one card, which its ranks share under CUDA MPS, against the same card alone.

What comes of it is the split efficiency: what cutting a model costs where nothing is gained by it. It is no speed of
several cards.

Ranks with cards of their own never wait for each other's programs to end. So that these hardly do, each may use but a
part of the card's processors (`ROOM`), which is enough to read at nearly the card's speed.

Usage: python -m engine.bench.shared_card MODEL [--ranks 2,3] [--device cuda:0] [options of tandem-engine bench]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DAEMON = "nvidia-cuda-mps-control"
ROOM = 160  # percent of the card's processors that all ranks together may use: measured, see BENCHMARKS.md


@contextmanager
def mps() -> Iterator[dict[str, str]]:
    """The environment in which programs share cards at the same time. The daemon has folders of its own, and ends."""
    with tempfile.TemporaryDirectory(prefix="tandem-mps-") as folder:
        places = {f"CUDA_MPS_{what}_DIRECTORY": str(Path(folder) / what.lower()) for what in ("PIPE", "LOG")}
        for place in places.values():
            Path(place).mkdir()
        environment = {**os.environ, **places}
        subprocess.run([DAEMON, "-d"], env=environment, check=True)
        try:
            yield environment
        finally:
            subprocess.run([DAEMON], env=environment, input="quit\n", text=True, check=False)


def rows(options: list[str], mode: str, devices: list[str], environment: dict[str, str]) -> list[dict[str, Any]]:
    """What `tandem-engine bench` measures."""
    command = [sys.executable, "-m", "engine.cli.main", "bench", *options, "--split-mode", mode]
    command += ["--devices", ",".join(devices), "--no-history", "-o", "json"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(prog="engine.bench.shared_card", description=__doc__.split("\n")[0])
    parser.add_argument("--ranks", default="2")
    parser.add_argument("--device", default="cuda:0")
    args, options = parser.parse_known_args()
    with mps() as environment:
        alone = rows(options, "none", [args.device], environment)
        print("| model | test | none, tok/s | ranks sharing the card | tensor, tok/s | split efficiency |")
        print("|---|---|---:|---:|---:|---:|")
        for ranks in map(int, args.ranks.split(",")):
            part = {"CUDA_MPS_ACTIVE_THREAD_PERCENTAGE": str(min(100, ROOM // ranks))}
            shared = rows(options, "tensor", [args.device] * ranks, environment | part)
            for one, several in zip(alone, shared, strict=True):
                test = f"pp{one['n_prompt']}" if one["n_prompt"] else f"tg{one['n_gen']}"
                speeds = f"{one['median_ts']:.1f} | {ranks} | {several['median_ts']:.1f}"
                print(f"| {one['model_type']} | {test} | {speeds} | {several['median_ts'] / one['median_ts']:.3f} |")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
