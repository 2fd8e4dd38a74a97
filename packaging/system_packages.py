"""What Tandem needs of a Linux system beside Python: which libraries and programs, in which Debian packages.

On Debian and Ubuntu root gets them installed, anybody else gets the line to type; elsewhere they are named.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from console import SetupError, say

WINDOW = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}

X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

VIRTUAL_SCREEN = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}


def require(needs: Mapping[str, str], purpose: str) -> None:
    """Make sure that these libraries and programs (name -> Debian package) are here. Only Linux is asked.

    Raises SetupError, a sentence with what to install, if some are missing and cannot be installed.
    """
    if sys.platform != "linux":
        return
    missing = [name for name in needs if not is_present(name)]
    if missing:
        supply(missing, sorted({needs[name] for name in missing}), purpose)
        missing = [name for name in missing if not is_present(name)]
    if missing:
        raise SetupError(f"{purpose} still lacks {', '.join(missing)} after the packages were installed.")


def require_venv_package(version: str) -> None:
    """Debian keeps the part of Python that makes environments in a package of its own."""
    package = f"python{version}-venv"
    supply(["Python's ensurepip module"], [package], "Making a Python environment")


def is_present(name: str) -> bool:
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)  # what Qt's plug-ins will do; the linker's cache alone may be out of date
    except OSError:
        return False
    return True


def supply(missing: list[str], packages: list[str], purpose: str) -> None:
    """Install Debian packages as root; otherwise say what is to be done."""
    lacks = f"{purpose} lacks {', '.join(missing)}"
    if sys.platform == "win32" or shutil.which("apt-get") is None:
        raise SetupError(f"{lacks}: install that with your system's package manager, then run this again.")
    line = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        raise SetupError(f"{lacks}. Run this, then the same command again:\n  sudo {line}")
    say(f"installing {' '.join(packages)} by apt-get")
    apt_get("update")  # a stale list of packages is often still good enough: the next step decides
    if apt_get("install", "--yes", "--no-install-recommends", *packages):
        raise SetupError(f"{lacks}, and apt-get could not install it: see its message above, then run {line}")


def apt_get(*arguments: str) -> int:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ("-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0")  # wait for others; no progress bars
    return subprocess.run(["apt-get", "-qq", *options, *arguments], env=quiet, check=False).returncode
