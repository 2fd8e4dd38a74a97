"""A screen of one's own: Xvfb with a window manager, without which no window ever becomes active."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

TOOLS = ("Xvfb", "openbox", "xdotool")


class Display:
    """`name` is what DISPLAY must say. Ended by `close`."""

    def __init__(self, width: int = 1400, height: int = 900) -> None:
        missing = [tool for tool in TOOLS if shutil.which(tool) is None]
        assert not missing, f"install {', '.join(missing)}: these tests need them"
        read, write = os.pipe()
        screen = f"{width}x{height}x24"
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-noreset", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        self.name = f":{number}"
        self._manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)
        time.sleep(0.3)

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment with this display, and no other platform for Qt."""
        kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        return {**kept, "DISPLAY": self.name}

    def do(self, *command: str) -> str:
        """Run a tool such as xdotool on this display. Returns what it printed."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout.strip()

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)
