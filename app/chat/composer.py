"""Where one writes: the field, what goes along, and the button that sends, or stops, in one place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.chat.attachment import Attachment
from app.chat.chip import Chip
from app.chat.field import Field
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.label import ElidedLabel
from app.widgets.theme import Theme

HINT = QT_TRANSLATE_NOOP("chat", "Ask anything. Enter sends, Shift+Enter makes a new line.")
OTHER_HINT = QT_TRANSLATE_NOOP("chat", "{name} answers until another model is loaded. Enter sends.")
QUEUE_HINT = QT_TRANSLATE_NOOP("chat", "Write the next question. Enter queues it until its turn comes.")
EDITING = QT_TRANSLATE_NOOP("chat", "Editing a question. The old one and its replies stay. Esc cancels.")
EDITING_QUEUED = QT_TRANSLATE_NOOP("chat", "Editing a queued prompt. Enter keeps it, Esc cancels.")
MOST_FILES = 8


class Composer(QWidget):
    """`sent(text)` and `stopped`. The text is kept until it has been taken.

    While a question is being edited it stands in the field, and what was there comes back afterwards.
    """

    sent = Signal(str)
    stopped = Signal()
    attach = Signal()
    edit_ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._busy, self._usable, self._queues, self._why, self._other = False, False, False, "", ""
        self.files: list[Attachment] = []
        self.field = Field(theme)
        self.field.entered.connect(self._send)
        self.field.focus_changed.connect(self.update)
        self.field.textChanged.connect(self._refresh)
        self._draft: str | None = None  # what was being written before an edit began
        self.field.escaped.connect(self.end_edit)
        self.attach_button = Button(theme, translate("chat", "Attach"), "link", style=metrics.CAPTION_LINK)
        self.attach_button.setToolTip(translate("chat", "Text files go along with the question; drop them here too"))
        self.attach_button.clicked.connect(self.attach)
        self.prompt = Button(theme, translate("chat", "System prompt"), "link", style=metrics.CAPTION_LINK)
        self.sampling = Button(theme, translate("chat", "Sampling"), "link", style=metrics.CAPTION_LINK)
        self.button = Button(theme, translate("chat", "Send"), "primary")
        self.button.clicked.connect(self._pressed)
        self.queue_button = Button(theme, translate("chat", "Queue"))
        self.queue_button.clicked.connect(self._send)
        self._edit_row = QWidget()
        edit = QHBoxLayout(self._edit_row)
        edit.setContentsMargins(0, 0, 0, 0)
        self.edit_words = ElidedLabel(theme, translate("chat", EDITING), metrics.CAPTION, "muted")
        edit.addWidget(self.edit_words, 1)
        self.cancel_edit = Button(theme, translate("chat", "Cancel"), "link", style=metrics.CAPTION_LINK)
        self.cancel_edit.clicked.connect(self.end_edit)
        edit.addWidget(self.cancel_edit)
        self._edit_row.hide()
        row = QHBoxLayout()
        row.setSpacing(metrics.S)
        row.addWidget(self.attach_button)
        row.addWidget(self.prompt)
        row.addWidget(self.sampling)
        row.addStretch(1)
        row.addWidget(self.queue_button)
        row.addWidget(self.button)
        self._files_row = QWidget()
        self._chips = QHBoxLayout(self._files_row)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(metrics.S)
        self._files_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.L, metrics.M, metrics.S + metrics.XS, metrics.S)
        column.setSpacing(metrics.XS)
        column.addWidget(self._edit_row)
        column.addWidget(self._files_row)
        column.addWidget(self.field)
        column.addLayout(row)
        self.setFocusProxy(self.field)
        theme.changed.connect(self.update)
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(metrics.READING_WIDTH, super().sizeHint().height())

    def set_state(
        self, busy: bool, usable: bool, why: str = "", queues: bool = False, other: str = ""
    ) -> None:
        """`busy`: a reply is being written. `usable`: a model can answer; `why` says what is missing if none can.

        `queues`: what is sent now waits for its turn. `other`: the model that answers, where it is not the picked one.
        """
        self._busy, self._usable, self._why, self._queues, self._other = busy, usable, why, queues, other
        self._refresh()

    def take(self) -> None:
        """The text has been sent: empty the field, or bring back what an edit had put aside."""
        if self._draft is None:
            self.field.clear()
            self.files.clear()
            self._show_files()
        else:
            self.end_edit()

    def add_file(self, file: Attachment) -> None:
        self.files = [*(each for each in self.files if each.name != file.name), file][-MOST_FILES:]
        self._show_files()

    def _remove_file(self, file: Attachment) -> None:
        self.files.remove(file)
        self._show_files()
        self.field.setFocus()

    def _show_files(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for file in self.files:
            chip = Chip(self._theme, translate("chat", "file"), file.words)
            chip.removed.connect(partial(self._remove_file, file))
            self._chips.addWidget(chip)
        self._chips.addStretch(1)
        self._files_row.setVisible(bool(self.files) and self._draft is None)
        self._refresh()

    @property
    def draft(self) -> str:
        """What has been written and not sent; not what is being edited."""
        return self.field.toPlainText() if self._draft is None else self._draft

    def begin_edit(self, text: str, words: str = EDITING) -> None:
        if self._draft is None:
            self._draft = self.field.toPlainText()
        self.edit_words.setText(translate("chat", words))
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
        self._files_row.setVisible(bool(self.files) and not on)
        self.field.takes_escape = on
        self._refresh()

    def show_controls(self, prompt: bool, sampling: str) -> None:
        """Whether there is a system prompt, and the name of the sampling preset."""
        self.prompt.set_words(translate("chat", "System prompt: on") if prompt else translate("chat", "System prompt"))
        self.sampling.set_words(translate("chat", "Sampling: {sampling}").format(sampling=sampling))

    @property
    def _editing(self) -> bool:
        return self._draft is not None

    @property
    def _ready(self) -> bool:
        """Whether there is anything to send, and somebody to take it."""
        words = bool(self.field.toPlainText().strip()) or (bool(self.files) and not self._editing)
        return words and (self._usable or self._queues)

    def _refresh(self) -> None:
        self.button.set_words(
            translate("chat", "Stop")
            if self._busy
            else translate("chat", "Queue")
            if self._queues
            else translate("chat", "Send")
        )
        self.button.set_look("plain" if self._busy else "primary")
        usual = translate("chat", OTHER_HINT).format(name=self._other) if self._other else translate("chat", HINT)
        hint = translate("chat", QUEUE_HINT) if self._queues else usual if self._usable else self._why
        self.field.set_hint(hint)
        self.button.setEnabled(self._busy or self._ready)
        self.button.setToolTip("" if self._busy or self._usable or self._queues else self._why)
        self.queue_button.set_words(translate("chat", "Keep") if self._editing else translate("chat", "Queue"))
        self.queue_button.setVisible(self._busy and self._ready)

    def _pressed(self) -> None:
        if self._busy:
            self.stopped.emit()
        else:
            self._send()

    def _send(self) -> None:
        if self._ready:
            self.sent.emit(self.field.toPlainText().strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        focused = self.field.hasFocus()
        edge = self._theme.color("accent" if focused else "edge")
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CARD, self._theme.color("surface"), edge,
                      metrics.FOCUS_WIDTH if focused else metrics.BORDER)  # fmt: skip
