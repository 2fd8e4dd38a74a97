"""How the window looks: theme, language, size of letters, and which of its parts are shown."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QObject, Signal

from app.language import LANGUAGES, QT_TRANSLATE_NOOP, SYSTEM, translate
from app.settings.model import Settings
from app.settings.row import SettingRow, show_switch
from app.widgets import metrics
from app.widgets.menu_button import MenuButton
from app.widgets.number_field import WholeField
from app.widgets.numbers import percent
from app.widgets.switch import Switch
from app.widgets.theme import Theme, ThemeChoice

DEFAULT = Settings()
THEMES: dict[ThemeChoice, str] = {
    "system": QT_TRANSLATE_NOOP("settings", "System"),
    "light": QT_TRANSLATE_NOOP("settings", "Light"),
    "dark": QT_TRANSLATE_NOOP("settings", "Dark"),
}


class Appearance(QObject):
    """`rows` for the page. `changed`: something is to be kept; `arranged`: a part of the frame comes or goes."""

    changed = Signal()
    arranged = Signal()

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self.theme_choice = MenuButton(theme, translate("settings", "Theme"), metrics.FIELD_WIDTH + metrics.XXXL)
        self.theme_choice.set_entries(
            [(choice, translate("settings", THEMES[choice])) for choice in get_args(ThemeChoice)]
        )
        self.theme_choice.chosen.connect(self.take_theme)
        self.language = MenuButton(theme, translate("settings", "Language"), metrics.FIELD_WIDTH + metrics.XXXL)
        self.language.set_entries([(SYSTEM, translate("settings", "System")), *LANGUAGES.items()])
        self.language.chosen.connect(self.take_language)
        self.letters = WholeField(
            theme,
            translate("settings", "Size of letters"),
            metrics.PERCENT_LEAST,
            metrics.PERCENT_MOST,
            metrics.PERCENT_STEP,
        )
        self.letters.setSuffix(translate("settings", "%"))
        self.letters.setFixedSize(metrics.FIELD_WIDTH, metrics.CONTROL_HEIGHT)
        self.letters.valueChanged.connect(self.take_letters)
        self.live = Switch(theme, translate("settings", "Live panel beside the chat"))
        self.live.toggled.connect(self._take_live)
        self.chats = Switch(theme, translate("settings", "List of chats"))
        self.chats.toggled.connect(self._take_chats)
        self._theme_row = SettingRow(
            theme,
            translate("settings", "Theme"),
            translate("settings", "System follows the desktop."),
            self.theme_choice,
            translate("settings", "System"),
        )
        self._theme_row.reset.connect(lambda: self.take_theme(DEFAULT.theme))
        self._language_row = SettingRow(
            theme,
            translate("settings", "Language"),
            translate("settings", "System follows the desktop. Takes effect at the next start."),
            self.language,
            translate("settings", "System"),
        )
        self._language_row.reset.connect(lambda: self.take_language(DEFAULT.language))
        span = translate("settings", "{least} to {most}%, also with Ctrl++ and Ctrl+-.").format(
            least=metrics.PERCENT_LEAST, most=metrics.PERCENT_MOST
        )
        self._letters_row = SettingRow(
            theme, translate("settings", "Size of letters"), span, self.letters, percent(DEFAULT.font_percent / 100)
        )
        self._letters_row.reset.connect(lambda: self.take_letters(DEFAULT.font_percent))
        self._live_row = SettingRow(
            theme,
            translate("settings", "Live panel beside the chat"),
            translate("settings", "Speed and cards, now."),
            self.live,
            translate("settings", "on"),
        )
        self._live_row.reset.connect(lambda: self._take_live(True))
        self._chats_row = SettingRow(
            theme,
            translate("settings", "List of chats"),
            translate("settings", "Left of the conversation."),
            self.chats,
            translate("settings", "on"),
        )
        self._chats_row.reset.connect(lambda: self._take_chats(True))
        self.rows = (self._theme_row, self._language_row, self._letters_row, self._live_row, self._chats_row)

    def refresh(self) -> None:
        settings = self._settings
        self.theme_choice.set_current(self._theme.choice)
        self._theme_row.show_default(self._theme.choice == DEFAULT.theme)
        known = settings.language if settings.language in LANGUAGES else SYSTEM
        self.language.set_current(known)
        self._language_row.show_default(known == DEFAULT.language)
        self.letters.blockSignals(True)
        self.letters.setValue(settings.font_percent)
        self.letters.blockSignals(False)
        self._letters_row.show_default(settings.font_percent == DEFAULT.font_percent)
        show_switch(self.live, settings.live_panel)
        self._live_row.show_default(settings.live_panel)
        show_switch(self.chats, settings.chat_list)
        self._chats_row.show_default(settings.chat_list)

    def take_theme(self, choice: str) -> None:
        self._settings.theme = choice
        self._theme.choose(next(known for known in get_args(ThemeChoice) if known == choice))
        self._taken()

    def take_language(self, choice: str) -> None:
        """For the next start: what is on screen has been said already."""
        self._settings.language = choice
        self._taken()

    def take_letters(self, percent: int) -> None:
        self._settings.font_percent = min(max(percent, metrics.PERCENT_LEAST), metrics.PERCENT_MOST)
        self._theme.set_font_percent(self._settings.font_percent)
        self._taken()
        self.arranged.emit()

    def flip(self) -> None:
        """Light where it is dark, and the other way round."""
        self.take_theme("light" if self._theme.dark else "dark")

    def step_letters(self, percent: int) -> None:
        self.take_letters(self._settings.font_percent + percent)

    def _take_live(self, on: bool) -> None:
        self._settings.live_panel = on
        self._taken()
        self.arranged.emit()

    def _take_chats(self, on: bool) -> None:
        self._settings.chat_list = on
        self._taken()
        self.arranged.emit()

    def _taken(self) -> None:
        self.refresh()
        self.changed.emit()
