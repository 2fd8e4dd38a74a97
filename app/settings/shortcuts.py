"""Every command with its keys, to read; it can be walked through with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.theme import Theme

# What widgets do themselves, and no command does.
IN_PLACE = (
    ("Split selector", "Another mode", "Left, Right"),
    ("Split selector", "Open the plan", "Alt+Down"),
    ("Split plan", "Move the line between two cards", "Arrow keys"),
    ("Messages", "From message to message", "Ctrl+Up, Ctrl+Down"),
    ("Lists", "Rename, pin, delete", "F2, Ctrl+D, Delete"),
    ("Anywhere", "Next or previous control", "Tab"),
    ("Anywhere", "Take a deletion back", "Ctrl+Z"),
)


class ShortcutList(QWidget):
    def __init__(self, theme: Theme, commands: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        table = QGridLayout(self)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(metrics.L)
        table.setVerticalSpacing(metrics.XS)
        table.setColumnStretch(1, 1)
        before = ""
        for row, (group, name, keys) in enumerate([*commands, *IN_PLACE]):
            table.addWidget(Label(theme, group if group != before else "", metrics.CAPTION, "muted"), row, 0)
            table.addWidget(Label(theme, name, metrics.CONTROL), row, 1)
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
            said = Label(theme, shown, metrics.CONTROL_LINK)
            said.setAccessibleName(f"{name}: {shown}")
            table.addWidget(said, row, 2, Qt.AlignmentFlag.AlignRight)
            before = group
