"""Where one writes: a field that grows from one to eight lines, and the button that sends, or stops, in one place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.theme import Theme

HINT = "Ask anything. Enter sends, Shift+Enter makes a new line."
NO_MODEL = "Pick a model and load it to go on."


class Field(QPlainTextEdit):
    """Enter is `entered`; the height follows the text."""

    entered = Signal()
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(metrics.font(metrics.READING))
        self.setAccessibleName("Message")
        self.setTabChangesFocus(True)
        self.setProperty(DRAWS_OWN_FOCUS, True)  # the composer's edge does
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda size: self._fit())
        self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = min(max(int(self.document().size().height()), 1), metrics.COMPOSER_LINES)
        self.setFixedHeight(lines * line + metrics.XS)
        shown = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines == metrics.COMPOSER_LINES
            else (Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        )
        self.setVerticalScrollBarPolicy(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class Composer(QWidget):
    """`sent(text)` and `stopped`. The text is kept until it has been taken."""

    sent = Signal(str)
    stopped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._busy, self._usable = False, False
        self.field = Field()
        self.field.entered.connect(self._send)
        self.field.focus_changed.connect(self.update)
        self.field.textChanged.connect(self._refresh)
        self.sampling = Button(theme, "Sampling and system prompt", "link", style=metrics.CAPTION_LINK)
        self.button = Button(theme, "Send", "primary")
        self.button.clicked.connect(self._pressed)
        row = QHBoxLayout()
        row.addWidget(self.sampling)
        row.addStretch(1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.L, metrics.M, metrics.S + metrics.XS, metrics.S)
        column.setSpacing(metrics.XS)
        column.addWidget(self.field)
        column.addLayout(row)
        self.setFocusProxy(self.field)
        theme.changed.connect(self.update)
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(metrics.READING_WIDTH, super().sizeHint().height())

    def set_state(self, busy: bool, usable: bool) -> None:
        """`busy`: a reply is being written. `usable`: a model is loaded."""
        self._busy, self._usable = busy, usable
        self._refresh()

    def take(self) -> None:
        """The text has been sent: empty the field."""
        self.field.clear()

    def _refresh(self) -> None:
        self.button.set_words("Stop" if self._busy else "Send")
        self.button.set_look("plain" if self._busy else "primary")
        self.field.setPlaceholderText(HINT if self._usable else NO_MODEL)
        ready = self._usable and bool(self.field.toPlainText().strip())
        self.button.setEnabled(self._busy or ready)
        why = "" if self._busy or self._usable else "Load a model first"
        self.button.setToolTip(why)

    def _pressed(self) -> None:
        if self._busy:
            self.stopped.emit()
        else:
            self._send()

    def _send(self) -> None:
        text = self.field.toPlainText().strip()
        if text and self._usable and not self._busy:
            self.sent.emit(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        focused = self.field.hasFocus()
        edge = self._theme.color("accent" if focused else "edge")
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CARD, self._theme.color("surface"), edge,
                      metrics.FOCUS_WIDTH if focused else metrics.BORDER)  # fmt: skip
