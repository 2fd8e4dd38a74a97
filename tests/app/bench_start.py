"""How long a start takes until the whole frame is painted, and what the window's process then holds.

    python -m tests.app.bench_start [--starts 10] [--xvfb] [--evict] [--chats 200] [--page chat]

Each start is a process of its own, timed from before its birth until the event after the one that painted the window
and everything in it. `--page` is the one that was open last. `--evict` drops the files of Python's libraries and of
this program from the page cache before each start, as after the computer was switched on. Bytecode is compiled by a
start that is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start(profile: str, born: float) -> None:
    """In the process that is timed. Prints a line of JSON and ends."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QMainWindow

    from app.shell.start import run
    from app.shell.window import Window

    def painted() -> None:
        wall, cpu = time.monotonic() - born, time.process_time()
        import psutil

        torch, memory = "torch" in sys.modules, psutil.Process().memory_info().rss / 2**20
        print(json.dumps({"wall": wall, "cpu": cpu, "memory": memory, "torch": torch}), flush=True)
        os._exit(0)

    def paint(window: Window, event: QPaintEvent) -> None:
        """What is in the window is painted after it, in the same event; then timers run."""
        QMainWindow.paintEvent(window, event)
        QTimer.singleShot(0, painted)

    Window.paintEvent = paint  # type: ignore[assignment,method-assign]
    run(None, profile)


def fill(profile: str, chats: int, page: str) -> None:
    """A profile that has been in use for a while."""
    from app.chat.conversation import in_a_row
    from app.chat.store import Store
    from app.chat.turn import Turn
    from app.settings.model import SettingsFile
    from app.settings.paths import find_paths

    paths = find_paths(profile)
    store = Store(paths.chats)
    for number in range(chats):
        words = f"Answer {number}, about *all* that `matters`.\n\n```python\nx = {number}\n```\n\n" * 8
        turns = [turn for _ in range(3) for turn in (Turn("user", f"Question {number}?"), Turn("assistant", words))]
        made = in_a_row(turns)
        store.write(made, turns)
    store.close()
    file = SettingsFile(paths.settings)
    file.settings.page = page
    file.save()


def evict() -> None:
    """Drop from the page cache what Python and this program would read."""
    folders = {Path(sysconfig.get_paths()[name]) for name in ("stdlib", "purelib", "platlib")} | {ROOT}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".pyc", ".so", ".ttf", ".svg", ".json") or ".so." in path.name:
                with open(path, "rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def timed(profile: str, environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.app.bench_start", "--inside", profile, str(time.monotonic())]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=True, timeout=60)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--page", default="chat")
    parser.add_argument("--xvfb", action="store_true")
    parser.add_argument("--evict", action="store_true")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        start(arguments.inside[0], float(arguments.inside[1]))
        return
    from tests.end_to_end.display import Display

    display = Display() if arguments.xvfb else None
    environment = display.environment if display is not None else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        with tempfile.TemporaryDirectory() as profile:
            fill(profile, arguments.chats, arguments.page)
            timed(profile, environment)
            starts = []
            for _ in range(arguments.starts):
                if arguments.evict:
                    evict()
                starts.append(timed(profile, environment))
    finally:
        if display is not None:
            display.close()
    assert not any(start["torch"] for start in starts)
    for name, unit, factor in (("wall", "ms", 1000), ("cpu", "ms", 1000), ("memory", "MB", 1)):
        values = [start[name] * factor for start in starts]
        print(f"{name}: median {statistics.median(values):.0f} {unit}, {min(values):.0f} to {max(values):.0f}")


if __name__ == "__main__":
    main()
