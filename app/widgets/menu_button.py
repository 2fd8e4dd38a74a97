"""A button that shows which entry of a short menu is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class MenuButton(QPushButton):
    """Emits `chosen(key)` for the user's choices only."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, width: int) -> None:
        super().__init__()
        self._theme, self._name, self._width = theme, name, width
        self._entries: dict[str, str] = {}
        self.current = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        menu = QMenu(self)
        menu.setFont(metrics.font(metrics.CONTROL))
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        theme.changed.connect(self.update)

    def set_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """(key, words). The first is chosen until another is."""
        self._entries = dict(entries)
        if self.current not in self._entries:
            self.current = entries[0][0]
        self._describe()

    def set_current(self, key: str) -> None:
        self.current = key
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._entries[self.current]}")
        self.update()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        menu.setMinimumWidth(self.width())
        for key, words in self._entries.items():
            action = menu.addAction(words, partial(self._choose, key))
            action.setCheckable(True)
            action.setChecked(key == self.current)

    def _choose(self, key: str) -> None:
        if key != self.current:
            self.set_current(key)
            self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        return QSize(self._width, metrics.CONTROL_HEIGHT)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        fill = color("accent_soft" if self.isEnabled() and self.underMouse() else "surface")
        paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, fill, color("edge"))
        words = color("text" if self.isEnabled() else "muted")
        room = self.rect().adjusted(metrics.M, 0, -(metrics.ICON + metrics.M), 0)
        paint.text(painter, room, metrics.CONTROL, words, self._entries.get(self.current, ""))
        left = self.width() - metrics.ICON - metrics.S
        paint.icon(painter, "chevron-down", color("muted"), left, (self.height() - metrics.ICON) / 2)
