"""What goes wrong for a reason that a user can understand."""

from __future__ import annotations

from engine.sentence import Sentence


class Told(Exception):
    """The text is one plain sentence, and all that a user needs; `details`, if any, are for the log."""

    details: str = ""


def words_of(error: BaseException) -> str:
    """What an error says. A `Sentence` stays one, where `str()` would forget what it is made of."""
    said = error.args[0] if error.args else None
    return said if isinstance(said, Sentence) else str(error)
