"""The small menu at the foot of the rail: theme, and where the logs are."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QUrl
from PySide6.QtGui import QActionGroup, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from app.settings.model import Settings
from app.settings.paths import Paths
from app.widgets import metrics
from app.widgets.theme import Theme, ThemeChoice


class SettingsMenu(QMenu):
    def __init__(self, parent: QWidget, theme: Theme, settings: Settings, paths: Paths) -> None:
        super().__init__(parent)
        self._theme, self._settings = theme, settings
        self.setFont(metrics.font(metrics.CONTROL))
        self.addSection("Theme")
        group = QActionGroup(self)
        for choice in get_args(ThemeChoice):
            action = self.addAction(choice.capitalize())
            action.setCheckable(True)
            action.setChecked(choice == theme.choice)
            action.triggered.connect(lambda checked=False, choice=choice: self._choose(choice))
            group.addAction(action)
        self.addSeparator()
        open_logs = self.addAction("Open the log folder")
        open_logs.triggered.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log))))

    def _choose(self, choice: ThemeChoice) -> None:
        self._settings.theme = choice
        self._theme.choose(choice)
