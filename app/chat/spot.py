"""What can be pressed in a message, by a click or, when the keyboard is on it, by Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect

from app.widgets import metrics

Kind = Literal[
    "thinking", "copy code", "copy message", "edit", "regenerate", "continue", "link", "previous", "next"
]  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """`words` are its name; `value` what it copies. `why_not` says why it cannot be pressed now."""

    kind: Kind
    rect: QRect
    words: str
    value: str = ""
    why_not: str = ""


def in_a_row(spots: list[tuple[Kind, str, str, str]], corner: QPoint) -> list[Spot]:
    """Words (kind, words, value, why not) side by side from a corner on."""
    made, left, height = [], corner.x(), metrics.CONTROL_HEIGHT_TABLE
    for kind, words, value, why_not in spots:
        width = max(metrics.text_width(metrics.CAPTION_LINK, words) + 2 * metrics.S, height)
        made.append(Spot(kind, QRect(left, corner.y(), width, height), words, value, why_not))
        left += width + metrics.S
    return made
