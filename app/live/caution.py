"""What costs speed just now, beneath the cards, with the way to the page that says what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.theme import Theme


class Caution(QWidget):
    """`why`: the user wants to know more."""

    why = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words = Label(theme, "", metrics.CAPTION, wrap=True)
        self.button = Button(theme, translate("live", "Why"), "link")
        self.button.setAccessibleName(translate("live", "Why: show the Hardware page"))
        self.button.clicked.connect(self.why)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.M, metrics.S, metrics.S, metrics.XS)
        rows.setSpacing(0)
        rows.addWidget(self.words)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        theme.changed.connect(self.update)
        self.hide()

    def show_words(self, words: str) -> None:
        """Hidden without any."""
        self.words.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CARD, self._theme.color("warn_ground"))
