"""The card with the system prompt. Effect from the next message on, kept per model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.chat.preset_row import PresetRow
from app.language import QT_TRANSLATE_NOOP, translate
from app.library.model import Library
from app.settings.model import SavedPrompt, Settings
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.lines_field import TextArea
from app.widgets.popover import Popover
from app.widgets.theme import Theme

LINES = 8
NONE, CUSTOM = QT_TRANSLATE_NOOP("chat", "None"), QT_TRANSLATE_NOOP("chat", "Custom")


class PromptCard(Popover):
    changed = Signal()

    def __init__(self, theme: Theme, window: QWidget, settings: Settings, library: Library) -> None:
        super().__init__(theme, window, metrics.PANEL_WIDTH, translate("chat", "System prompt"))
        self._settings, self._library = settings, library
        self.text = TextArea(
            theme,
            translate("chat", "System prompt"),
            translate("chat", "What the model should know before every chat"),
            LINES,
        )
        self.text.textChanged.connect(self._take)
        self.row = PresetRow(theme, translate("chat", "Prompt"), translate("chat", "Name of the new prompt"))
        self.row.chosen.connect(self._choose)
        self.row.saved.connect(self._save)
        self.row.deleted.connect(self._delete)
        self.body.addWidget(Label(theme, translate("chat", "System prompt"), metrics.SECTION))
        self.body.addWidget(self.text)
        self.body.addWidget(self.row)
        hint = translate("chat", "It stands before every conversation with this model, from the next message on.")
        self.body.addWidget(Label(theme, hint, metrics.CAPTION, "muted", wrap=True))
        library.picked.connect(self._show)
        self._show()

    def _show(self) -> None:
        kept = self._settings.of(self._library.path).system_prompt
        if kept != self.text.toPlainText():
            self.text.blockSignals(True)
            self.text.setPlainText(kept)
            self.text.blockSignals(False)
        self._show_names()

    @property
    def _own(self) -> dict[str, str]:
        return {each.name: each.text for each in self._settings.prompts}

    def _show_names(self) -> None:
        kept, own = self.text.toPlainText(), self._own
        known = next((name for name, text in own.items() if text == kept), "")
        current = known or (CUSTOM if kept.strip() else NONE)
        self.row.show_presets([NONE, *([CUSTOM] if current == CUSTOM else [])], own, current)

    def _take(self) -> None:
        self._settings.of(self._library.path).system_prompt = self.text.toPlainText()
        self._show_names()
        self.changed.emit()

    def _choose(self, name: str) -> None:
        if name != CUSTOM:
            self.text.setPlainText(self._own.get(name, ""))

    def _save(self, name: str) -> None:
        saved = SavedPrompt(name, self.text.toPlainText())
        self._settings.prompts = [*(each for each in self._settings.prompts if each.name != name), saved]
        self._show_names()
        self.changed.emit()

    def _delete(self, name: str) -> None:
        """The name goes; the text stays in the field."""
        self._settings.prompts = [each for each in self._settings.prompts if each.name != name]
        self._show_names()
        self.changed.emit()
