"""Choosing among named settings, saving what is set now under a name, and deleting what one saved."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.menu_button import MenuButton
from app.widgets.text_field import TextField
from app.widgets.theme import Theme

LONGEST_NAME = 40


class PresetRow(QWidget):
    """`chosen(name)`, `saved(name)`, `deleted(name)`: by the user only."""

    chosen = Signal(str)
    saved = Signal(str)
    deleted = Signal(str)

    def __init__(self, theme: Theme, name: str, name_of_new: str) -> None:
        """`name_of_new`: what the field for a new one's name is called."""
        super().__init__()
        self._own: set[str] = set()
        self._fixed: set[str] = set()
        self.menu = MenuButton(theme, name, metrics.FIELD_WIDTH + metrics.XXL)
        self.menu.chosen.connect(self.chosen)
        self.save_button = Button(theme, translate("chat", "Save as…"), "link")
        self.save_button.clicked.connect(lambda: self._unfold(True))
        self.delete_button = Button(theme, translate("chat", "Delete"), "link")
        self.delete_button.clicked.connect(lambda: self.deleted.emit(self.menu.current))
        self.name = TextField(theme, name_of_new, translate("chat", "Name"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.textChanged.connect(self._refresh)
        self.name.returnPressed.connect(self._save)
        self.name.installEventFilter(self)
        self.keep_button = Button(theme, translate("chat", "Save"))
        self.keep_button.clicked.connect(self._save)
        self.cancel_button = Button(theme, translate("chat", "Cancel"), "link")
        self.cancel_button.clicked.connect(lambda: self._unfold(False))
        self._naming = QWidget()
        naming = QHBoxLayout(self._naming)
        naming.setContentsMargins(0, 0, 0, 0)
        for widget in (self.name, self.keep_button, self.cancel_button):
            naming.addWidget(widget)
        choice = QHBoxLayout()
        for button in (self.menu, self.save_button, self.delete_button):
            choice.addWidget(button)
        choice.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.S)
        rows.addLayout(choice)
        rows.addWidget(self._naming)
        self._naming.hide()
        self._refresh()

    def show_presets(self, fixed: Iterable[str], own: Iterable[str], current: str) -> None:
        """`fixed` cannot be deleted; `current` is one of both."""
        self._fixed, self._own = set(fixed), set(own)
        shown = {name: name for name in own} | {name: translate("chat", name) for name in fixed}
        self.menu.set_entries([(name, shown[name]) for name in dict.fromkeys([*fixed, *own])])
        self.menu.set_current(current)
        self._refresh()

    def _refresh(self) -> None:
        self.delete_button.setVisible(self.menu.current in self._own)
        name = self.name.text().strip()
        taken = name in self._fixed
        self.keep_button.set_words(translate("chat", "Replace") if name in self._own else translate("chat", "Save"))
        self.keep_button.setEnabled(bool(name) and not taken)
        self.keep_button.setToolTip(
            translate("chat", "{name} comes with Tandem; choose another name").format(name=name) if taken else ""
        )

    def _unfold(self, wanted: bool) -> None:
        self._naming.setVisible(wanted)
        if wanted:
            self.name.setText(self.menu.current if self.menu.current in self._own else "")
            self.name.setFocus()
            self.name.selectAll()
        else:
            self.save_button.setFocus()

    def _save(self) -> None:
        if self.keep_button.isEnabled():
            name = self.name.text().strip()
            self._unfold(False)
            self.saved.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc ends the naming before it closes the card."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._unfold(False)
            return True
        return False
