"""A field for one line of text, with the edge that every control of the window has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QToolButton

from app.language import translate
from app.widgets import metrics, paint
from app.widgets.theme import Theme


class TextField(QLineEdit):
    """`name` is what a screen reader says; `hint` stands in the field while it is empty."""

    def __init__(self, theme: Theme, name: str, hint: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(metrics.font(metrics.CONTROL))
        self.setFixedHeight(metrics.CONTROL_HEIGHT)
        self.setTextMargins(metrics.XS, 0, metrics.XS, 0)
        self.setFrame(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)  # the field's corners are round
        self.setPalette(palette)
        theme.changed.connect(self.update)

    def offer_to_clear(self) -> None:
        """A cross in the field while something stands in it."""
        self.setClearButtonEnabled(True)
        for cross in self.findChildren(QToolButton):
            cross.setAccessibleName(
                translate("widgets", "Clear: {name}").format(name=self.accessibleName())
            )
            cross.setToolTip(translate("widgets", "Clear"))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.rounded(
            QPainter(self), self.rect(), metrics.RADIUS_CONTROL, self._theme.color("surface"), self._theme.color("edge")
        )
        super().paintEvent(event)
        room = self.width() - 4 * metrics.XS - (metrics.ICON if self.isClearButtonEnabled() else 0)
        paint.tell_whole(self, self.placeholderText(), metrics.CONTROL, room)
