"""`python -m tests.app.screens OUT [--only PAGE]`: a picture of every row of the table, and what is wrong in them.

Exit 1 and a line per finding (picture, widget, what) if anything is. `--only` takes the beginning of a picture's name.
With `--gallery` in place of a folder, those that are kept in pictures/ are made.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is asked for anything

from tests.app.screens.gallery import FOLDER, GALLERY, page_of_pictures
from tests.app.screens.shoot import shoot
from tests.app.screens.table import SHOTS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.app.screens", description=__doc__)
    out = parser.add_mutually_exclusive_group(required=True)
    out.add_argument("out", type=Path, nargs="?", help="the folder for the pictures")
    out.add_argument("--gallery", action="store_true", help="make those anew that are kept beside this script")
    parser.add_argument("--only", default="", metavar="PAGE", help="pictures whose name begins so")
    parser.add_argument("--scale", type=float, help=argparse.SUPPRESS)  # of this process: Qt has one for all windows
    arguments = parser.parse_args()
    shots, folder = SHOTS, arguments.out
    if arguments.gallery:
        shots, folder = tuple(shot for _, shot in GALLERY), FOLDER
        (folder / "README.md").write_text(page_of_pictures(), encoding="utf-8")
    wanted = [shot for shot in shots if shot.name.startswith(arguments.only)]
    if not wanted:
        parser.error(f"No picture's name begins with {arguments.only}. They are in tests/app/screens/table.py.")
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.scale is not None:
        findings = shoot([shot for shot in wanted if shot.scale == arguments.scale], folder)
        for finding in findings:
            print(finding, flush=True)
        return 1 if findings else 0
    failed = False
    for scale in sorted({shot.scale for shot in wanted}):
        where = "--gallery" if arguments.gallery else str(folder)
        command = [sys.executable, "-m", "tests.app.screens", where, "--only", arguments.only]
        environment = {**os.environ, "QT_SCALE_FACTOR": f"{scale:g}"}
        failed |= subprocess.run([*command, "--scale", f"{scale:g}"], env=environment).returncode != 0
    print(f"{len(wanted)} pictures in {folder}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
