"""Filters above the models: all of them, those that fit, those that would with less context, and the rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics, paint
from app.widgets.numbers import count
from app.widgets.theme import Theme

ALL = "all"
CHIPS = {
    ALL: QT_TRANSLATE_NOOP("library", "All"),
    "ok": QT_TRANSLATE_NOOP("library", "Fits"),
    "warn": QT_TRANSLATE_NOOP("library", "Fits with less context"),
    "error": QT_TRANSLATE_NOOP("library", "Too large"),
    "unusable": QT_TRANSLATE_NOOP("library", "Cannot be used"),
}
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Chip(QPushButton):
    def __init__(self, theme: Theme, key: str) -> None:
        self.words = translate("library", CHIPS[key])
        super().__init__(self.words)
        self._theme, self.key, self.amount = theme, key, 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def show_count(self, amount: int) -> None:
        self.amount = amount
        self.setAccessibleName(f"{self.words}, {count(amount)}")
        self.updateGeometry()
        self.update()

    def _style(self) -> metrics.TextStyle:
        return metrics.CAPTION_LINK

    def sizeHint(self) -> QSize:
        words = metrics.text_width(self._style(), self.words)
        amount = metrics.text_width(metrics.CAPTION, count(self.amount))
        return QSize(words + amount + metrics.XS + 2 * metrics.M, metrics.CONTROL_HEIGHT_TABLE)

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            event.ignore()  # it belongs to the row of chips; a button of its own would only move the focus
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color, on = QPainter(self), self._theme.color, self.isChecked()
        fill = color("select" if on else "accent_soft" if self.underMouse() else "surface")
        paint.rounded(painter, self.rect(), self.height() / 2, fill, color("accent" if on else "edge"))
        room = QRect(self.rect()).adjusted(metrics.M, 0, -metrics.M, 0)
        paint.text(painter, room, self._style(), color("text"), self.words)
        paint.text(painter, room, metrics.CAPTION, color("muted"), count(self.amount), Qt.AlignmentFlag.AlignRight)


class FitChips(QWidget):
    """`chosen(key)`: another chip is on. Exactly one is; left and right arrows move between them too."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(translate("library", "Show"))
        self.current = ALL
        self.chips = {key: Chip(theme, key) for key in CHIPS}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.S)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda checked=False, key=key: self.choose(key))
            row.addWidget(chip)
        row.addStretch(1)
        self.choose(ALL)

    def choose(self, key: str) -> None:
        changed, self.current = key != self.current, key
        for other, chip in self.chips.items():
            chip.setChecked(other == key)
        if changed:
            self.chosen.emit(key)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Chips for which there is nothing go, unless it is the one that is on."""
        for key, chip in self.chips.items():
            chip.show_count(counts.get(key, 0))
            chip.setVisible(bool(chip.amount) or key in (ALL, self.current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        shown = [key for key, chip in self.chips.items() if not chip.isHidden()]
        key = shown[(shown.index(self.current) + step) % len(shown)]
        self.choose(key)
        self.chips[key].setFocus(Qt.FocusReason.TabFocusReason)
