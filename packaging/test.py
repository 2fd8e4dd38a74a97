"""Set Tandem up for testing if need be, and run its tests.

Usage: python3 packaging/test.py [arguments of pytest]

Most tests need no screen; on Linux those that drive the real window bring one that nobody sees.
"""

import sys

from python_version import require_supported_python


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
    return subprocess.run([str(python), "-m", "pytest", *sys.argv[1:]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    require_supported_python()
    from console import exit_status

    sys.exit(exit_status(main))
