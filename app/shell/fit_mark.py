"""Whether the model fits, as an icon: what a narrow window has room for. The sentence is its name and its tooltip."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent

from app.language import translate
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.theme import Theme

ICONS = ("ok", "warn", "error")


class FitMark(Button):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "icon")
        self._role = "ok"

    def show_fit(self, words: str, role: str) -> None:
        self._role = role if role in ICONS else "ok"
        self.setAccessibleName(". ".join(filter(None, [words, translate("shell", "Show the split plan")])))
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        if self.underMouse() or self.isDown():
            paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, color("accent_soft"))
        left, top = (self.width() - metrics.ICON) // 2, (self.height() - metrics.ICON) // 2
        paint.icon(painter, self._role, color(self._role), left, top)
