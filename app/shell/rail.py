"""The rail at the left: one item per page, the settings at its foot."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics, paint
from app.widgets.card import Ground
from app.widgets.theme import Theme

PAGES = {  # by the icon's name
    "chat": QT_TRANSLATE_NOOP("shell", "Chat"),
    "library": QT_TRANSLATE_NOOP("shell", "Library"),
    "hardware": QT_TRANSLATE_NOOP("shell", "Hardware"),
    "compare": QT_TRANSLATE_NOOP("shell", "Compare"),
}
FOOT = {"settings": QT_TRANSLATE_NOOP("shell", "Settings")}


class RailItem(QPushButton):
    def __init__(self, theme: Theme, name: str, icon: str) -> None:
        super().__init__(name)
        self._theme, self._icon = theme, icon
        self.setAccessibleName(name)
        self.setFixedSize(*metrics.RAIL_ITEM)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(*metrics.RAIL_ITEM)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color, on = QPainter(self), self._theme.color, self.isChecked()
        if on or self.underMouse():
            paint.rounded(
                painter, self.rect(), metrics.RADIUS_CONTROL, color("select" if on else "accent_soft")
            )
        tint = color("text" if on else "muted")
        paint.icon(
            painter, self._icon, tint, (self.width() - metrics.ICON_RAIL) / 2, metrics.S, metrics.ICON_RAIL
        )
        room = self.rect().adjusted(0, metrics.S + metrics.ICON_RAIL + metrics.XS, 0, -metrics.XS)
        style = metrics.CAPTION_LINK if on else metrics.CAPTION
        paint.text(painter, room, style, tint, self.text(), Qt.AlignmentFlag.AlignHCenter)
        paint.tell_whole(self, self.text(), style, room.width())


class Rail(Ground):
    """`chosen(key)` of a page."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "sunken", "right")
        self.setFixedWidth(metrics.RAIL_WIDTH)
        self.items = {key: RailItem(theme, translate("shell", name), key) for key, name in (PAGES | FOOT).items()}
        rows = QVBoxLayout(self)
        rows.setContentsMargins((metrics.RAIL_WIDTH - metrics.RAIL_ITEM[0]) // 2, metrics.S, 0, metrics.S)
        rows.setSpacing(metrics.XS)
        for key, item in self.items.items():
            if key in FOOT:
                rows.addStretch(1)
            item.setCheckable(True)
            item.clicked.connect(lambda checked=False, key=key: self.chosen.emit(key))
            rows.addWidget(item)

    def show_page(self, key: str) -> None:
        for known, item in self.items.items():  # no group of Qt's: of such a group Tab reaches one button alone
            item.setChecked(known == key)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for item in self.items.values():
            if item.isChecked():
                box = item.geometry()
                painter.fillRect(0, box.top() + metrics.S, metrics.MARK, box.height() - 2 * metrics.S,
                                 self._theme.color("accent"))  # fmt: skip
