"""Refuses a Python that cannot run Tandem. Written in syntax that older Pythons can still read."""

import sys

OLDEST = (3, 11)
NEWEST = (3, 14)


def require_supported_python() -> None:
    """End with one sentence if this Python is outside pyproject.toml's range."""
    found = sys.version_info[:2]
    if OLDEST <= found <= NEWEST:
        return
    sys.exit(
        "Tandem runs on Python {}.{} to {}.{}, and this is Python {}.{}: "
        "start the same command with a Python of that range.".format(*OLDEST, *NEWEST, *found)
    )
