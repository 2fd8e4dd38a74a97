"""The card with the system prompt. Effect from the next message on, kept per model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.library.model import Library
from app.settings.model import Settings
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.lines_field import TextArea
from app.widgets.popover import Popover
from app.widgets.theme import Theme

LINES = 8


class PromptCard(Popover):
    changed = Signal()

    def __init__(self, theme: Theme, window: QWidget, settings: Settings, library: Library) -> None:
        super().__init__(theme, window, metrics.PANEL_WIDTH, "System prompt")
        self._settings, self._library = settings, library
        self.text = TextArea(theme, "System prompt", "What the model should know before every chat", LINES)
        self.text.textChanged.connect(self._take)
        self.body.addWidget(Label(theme, "System prompt", metrics.SECTION))
        self.body.addWidget(self.text)
        hint = "It stands before every conversation with this model, from the next message on."
        self.body.addWidget(Label(theme, hint, metrics.CAPTION, "muted", wrap=True))
        library.picked.connect(self._show)
        self._show()

    def _show(self) -> None:
        kept = self._settings.of(self._library.path).system_prompt
        if kept != self.text.toPlainText():
            self.text.blockSignals(True)
            self.text.setPlainText(kept)
            self.text.blockSignals(False)

    def _take(self) -> None:
        self._settings.of(self._library.path).system_prompt = self.text.toPlainText()
        self.changed.emit()
