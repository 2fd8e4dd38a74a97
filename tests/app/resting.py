"""What the real window with the real engine takes while nobody touches it: CPU time, wakes, and the network.

    python -m tests.app.resting [--seconds 10] [--profile FOLDER]

Opens every page, then rests: on the chat page, which shows the cards' live figures, and minimised. Prints a line of
JSON: `used` in shares of a core, `wakes` per second, what was `asked` of the network and which `lines` were open.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

PAGES = ("library", "hardware", "compare", "settings", "chat")
STEP_MS, SETTLED_MS = 300, 1500


class Resting:
    def __init__(self, window: Any, seconds: float, asked: list[str]) -> None:
        self._window, self._seconds, self._asked = window, seconds, asked
        self._pages = list(PAGES)
        self._used: dict[str, float] = {}
        self._wakes: dict[str, float] = {}
        self._step()

    def _step(self) -> None:
        from PySide6.QtCore import QTimer

        if self._pages:
            self._window.show_page(self._pages.pop(0))
        elif self._window.models.client.ready:
            QTimer.singleShot(SETTLED_MS, lambda: self._rest("open", self._minimise))
            return
        QTimer.singleShot(STEP_MS, self._step)

    def _minimise(self) -> None:
        from PySide6.QtCore import QTimer

        self._window.showMinimized()
        QTimer.singleShot(SETTLED_MS, lambda: self._rest("minimised", self._tell))

    def _rest(self, name: str, then: Callable[[], None]) -> None:
        from PySide6.QtCore import QAbstractEventDispatcher, QTimer

        dispatcher, began, wakes = QAbstractEventDispatcher.instance(), time.process_time(), 0

        def woke() -> None:
            nonlocal wakes
            wakes += 1

        def over() -> None:
            dispatcher.awake.disconnect(woke)
            self._used[name] = (time.process_time() - began) / self._seconds
            self._wakes[name] = wakes / self._seconds
            then()

        dispatcher.awake.connect(woke)
        QTimer.singleShot(round(1000 * self._seconds), over)

    def _tell(self) -> None:
        import psutil

        family = [psutil.Process(), *psutil.Process().children(recursive=True)]
        lines = [str(each.raddr or each.laddr) for one in family for each in one.net_connections("inet")]
        told = {"asked": self._asked, "lines": lines, "used": self._used, "wakes": self._wakes}
        print(json.dumps({**told, "processes": len(family)}), flush=True)
        self._window.close()


def watch_network() -> list[str]:
    """From now on: names that are looked up and addresses that are connected to, in this process."""
    asked: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            asked.append(f"{event} {arguments[0]}")
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            asked.append(f"{event} {arguments[1]}")

    sys.addaudithook(hook)
    return asked


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--profile", default="")
    given = parser.parse_args()
    asked = watch_network()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.shell import start

    before, kept = start._after_paint, list[Resting]()  # Qt's timers do not hold whose method they call

    def started(window: Any, *others: Any) -> None:
        before(window, *others)
        kept.append(Resting(window, given.seconds, asked))

    start._after_paint = started
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(start.run(None, given.profile or folder))


if __name__ == "__main__":
    main()
