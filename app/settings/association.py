"""Whether a double click on a .gguf file opens Tandem."""

from __future__ import annotations

import subprocess

from app.language import QT_TRANSLATE_NOOP, translate
from app.settings.desktop_files import DesktopFiles, start_command, user_files
from app.settings.row import SettingRow
from app.widgets.button import Button
from app.widgets.theme import Theme

WHAT = QT_TRANSLATE_NOOP("settings", "Adds Tandem to this desktop's menu, and opens .gguf files with it.")
DONE = QT_TRANSLATE_NOOP("settings", "Tandem is in this desktop's menu and opens .gguf files.")
ELSEWHERE = QT_TRANSLATE_NOOP(
    "settings", "On this system an installer does that. Files can be dropped on the window, or given as an argument."
)


class Association(SettingRow):
    def __init__(self, theme: Theme, found: DesktopFiles | None = None) -> None:
        """`found`: where its files go; by default this user's own folders."""
        button = Button(theme, translate("settings", "Set up"))
        super().__init__(theme, translate("settings", "Open .gguf files with Tandem"), "", button)
        self._files = found or user_files()
        self.button = button
        self.button.clicked.connect(self._press)
        self._refresh()

    def _press(self) -> None:
        assert self._files is not None
        try:
            if self._files.installed:
                self._files.remove()
            else:
                self._files.install(start_command())
        except OSError as error:
            self.say(
                translate("settings", "{path} cannot be written: {reason}.").format(
                    path=error.filename or self._files.root, reason=error.strerror
                )
            )
            return
        except subprocess.TimeoutExpired as error:
            self.say(
                translate(
                    "settings", "{program} did not answer. The files are there; the desktop may notice them later."
                ).format(program=error.cmd[0])
            )
            return
        self._refresh()

    def _refresh(self) -> None:
        if self._files is None:
            self.button.hide()
            self.say(translate("settings", ELSEWHERE))
            return
        self.button.set_words(
            translate("settings", "Remove") if self._files.installed else translate("settings", "Set up")
        )
        self.button.setAccessibleName(f"{self.button.text()}: {self.name}")
        self.say(translate("settings", DONE if self._files.installed else WHAT))
