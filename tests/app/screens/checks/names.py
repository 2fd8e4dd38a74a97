"""Icon buttons that say nothing to a screen reader or to a mouse that rests on them."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QWidget

from app.widgets.switch import Switch
from tests.app.screens.sight import Finding, Sight


def nameless_icons(sight: Sight) -> list[Finding]:
    found = []
    for widget in sight.widgets:
        if not isinstance(widget, QAbstractButton) or isinstance(widget, Switch) or _worded(sight, widget):
            continue
        for what, said in (("name", widget.accessibleName()), ("tooltip", widget.toolTip())):
            if not said:
                found.append(sight.finding(widget, f"an icon without a {what}"))
    return found


def _worded(sight: Sight, widget: QWidget) -> bool:
    """Whether words are painted on it."""
    return any(text.widget is widget for text in sight.texts)
