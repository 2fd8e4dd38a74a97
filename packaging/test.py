"""Set Tandem up for testing if need be, and run its tests.

Usage: python3 packaging/test.py [arguments of pytest]

Two run at a time; `-n 0` runs one after the other in one process, as a debugger needs it.
Most tests need no screen; on Linux those that drive the real window bring one that nobody sees.
"""

import sys

from python_version import require_supported_python

# Two processes: with more, those tests whose ranks wait for each other would have no cores. Each gets whole files, in
# the usual order, since the tests of a file share engines and models, and those of tests/end_to_end, which come before
# tests/engine, count the engines of their process.
SPREAD = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    """Exit status of pytest."""
    import subprocess

    from console import SetupError, say
    from setup_environment import ROOT, ensure_environment
    from system_packages import VIRTUAL_SCREEN, WINDOW, X11, require

    require(WINDOW, "The window")
    try:
        require({**X11, **VIRTUAL_SCREEN}, "The tests' virtual screen")
    except SetupError as error:
        say(f"going on without the tests that need it. {error}")
    python = ensure_environment(("test", "dev"))
    command = [str(python), "-m", "pytest", *SPREAD, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    require_supported_python()
    from console import exit_status

    sys.exit(exit_status(main))
