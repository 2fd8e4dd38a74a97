"""The one push button of the window, in the looks that the style knows."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme

Look = Literal["primary", "plain", "link", "icon"]


class Button(QPushButton):
    """`primary` (one a page), `plain` (outlined), `link` (words only), `icon` (an icon that has a name)."""

    def __init__(
        self, theme: Theme, words: str, look: Look = "plain", icon: str = "", parent: QWidget | None = None,
        style: metrics.TextStyle | None = None,
    ) -> None:  # fmt: skip
        super().__init__("" if look == "icon" else words, parent)
        self._theme, self.look, self._icon = theme, look, icon
        self._style = style or {"primary": metrics.CONTROL_STRONG}.get(look, metrics.CONTROL_LINK)
        self.setAccessibleName(words)
        if look == "icon":
            self.setToolTip(words)
        self.setFont(metrics.font(self._style))
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def set_words(self, words: str) -> None:
        if words != self.text():
            if self.toolTip() == self.text():  # which was elided
                self.setToolTip("")
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def set_look(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self.update()

    def sizeHint(self) -> QSize:
        if self.look == "icon":
            return QSize(metrics.CONTROL_HEIGHT, metrics.CONTROL_HEIGHT)
        width = metrics.text_width(self._style, self.text())
        if self.look == "link":
            return QSize(width + 2 * metrics.XS, metrics.CONTROL_HEIGHT_TABLE)
        return QSize(max(metrics.BUTTON_MIN_WIDTH, width + 2 * metrics.L), metrics.CONTROL_HEIGHT)

    minimumSizeHint = sizeHint

    def focusNextPrevChild(self, forth: bool) -> bool:
        """A button that a press disables keeps the focus, which Qt would hand to whatever comes next."""
        return not self.isEnabled() or super().focusNextPrevChild(forth)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        over = self.isEnabled() and (self.underMouse() or self.isDown())
        words = color("accent" if self.look == "link" else "text")
        if self.look == "primary":
            fill = color("accent") if self.isEnabled() else color("track")
            paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, fill.lighter(112) if over else fill)
            words = color("on_accent")
        elif self.look == "plain":
            fill = color("accent_soft" if over else "surface")
            edge = color("edge" if self.isEnabled() else "line")
            paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, fill, edge)
        elif over:
            paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, color("accent_soft"))
        if not self.isEnabled():
            words = color("muted")
        if self.look == "icon":
            left, top = (self.width() - metrics.ICON) // 2, (self.height() - metrics.ICON) // 2
            paint.icon(painter, self._icon, color("muted" if self.isEnabled() else "line"), left, top)
            return
        room = QRect(self.rect()).adjusted(metrics.XS, 0, -metrics.XS, 0)
        paint.text(painter, room, self._style, words, self.text(), Qt.AlignmentFlag.AlignHCenter)
        paint.tell_whole(self, self.text(), self._style, room.width())
