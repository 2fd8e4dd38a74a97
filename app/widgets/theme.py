"""Light and dark: the colour of every role, and the QPalette that Fusion's own controls draw with.

`QStyleHints.setColorScheme` has no effect under plain X11, so the palettes are ours and the hint is only read.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from app.widgets import metrics
from app.widgets.rescale import rescale

ThemeChoice = Literal["system", "light", "dark"]
Role = QPalette.ColorRole

FUSION_ROLES = {
    Role.Window: "window", Role.WindowText: "text", Role.Base: "surface", Role.AlternateBase: "sunken",
    Role.Text: "text", Role.Button: "surface", Role.ButtonText: "text", Role.BrightText: "error",
    Role.ToolTipBase: "surface", Role.ToolTipText: "text", Role.PlaceholderText: "faint",
    Role.Highlight: "accent", Role.HighlightedText: "on_accent", Role.Accent: "accent",
    Role.Link: "accent", Role.LinkVisited: "accent",
    Role.Light: "surface", Role.Midlight: "line", Role.Mid: "edge", Role.Dark: "edge", Role.Shadow: "line",
}  # fmt: skip
DISABLED_ROLES = (Role.WindowText, Role.Text, Role.ButtonText)


class Theme(QObject):
    """Which palette is on. Widgets that paint themselves ask it for colours and repaint when it `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = "system") -> None:
        super().__init__()
        self._app = app
        self._palettes = {name: _read(name) for name in ("light", "dark")}
        self.choice: ThemeChoice = choice
        app.setStyle("Fusion")
        app.setFont(metrics.font(metrics.CONTROL))
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def dark(self) -> bool:
        if self.choice == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.choice == "dark"

    def color(self, role: str) -> QColor:
        """The colour of a role of the palette files, such as "muted" or "mode_tensor"."""
        return self._palettes["dark" if self.dark else "light"][role]

    def choose(self, choice: ThemeChoice) -> None:
        self.choice = choice
        self._apply()

    def set_font_percent(self, percent: int) -> None:
        """Letters, and what holds them, in all windows at once."""
        before = metrics.scale()
        metrics.set_scale(percent)
        if metrics.scale() != before:
            self._app.setFont(metrics.font(metrics.CONTROL))
            rescale(self._app.allWidgets(), before)
            self._apply()

    def _apply(self) -> None:
        palette = QPalette()
        for role, name in FUSION_ROLES.items():
            palette.setColor(role, self.color(name))
        for role in DISABLED_ROLES:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("faint"))
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)  # tooltips keep the style's yellow otherwise
        QToolTip.setFont(metrics.font(metrics.CAPTION))
        self.changed.emit()


def _read(name: str) -> dict[str, QColor]:
    text = files("assets").joinpath("palettes", f"{name}.json").read_text(encoding="utf-8")
    return {role: QColor(value) for role, value in json.loads(text).items()}
