"""A check takes a `Sight` and returns what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.screens.checks.contrast import faint_edges, faint_texts
from tests.app.screens.checks.cut import cut_texts
from tests.app.screens.checks.names import nameless_icons
from tests.app.screens.checks.overlap import overlapping_texts, overlapping_widgets
from tests.app.screens.checks.tables import foreign_colours, foreign_fonts
from tests.app.screens.sight import Finding, Sight

CHECKS: tuple[Callable[[Sight], list[Finding]], ...] = (
    cut_texts, overlapping_widgets, overlapping_texts, faint_texts, faint_edges, nameless_icons, foreign_fonts,
    foreign_colours,
)  # fmt: skip
