"""Tandem against llama.cpp on the same file and cores: `python -m tests.race MODEL... --peer NAME=LLAMA_BENCH`.

Every round runs each program once on each model, one after another and each with a load of its own, in an order that
turns round from one round to the next. Medians of the rounds are shown, and the median of the ratios within a round.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

Speeds = dict[str, float]  # tokens per second by test


def tandem(model: Path, options: argparse.Namespace) -> Speeds:
    command = [
        sys.executable, "-m", "engine.cli.main", "bench", str(model), "--no-history", "--devices", "cpu",
        "--threads", str(options.threads), "-o", "json",
    ]  # fmt: skip
    return _speeds(command, options)


def llama_bench(program: str, model: Path, options: argparse.Namespace) -> Speeds:
    return _speeds([program, "-m", str(model), "-t", str(options.threads), "-o", "json"], options)


def _speeds(command: Sequence[str], options: argparse.Namespace) -> Speeds:
    counts = ["-p", str(options.prompt), "-n", str(options.generate), "-r", "1"]
    run = subprocess.run([*command, *counts], check=True, capture_output=True, text=True)
    rows = json.loads(run.stdout)
    return {f"pp{row['n_prompt']}" if row["n_prompt"] else f"tg{row['n_gen']}": row["avg_ts"] for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--peer", action="append", required=True, metavar="NAME=LLAMA_BENCH", help="may be repeated")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--prompt", type=int, default=512)
    parser.add_argument("--generate", type=int, default=128)
    options = parser.parse_args()
    runs: dict[str, Callable[[Path], Speeds]] = {"tandem": lambda model: tandem(model, options)}
    for peer in options.peer:
        name, _, program = peer.partition("=")
        runs[name] = lambda model, program=program: llama_bench(program, model, options)
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for number in range(options.rounds):
        for model in options.models:
            names = list(runs) if number % 2 == 0 else list(runs)[::-1]
            for name in names:
                for test, speed in runs[name](model).items():
                    found[model.stem, test, name].append(speed)
                    print(f"{number} {model.stem} {test} {name}: {speed:.1f}", file=sys.stderr, flush=True)
    print("| model | test | program | median t/s | lowest to highest | tandem / it |\n|---|---|---|---:|---:|---:|")
    for (model, test, name), speeds in found.items():
        ratios = [ours / theirs for ours, theirs in zip(found[model, test, "tandem"], speeds, strict=True)]
        print(
            f"| {model} | {test} | {name} | {statistics.median(speeds):.1f} | {min(speeds):.1f} to {max(speeds):.1f} "
            f"| {statistics.median(ratios):.2f} |"
        )


if __name__ == "__main__":
    main()
