"""The settings page: one column of groups, every row with its default and the way back to it; effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.settings.about import About
from app.settings.appearance import Appearance
from app.settings.association import Association
from app.settings.model import ModelDefaults, Settings
from app.settings.paths import Paths
from app.settings.row import Group, SettingRow, show_switch
from app.settings.shortcuts import ShortcutList
from app.split.model import MODES, mode_name
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.menu_button import MenuButton
from app.widgets.number_field import WholeField
from app.widgets.numbers import count
from app.widgets.page import Page
from app.widgets.scroll_column import ScrollColumn
from app.widgets.switch import Switch
from app.widgets.theme import Theme
from engine.protocol import DEFAULT_CONTEXT

CONTEXT_MOST, CONTEXT_STEP = 1 << 20, 1024
LAYOUT = QEvent.Type.LayoutRequest.value
NETWORK = QT_TRANSLATE_NOOP(
    "settings",
    "Tandem has no account and sends nothing. It uses the network only for what you ask it to fetch: a model, or the "
    "starter model.",
)


class SettingsPage(Page):
    """`changed`: something is to be kept; `arranged`: something that the frame shows was switched."""

    changed = Signal()
    arranged = Signal()

    def __init__(
        self, theme: Theme, settings: Settings, paths: Paths, shortcuts: Sequence[tuple[str, str, str]]
    ) -> None:
        """`shortcuts`: (group, name, keys) of every command."""
        super().__init__(theme, "window")
        self._theme, self._settings = theme, settings
        self.groups: dict[str, Group] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(metrics.XXL)
        self.appearance = Appearance(theme, settings)
        self.appearance.changed.connect(self.changed)
        self.appearance.arranged.connect(self.arranged)
        self._add_group(QT_TRANSLATE_NOOP("settings", "Appearance"), *self.appearance.rows)
        self._add_group(QT_TRANSLATE_NOOP("settings", "Start and new models"), *self._start_rows())
        self._add_group(QT_TRANSLATE_NOOP("settings", "Chats"))
        self.association = Association(theme)
        self._add_group(QT_TRANSLATE_NOOP("settings", "Files"), self.association, *self._folder_rows(paths))
        self._add_group(
            QT_TRANSLATE_NOOP("settings", "Network"),
            Label(theme, translate("settings", NETWORK), metrics.CONTROL, "muted", wrap=True),
        )
        self.shortcuts = ShortcutList(theme, shortcuts)
        self._add_group(QT_TRANSLATE_NOOP("settings", "Keyboard"), self.shortcuts)
        self._add_group(QT_TRANSLATE_NOOP("settings", "About"), About(theme))
        column = QWidget()
        column.setMaximumWidth(metrics.SETTINGS_WIDTH + 2 * metrics.XL)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(metrics.XL, metrics.XL, metrics.XL, metrics.XL)
        rows.setSpacing(metrics.XL)
        rows.addWidget(Label(theme, translate("settings", "Settings"), metrics.TITLE))
        rows.addLayout(self._column)
        rows.addStretch(1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(column)
        self.area = ScrollColumn(theme, translate("settings", "Settings"), middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.refresh()

    def add_to(self, group: str, content: QWidget) -> None:
        """Put another feature's settings into a group, by its English name, as the deleted chats into "Chats"."""
        self.groups[group].add(content)
        self.groups[group].show()

    def show_group(self, title: str) -> None:
        """Scroll to a group, once the page has been laid out."""

        def go() -> None:
            QCoreApplication.sendPostedEvents(None, LAYOUT)  # what was just shown is laid out level by level
            group = self.groups[title]
            top = group.mapTo(self, group.rect().topLeft()).y()
            self.area.verticalScrollBar().setValue(self.area.verticalScrollBar().value() + top - metrics.XL)
            first = next((w for w in group.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

        QTimer.singleShot(0, self, go)

    def enter(self) -> None:
        self.refresh()
        self.appearance.theme_choice.setFocus()

    def refresh(self) -> None:
        """Show what the settings say: some of them are changed by shortcuts too."""
        self.appearance.refresh()
        begin, unset = self._settings.of(""), ModelDefaults()
        show_switch(self.reopen, self._settings.reopen)
        self._reopen_row.show_default(self._settings.reopen)
        self.mode.set_current(begin.mode)
        self._mode_row.show_default(begin.mode == unset.mode)
        self.context.blockSignals(True)
        self.context.setValue(begin.context)
        self.context.blockSignals(False)
        self._context_row.show_default(begin.context == unset.context)

    def _add_group(self, title: str, *rows: QWidget) -> None:
        group = self.groups[title] = Group(self._theme, translate("settings", title))
        for row in rows:
            group.add(row)
        self._column.addWidget(group)
        if not rows:
            group.hide()  # and never shown here: without a parent yet, it would be a window of its own

    def _start_rows(self) -> list[QWidget]:
        theme = self._theme
        self.reopen = Switch(theme, translate("settings", "Pick the last model at the start"))
        self.reopen.toggled.connect(self._take_reopen)
        self._reopen_row = SettingRow(
            theme,
            translate("settings", "Pick the last model at the start"),
            translate("settings", "It is picked, not loaded."),
            self.reopen,
            translate("settings", "on"),
        )
        self._reopen_row.reset.connect(lambda: self._take_reopen(True))
        self.mode = MenuButton(
            theme, translate("settings", "Split mode of new models"), metrics.FIELD_WIDTH + metrics.XXXL
        )
        self.mode.set_entries([(mode, mode_name(mode)) for mode in MODES])
        self.mode.chosen.connect(self._take_mode)
        self._mode_row = SettingRow(
            theme,
            translate("settings", "Split mode of new models"),
            translate("settings", "Each model then keeps its own."),
            self.mode,
            mode_name("auto"),
        )
        self._mode_row.reset.connect(lambda: self._take_mode("auto"))
        self.context = WholeField(
            theme, translate("settings", "Context length of new models"), 0, CONTEXT_MOST, CONTEXT_STEP
        )
        self.context.setSpecialValueText(translate("settings", "Automatic"))
        self.context.setGroupSeparatorShown(True)
        self.context.setSuffix(translate("settings", " tokens"))
        self.context.setFixedSize(metrics.FIELD_WIDTH + metrics.XXXL, metrics.CONTROL_HEIGHT)
        self.context.valueChanged.connect(self._take_context)
        self._context_row = SettingRow(
            theme, translate("settings", "Context length of new models"),
            translate("settings", "Longer takes more memory on every card."), self.context,
            translate("settings", "the model's own, at most {number} tokens").format(number=count(DEFAULT_CONTEXT)),
        )  # fmt: skip
        self._context_row.reset.connect(lambda: self._take_context(0))
        return [self._reopen_row, self._mode_row, self._context_row]

    def _folder_rows(self, paths: Paths) -> list[QWidget]:
        return [
            self._folder_row(translate("settings", "Settings"), translate("settings", "Open the folder of settings"),
                             paths.config),
            self._folder_row(translate("settings", "Chats and measurements"),
                             translate("settings", "Open the folder of chats and measurements"), paths.data),
            self._folder_row(translate("settings", "Logs and reports"),
                             translate("settings", "Open the folder of logs and reports"), paths.log),
        ]  # fmt: skip

    def _folder_row(self, name: str, opening: str, folder: Path) -> SettingRow:
        button = Button(self._theme, translate("settings", "Open"))
        button.setAccessibleName(opening)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        return SettingRow(self._theme, name, str(folder), button)

    def _take_reopen(self, on: bool) -> None:
        self._settings.reopen = on
        self._taken()

    def _take_mode(self, mode: str) -> None:
        self._settings.of("").mode = mode
        self._taken()

    def _take_context(self, tokens: int) -> None:
        self._settings.of("").context = tokens
        self._taken()

    def _taken(self) -> None:
        self.refresh()
        self.changed.emit()
