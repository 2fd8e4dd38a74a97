"""Set Tandem up for testing if need be, and run its tests.

Usage: python3 packaging/test.py [arguments of pytest]

On Linux they run on a virtual screen, so that no window opens on yours and none takes the keyboard.
"""

import sys

from python_version import require_supported_python


def main() -> int:
    """Exit status of pytest."""
    import os
    import subprocess
    from contextlib import nullcontext

    from setup_environment import ROOT, ensure_environment
    from system_packages import VIRTUAL_DISPLAY, WINDOW, X11, require
    from virtual_display import virtual_display

    require({**WINDOW, **X11, **VIRTUAL_DISPLAY}, "Testing the window")
    python = ensure_environment(("test", "dev"))
    with virtual_display() if sys.platform == "linux" else nullcontext(dict(os.environ)) as environment:
        command = [str(python), "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    require_supported_python()
    from console import exit_status

    sys.exit(exit_status(main))
