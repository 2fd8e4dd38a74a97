"""Makes pictures: a window of its own for each, in the state of its scene, looked at by every check."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from app.library import catalog
from app.widgets import metrics
from app.widgets.theme import Theme
from tests.app.screens.checks import CHECKS
from tests.app.screens.sight import Finding, Sight
from tests.app.screens.stage import Stage
from tests.app.screens.table import Shot
from tests.app.screens.tongues import set_tongue

NOWHERE = (0, 4000)  # where a mouse rests on no control


def shoot(shots: Sequence[Shot], out: Path) -> list[Finding]:
    """All of one scale, in this process, whose scale that is."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    catalog.found_caches = dict  # what other programs on this computer keep is no part of a picture
    metrics.load_fonts()
    theme = Theme(app, "light")
    QCursor.setPos(*NOWHERE)
    blinking = app.cursorFlashTime()
    app.setCursorFlashTime(0)
    found: list[Finding] = []
    for shot in shots:
        found += _one(shot, theme, out)
    app.setCursorFlashTime(blinking)
    set_tongue(app, "en")
    theme.set_font_percent(100)
    theme.choose("light")
    return found


def _one(shot: Shot, theme: Theme, out: Path) -> list[Finding]:
    theme.choose("dark" if shot.theme == "dark" else "light")
    app = QCoreApplication.instance()
    assert app is not None
    set_tongue(app, shot.language)
    theme.set_font_percent(100 if shot.later else shot.percent)
    stage = Stage(theme, shot.size, shot.cards)
    try:
        shot.scene(stage)
        if shot.later:
            theme.set_font_percent(shot.percent)
        stage.settle()
        sight = Sight(stage.window, shot.name)
        sight.image.save(str(out / f"{shot.name}.png"))
        return [finding for check in CHECKS for finding in check(sight)]
    except Exception as error:
        traceback.print_exc()
        return [Finding(shot.name, "the scene", f"ended with {type(error).__name__}: {error}")]
    finally:
        stage.close()

