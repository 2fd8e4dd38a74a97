"""Set Tandem up if need be, fetch the starter model, and open the window with it.

Usage: python3 packaging/run.py [MODEL.gguf]
"""

import sys

from python_version import require_supported_python


def main() -> int:
    """Exit status of the window."""
    import os
    import subprocess

    from console import SetupError, say
    from setup_environment import ROOT, ensure_environment, scripts_folder
    from system_packages import WINDOW, X11, require

    wayland = "WAYLAND_DISPLAY" in os.environ
    has_display = sys.platform != "linux" or wayland or "DISPLAY" in os.environ
    if has_display:
        require(WINDOW if wayland else {**WINDOW, **X11}, "The window")
    python = ensure_environment()
    arguments = sys.argv[1:]
    if not arguments:
        say("fetching the starter model, unless it is here already")
        fetched = subprocess.run([python, "-m", "engine.starter"], cwd=ROOT, check=False)
        arguments = ["starter"] if fetched.returncode == 0 else []
    if not has_display:
        engine = scripts_folder() / "tandem-engine"
        raise SetupError(f"there is no screen to open a window on. Without one, use: {engine} --help")
    say("opening the window")
    return subprocess.run([scripts_folder() / "tandem", *arguments], check=False).returncode


if __name__ == "__main__":
    require_supported_python()
    from console import exit_status

    sys.exit(exit_status(main))
