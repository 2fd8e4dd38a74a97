"""The `tandem` command. Child processes run this file's top again, so everything heavy is imported inside `main`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window. Returns the exit status."""
    import argparse
    import multiprocessing

    multiprocessing.freeze_support()
    parser = argparse.ArgumentParser(
        prog="tandem", description="Run GGUF language models on all GPUs of this computer."
    )
    parser.add_argument(
        "model", nargs="?", metavar="MODEL", help='a .gguf file to load, or "starter" for a small model'
    )
    parser.add_argument("--profile", metavar="DIR", help="keep settings, chat and logs in this folder")
    arguments = parser.parse_args(argv)

    from app.shell.start import run

    return run(arguments.model, arguments.profile)


if __name__ == "__main__":
    sys.exit(main())
