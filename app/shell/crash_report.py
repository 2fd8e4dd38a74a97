"""What helps to find out what went wrong, in one text: versions, devices, the error, the end of the log. No chat."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from app.settings.paths import Paths

CRASH_LOG = "crash.log"
LINES = 200  # of the log
KEPT = 10  # reports


def report(paths: Paths, details: str, thread: str = "") -> str:
    """`details` is the traceback."""
    from app.settings.licences import versions

    head = [f"Tandem report, {datetime.now():%Y-%m-%d %H:%M:%S}"]
    head += [f"{name}: {version}" for name, version in versions()]
    if thread:
        head.append(f"Thread: {thread}")
    return "\n".join([*head, "", details.rstrip(), "", f"The last {LINES} lines of the log:", *_tail(paths.log_file)])


def write_report(paths: Paths, words: str) -> Path | None:
    """The file that it was written to, or None if it could not be; the oldest of many reports goes."""
    path = paths.log / f"report-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
    try:
        path.write_text(words, encoding="utf-8")
    except OSError:
        return None
    for old in sorted(paths.log.glob("report-*.txt"))[:-KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path


def _tail(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES:]
    except OSError:
        return []
