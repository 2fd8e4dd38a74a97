"""A text that waits in the composer, a queued prompt or a file: its words, which can be pressed, and a cross."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.language import translate
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.theme import Theme


class ChipWords(QPushButton):
    """One line that gives way, from the left."""

    def __init__(self, theme: Theme, words: str, name: str) -> None:
        super().__init__(words)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFont(metrics.font(metrics.CONTROL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if self.isEnabled():
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(metrics.text_width(metrics.CONTROL, self.text()) + metrics.XS, metrics.CONTROL_HEIGHT_TABLE)

    def minimumSizeHint(self) -> QSize:
        return QSize(metrics.XXXL, metrics.CONTROL_HEIGHT_TABLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        cut = metrics.text_width(metrics.CONTROL, self.text()) > self.width()
        self.setToolTip(self.text() if cut else "")
        paint.text(QPainter(self), self.rect(), metrics.CONTROL, self._theme.color("text"), self.text())


class Chip(QWidget):
    """`pressed` for its words and `removed` for its cross. `what` is what it is, for a screen reader."""

    pressed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, what: str, words: str, press: str = "") -> None:
        """`press` says what a press of the words does; without it they cannot be pressed."""
        super().__init__()
        self._theme = theme
        line = " ".join(words.split())
        self.words = ChipWords(theme, line, f"{press} {what}: {line}".strip())
        if press:
            self.words.clicked.connect(self.pressed)
        else:
            self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.words.unsetCursor()
        self.cross = Button(
            theme, translate("chat", "Remove {what}: {line}").format(what=what, line=line), "icon", "close"
        )
        self.cross.setToolTip(translate("chat", "Remove"))
        self.cross.setFixedSize(metrics.CONTROL_HEIGHT_TABLE, metrics.CONTROL_HEIGHT_TABLE)
        self.cross.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.M, 0, metrics.XS, 0)
        row.setSpacing(metrics.XS)
        row.addWidget(self.words, 1)
        row.addWidget(self.cross)
        self.setFixedHeight(metrics.CONTROL_HEIGHT)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._theme.color
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CONTROL, color("sunken"), color("edge"))
