"""All of BENCHMARKS.md's figures of the window, one benchmark after another: ten minutes, best with nothing beside.

    python -m tests.app.bench_frame
"""

from __future__ import annotations

import os
import subprocess
import sys

RUNS = (
    "resting", "bench_start", "bench_start --xvfb", "bench_start --evict", "bench_start --page library", "bench_window",
    "bench_window --size 1920x1080 --scale 2", "bench_window --tokens 1000000 --only open,page,jump,stream",
)  # fmt: skip


def main() -> None:
    print(f"load before: {os.getloadavg()[0]:.1f}")
    for run in RUNS:
        print(f"\n{run}", flush=True)
        subprocess.run([sys.executable, "-m", *f"tests.app.{run}".split()], check=True)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
