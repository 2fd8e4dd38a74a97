"""A screen that nobody sees, for tests that drive the real window: Xvfb with a window manager on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from console import SetupError

# -noreset: without it the server forgets its resources when the last window closes.
SERVER = ("Xvfb", "-screen", "0", "1400x900x24", "-noreset", "-nolisten", "tcp")


@contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """Yields the environment in which programs appear on it. Raises SetupError if Xvfb does not start."""
    with ExitStack() as stack:
        answer, number = os.pipe()
        with os.fdopen(answer) as reader:
            command = (*SERVER, "-displayfd", str(number))
            server = subprocess.Popen(command, pass_fds=[number], stderr=subprocess.DEVNULL)
            stack.callback(stop, server)
            os.close(number)
            display = reader.readline().strip()
        if not display:
            raise SetupError("Xvfb did not start: run `Xvfb :99` by hand to see its reason.")
        environment = {**os.environ, "DISPLAY": f":{display}"}
        environment.pop("WAYLAND_DISPLAY", None)  # Qt would prefer it, and open windows on the user's screen
        manager = subprocess.Popen(
            ["openbox"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(stop, manager)
        yield environment


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
