"""Sizes, weights, families and colours that are in none of the style's tables."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from PySide6.QtWidgets import QWidget

from app.widgets import metrics
from app.widgets.theme import Theme
from tests.app.screens.sight import Finding, Sight

STYLES = [value for value in vars(metrics).values() if isinstance(value, metrics.TextStyle)]
FAMILIES = (metrics.UI_FAMILY, metrics.MONO_FAMILY)
WEIGHTS = (400, 500, 600)


def foreign_fonts(sight: Sight) -> list[Finding]:
    sizes = {style.size for style in STYLES}
    found = []
    for text in sight.texts:
        run = text.run
        for known, value in ((sizes, round(run.size)), (WEIGHTS, run.weight), (FAMILIES, run.family)):
            if value not in known:
                found.append(sight.finding(text.widget, f'"{run.words[:40]}" in {value}: not in the table of type'))
    return found


def foreign_colours(sight: Sight) -> list[Finding]:
    found = []
    for widget, painted in sight.inks:
        theme = _theme(widget)
        known = palette("dark" if theme.dark else "light") if theme is not None else frozenset()
        used = painted.colours | {run.colour for run in painted.runs}
        found += [sight.finding(widget, f"{colour} is in no palette") for colour in sorted(used - known) if known]
    return found


@cache
def palette(name: str) -> frozenset[str]:
    text = files("assets").joinpath("palettes", f"{name}.json").read_text(encoding="utf-8")
    return frozenset(colour.lower() for colour in json.loads(text).values())


def _theme(widget: QWidget | None) -> Theme | None:
    """Of the nearest widget that has one."""
    while widget is not None:
        theme = getattr(widget, "theme", None) or getattr(widget, "_theme", None)
        if isinstance(theme, Theme):
            return theme
        widget = widget.parentWidget()
    return None
