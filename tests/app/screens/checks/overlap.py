"""Widgets that lie over their siblings, and texts that lie over each other, whoever painted them."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtWidgets import QWidget

from tests.app.screens.sight import FLOATING, Finding, Sight, name

MOST = 1.0  # px, in both directions
LETTERS_MOST = 2.0  # the boxes of letters are whole px


def overlapping_widgets(sight: Sight) -> list[Finding]:
    families: dict[QWidget, list[QWidget]] = {}
    for widget in sight.widgets:
        above = widget.parentWidget()
        if widget is not sight.window and above is not None and not isinstance(widget, FLOATING):
            families.setdefault(above, []).append(widget)
    found = []
    for children in families.values():
        for one, other in combinations(children, 2):
            both = one.geometry() & other.geometry()
            if both.width() > MOST and both.height() > MOST:
                found.append(sight.finding(one, f"lies over {name(other)} by {both.width()} x {both.height()} px"))
    return found


def overlapping_texts(sight: Sight) -> list[Finding]:
    seen = [text for text in sight.texts if text.whole and not sight.covered(text.widget, text.box)]
    seen.sort(key=lambda text: text.seen.top())
    found = []
    for place, one in enumerate(seen):
        for other in seen[place + 1 :]:
            if other.seen.top() >= one.seen.bottom():
                break
            both = one.seen & other.seen
            if both.width() > LETTERS_MOST and both.height() > LETTERS_MOST:
                what = f'"{one.run.words[:40]}" and "{other.run.words[:40]}" lie over each other'
                found.append(sight.finding(one.widget, what))
    return found

