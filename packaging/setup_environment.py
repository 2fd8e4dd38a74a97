"""Makes the virtual environment `.venv` with Tandem in it: once, and again only when something has changed.

A stamp inside it says what it was made from. The stamp is marked unfinished while pip works, so that an
environment whose set-up was interrupted is never trusted: the next run makes it anew, from pip's cache.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from console import SetupError, say
from lock import exclusive
from python_version import NEWEST, OLDEST
from system_packages import require_venv_package

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from."""

    root: str  # scripts and the editable install hold absolute paths: a moved checkout needs new ones
    python: str  # "3.11"
    pyproject: str  # SHA-256
    extras: tuple[str, ...] = ()
    finished: bool = True


def ensure_environment(extras: tuple[str, ...] = ()) -> Path:
    """The Python of an environment that holds Tandem and these extras; made or completed first if need be.

    Raises SetupError, a sentence, where that is not possible.
    """
    with exclusive(ROOT / ".cache" / "setup.lock"):
        python = scripts_folder() / ("python.exe" if os.name == "nt" else "python")
        version = interpreter_version(python)
        found = read_stamp()
        pyproject = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
        wanted = Stamp(str(ROOT), version or running_version(), pyproject, extras)
        step = next_step(found, wanted, version)
        if step == "make":
            make_environment()
            found, wanted = None, replace(wanted, python=running_version())
        if step != "none":
            kept = found.extras if found else ()
            install(python, found, replace(wanted, extras=tuple(sorted({*extras, *kept}))))
        return python


def next_step(found: Stamp | None, wanted: Stamp, version: str | None) -> Literal["make", "install", "none"]:
    """What an environment with this stamp needs. `version` is its Python's, or None if that does not start.

    An environment without a stamp was made by hand, perhaps around another build of torch: it is added to.
    """
    if version is None or not OLDEST <= tuple(map(int, version.split("."))) <= NEWEST:
        return "make"
    if found is None:
        return "install"
    if not found.finished or found.root != wanted.root or found.python != version:
        return "make"
    if found.pyproject != wanted.pyproject or not set(wanted.extras) <= set(found.extras):
        return "install"
    return "none"


def scripts_folder() -> Path:
    """Where the environment keeps its commands."""
    return ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")


def stamp_file() -> Path:
    return ENVIRONMENT / "tandem-setup.json"


def running_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def interpreter_version(python: Path) -> str | None:
    """Major and minor version, asked of the interpreter itself; None if it does not start."""
    command = [str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def read_stamp() -> Stamp | None:
    try:
        fields = json.loads(stamp_file().read_text(encoding="utf-8"))
        return Stamp(**{**fields, "extras": tuple(fields["extras"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        return Stamp("", "", "", finished=False)  # cut short while it was written


def write_stamp(stamp: Stamp | None) -> None:
    if stamp is None:
        stamp_file().unlink(missing_ok=True)
    else:
        stamp_file().write_text(json.dumps(asdict(stamp)), encoding="utf-8")


def make_environment() -> None:
    """A new, empty environment, in place of what stood there."""
    if importlib.util.find_spec("ensurepip") is None:
        require_venv_package(running_version())
    if ENVIRONMENT.exists():
        if not (ENVIRONMENT / "pyvenv.cfg").exists() and read_stamp() is None:
            raise SetupError(f"{ENVIRONMENT} is in the way and is no Python environment: move it away.")
        say("replacing .venv, which is unfinished or out of date")
        try:
            shutil.rmtree(ENVIRONMENT)
        except OSError as error:
            raise SetupError(
                f"{ENVIRONMENT} cannot be replaced ({error}): close Tandem and delete that folder."
            ) from error
    say(f"making .venv with Python {running_version()}")
    ENVIRONMENT.mkdir()
    write_stamp(Stamp("", "", "", finished=False))
    # Started out of the environment itself, this Python has just been deleted: its base has not.
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", str(ENVIRONMENT)]
    made = subprocess.run(command, capture_output=True, text=True, check=False, close_fds=False)
    if made.returncode:
        reason = (made.stdout + made.stderr).strip().splitlines()[-1:]
        raise SetupError(f"{base} could not make an environment in {ENVIRONMENT}: {' '.join(reason)}")


def install(python: Path, before: Stamp | None, after: Stamp) -> None:
    """Let pip install this checkout, and whatever it needs, into the environment."""
    say("installing what pyproject.toml asks for (the first time takes minutes: PyTorch is large)")
    write_stamp(replace(after, finished=False))
    quiet = () if sys.stdout.isatty() else ("-qq",)  # a log needs no progress bars
    target = f".[{','.join(after.extras)}]" if after.extras else "."
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", *quiet, "--editable", target]
    if subprocess.run(command, cwd=ROOT, check=False, close_fds=False).returncode:
        write_stamp(before)  # pip ended by itself, so it left things as they were
        raise SetupError(
            "pip could not install Tandem's packages; its reason stands above. "
            "Check the network and the free space on the disk, then run this again."
        )
    write_stamp(after)
