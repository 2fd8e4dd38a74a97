"""How the scripts of this folder speak: short lines, and one sentence when something is in the way."""

from __future__ import annotations

import sys
from collections.abc import Callable


class SetupError(Exception):
    """One plain sentence: what is in the way, and what to do about it."""


def say(line: str) -> None:
    print(f"Tandem: {line}", flush=True)


def exit_status(main: Callable[[], int]) -> int:
    """Run `main`; a SetupError or Ctrl+C becomes a line and an exit status instead of a traceback."""
    try:
        return main()
    except SetupError as error:
        print(f"Tandem: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("Tandem: stopped. The same command goes on from here.", file=sys.stderr, flush=True)
        return 130
