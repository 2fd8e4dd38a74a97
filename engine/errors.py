"""What goes wrong for a reason that a user can understand."""

from __future__ import annotations


class Told(Exception):
    """The text is one plain sentence, and all that a user needs; `details`, if any, are for the log."""

    details: str = ""
