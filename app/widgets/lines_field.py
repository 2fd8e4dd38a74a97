"""A small field of several lines, one entry a line, which says in words what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.widgets import metrics, paint
from app.widgets.label import Label
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme

LINES = 4


class TextArea(QPlainTextEdit):
    """Several lines of text, with the edge that every control of the window has. Tab leaves it."""

    def __init__(self, theme: Theme, name: str, hint: str, lines: int) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(metrics.font(metrics.CONTROL))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.document().setDocumentMargin(metrics.S)
        self.setTabChangesFocus(True)
        self.setFixedHeight(metrics.CONTROL.line * lines + metrics.L)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        box = self.viewport().rect()
        paint.rounded(QPainter(self.viewport()), box, metrics.RADIUS_BAR, None, self._theme.color("edge"))


class LinesField(QWidget):
    """Emits `taken(value)` when the user has typed something that `read` accepts.

    `read` turns the text into a value and raises ValueError with a sentence for the user; `write` does the opposite.
    """

    taken = Signal(object)

    def __init__(
        self, theme: Theme, name: str, hint: str, read: Callable[[str], Any], write: Callable[[Any], str]
    ) -> None:
        super().__init__()
        self._read, self._write = read, write
        self.text = TextArea(theme, name, hint, LINES)
        self.trouble = Label(theme, "", metrics.CAPTION, "error", wrap=True)
        self.trouble.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addWidget(self.trouble)  # above: below, it might be out of view
        rows.addWidget(self.text)
        self.text.textChanged.connect(self._take)

    def set_value(self, value: Any) -> None:
        """Show a value, silently; what the user is writing at this moment stays."""
        words = self._write(value)
        if words != self.text.toPlainText() and not self.text.hasFocus():
            self.text.blockSignals(True)
            self.text.setPlainText(words)
            self.text.blockSignals(False)
            self.trouble.hide()

    def _take(self) -> None:
        try:
            value = self._read(self.text.toPlainText())
        except ValueError as error:
            self.trouble.setText(str(error))
            self.trouble.show()
            return
        self.trouble.hide()
        self.taken.emit(value)
