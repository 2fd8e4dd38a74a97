"""From the command to the first token: starts `tandem-engine` again and again and waits for the first byte it prints.

Usage: python -m tests.race.first_token [-n 5] [--cold] chat starter --prompt Hi --max-tokens 8 --devices cpu
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time


def seconds(arguments: list[str], cache: str | None) -> float:
    """`cache`: where compiled kernels are kept, on Linux, if not where they usually are."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache} if cache else None
    command = [sys.executable, "-m", "engine.cli.main", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout
        first = process.stdout.read(1)
        taken = time.perf_counter() - began
        process.stdout.read()
    if not first:
        raise SystemExit("It printed nothing: try the same command without this one.")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="each time with no kernels compiled yet (Linux)")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="of tandem-engine")
    options = parser.parse_args()
    if not options.cold:
        seconds(options.arguments, None)  # so that kernels are compiled and the file is in memory
    taken = []
    for _ in range(options.n):
        with tempfile.TemporaryDirectory() as empty:
            taken.append(seconds(options.arguments, empty if options.cold else None))
    print(f"{statistics.median(taken):.2f} s, the median of " + ", ".join(f"{each:.2f}" for each in taken))


if __name__ == "__main__":
    main()
