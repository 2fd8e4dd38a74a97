"""Where one writes: a field that grows from one to eight lines, and the button that sends, or stops, in one place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.label import ElidedLabel
from app.widgets.theme import Theme

HINT = "Ask anything. Enter sends, Shift+Enter makes a new line."
NO_MODEL = "Pick a model and load it to go on."
EDITING = "Editing a question. The old one and its replies stay. Esc cancels."
COMPARING = "A comparison is running. You can send when it has ended."


class Field(QPlainTextEdit):
    """Enter is `entered`, and Esc `escaped` while `takes_escape`; the height follows the text."""

    entered = Signal()
    escaped = Signal()
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(metrics.font(metrics.READING))
        self.setAccessibleName("Message")
        self.takes_escape = False
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
        elif self.takes_escape and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        override = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if override and self.takes_escape and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()  # ours before it is the window's
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "takes_escape"):  # not while it is being built
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class Composer(QWidget):
    """`sent(text)` and `stopped`. The text is kept until it has been taken.

    While a question is being edited it stands in the field, and what was there comes back afterwards.
    """

    sent = Signal(str)
    stopped = Signal()
    edit_ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._busy, self._usable, self._why = False, False, NO_MODEL
        self.field = Field()
        self.field.entered.connect(self._send)
        self.field.focus_changed.connect(self.update)
        self.field.textChanged.connect(self._refresh)
        self._draft: str | None = None  # what was being written before an edit began
        self.field.escaped.connect(self.end_edit)
        self.prompt = Button(theme, "System prompt", "link", style=metrics.CAPTION_LINK)
        self.sampling = Button(theme, "Sampling", "link", style=metrics.CAPTION_LINK)
        self.button = Button(theme, "Send", "primary")
        self.button.clicked.connect(self._pressed)
        self._edit_row = QWidget()
        edit = QHBoxLayout(self._edit_row)
        edit.setContentsMargins(0, 0, 0, 0)
        edit.addWidget(ElidedLabel(theme, EDITING, metrics.CAPTION, "muted"), 1)
        self.cancel_edit = Button(theme, "Cancel", "link", style=metrics.CAPTION_LINK)
        self.cancel_edit.clicked.connect(self.end_edit)
        edit.addWidget(self.cancel_edit)
        self._edit_row.hide()
        row = QHBoxLayout()
        row.setSpacing(metrics.S)
        row.addWidget(self.prompt)
        row.addWidget(self.sampling)
        row.addStretch(1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.L, metrics.M, metrics.S + metrics.XS, metrics.S)
        column.setSpacing(metrics.XS)
        column.addWidget(self._edit_row)
        column.addWidget(self.field)
        column.addLayout(row)
        self.setFocusProxy(self.field)
        theme.changed.connect(self.update)
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(metrics.READING_WIDTH, super().sizeHint().height())

    def set_state(self, busy: bool, usable: bool, why: str = NO_MODEL) -> None:
        """`busy`: a reply is being written. `usable`: a model can answer; `why` says what is missing if none can."""
        self._busy, self._usable, self._why = busy, usable, why
        self._refresh()

    def take(self) -> None:
        """The text has been sent: empty the field, or bring back what an edit had put aside."""
        if self._draft is None:
            self.field.clear()
        else:
            self.end_edit()

    @property
    def draft(self) -> str:
        """What has been written and not sent; not what is being edited."""
        return self.field.toPlainText() if self._draft is None else self._draft

    def begin_edit(self, text: str) -> None:
        if self._draft is None:
            self._draft = self.field.toPlainText()
        self._show_edit(True)
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.setFocus()

    def end_edit(self) -> None:
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self._show_edit(False)
            self.field.setPlainText(draft)
            self.field.moveCursor(QTextCursor.MoveOperation.End)
            self.edit_ended.emit()

    def _show_edit(self, on: bool) -> None:
        self._edit_row.setVisible(on)
        self.field.takes_escape = on

    def show_controls(self, prompt: bool, sampling: str) -> None:
        """Whether there is a system prompt, and the name of the sampling preset."""
        self.prompt.set_words("System prompt: on" if prompt else "System prompt")
        self.sampling.set_words(f"Sampling: {sampling}")

    def _refresh(self) -> None:
        self.button.set_words("Stop" if self._busy else "Send")
        self.button.set_look("plain" if self._busy else "primary")
        self.field.setPlaceholderText(HINT if self._usable else self._why)
        ready = self._usable and bool(self.field.toPlainText().strip())
        self.button.setEnabled(self._busy or ready)
        self.button.setToolTip("" if self._busy or self._usable else self._why)

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
