"""Every command with its keys, to read; it can be walked through with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.theme import Theme

# What widgets do themselves, and no command does.
IN_PLACE = (
    (
        QT_TRANSLATE_NOOP("settings", "Split selector"),
        QT_TRANSLATE_NOOP("settings", "Another mode"),
        QT_TRANSLATE_NOOP("settings", "Left, Right"),
    ),
    (
        QT_TRANSLATE_NOOP("settings", "Split selector"),
        QT_TRANSLATE_NOOP("settings", "Open the plan"),
        QT_TRANSLATE_NOOP("settings", "Alt+Down"),
    ),
    (
        QT_TRANSLATE_NOOP("settings", "Split plan"),
        QT_TRANSLATE_NOOP("settings", "Move the line between two cards"),
        QT_TRANSLATE_NOOP("settings", "Arrow keys"),
    ),
    (
        QT_TRANSLATE_NOOP("settings", "Messages"),
        QT_TRANSLATE_NOOP("settings", "From message to message"),
        QT_TRANSLATE_NOOP("settings", "Ctrl+Up, Ctrl+Down"),
    ),
    (
        QT_TRANSLATE_NOOP("settings", "Lists"),
        QT_TRANSLATE_NOOP("settings", "Rename, pin, delete"),
        QT_TRANSLATE_NOOP("settings", "F2, Ctrl+D, Delete"),
    ),
    (
        QT_TRANSLATE_NOOP("settings", "Anywhere"),
        QT_TRANSLATE_NOOP("settings", "Next or previous control"),
        QT_TRANSLATE_NOOP("settings", "Tab"),
    ),
    (
        QT_TRANSLATE_NOOP("settings", "Anywhere"),
        QT_TRANSLATE_NOOP("settings", "Take a deletion back"),
        QT_TRANSLATE_NOOP("settings", "Ctrl+Z"),
    ),
)
NATIVE = QKeySequence.SequenceFormat.NativeText


class ShortcutList(QWidget):
    """Filled when first shown, or before: a hundred labels take as long as the rest of the settings."""

    def __init__(self, theme: Theme, commands: Sequence[tuple[str, str, str]]) -> None:
        """`commands`: group, name and keys of each."""
        super().__init__()
        self._theme, self._commands = theme, commands

    def showEvent(self, event: QShowEvent) -> None:
        self.fill()

    def fill(self) -> None:
        if self.layout() is not None:
            return
        theme, table = self._theme, QGridLayout(self)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(metrics.L)
        table.setVerticalSpacing(metrics.XS)
        table.setColumnStretch(1, 1)
        before = ""
        lines = [(group, name, QKeySequence(keys).toString(NATIVE)) for group, name, keys in self._commands]
        lines += [
            (translate("settings", group), translate("settings", name), translate("settings", keys))
            for group, name, keys in IN_PLACE
        ]
        for row, (group, name, shown) in enumerate(lines):
            table.addWidget(Label(theme, group if group != before else "", metrics.CAPTION, "muted"), row, 0)
            table.addWidget(Label(theme, name, metrics.CONTROL), row, 1)
            said = Label(theme, shown, metrics.CONTROL_LINK)
            said.setAccessibleName(f"{name}: {shown}")
            table.addWidget(said, row, 2, Qt.AlignmentFlag.AlignRight)
            before = group
