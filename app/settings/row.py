"""A setting: what it is called, what it does, its default, its control, and the way back to the default."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.theme import Theme


class SettingRow(QWidget):
    """`reset`: the user wants the default back. The link for it is there only while something else is set."""

    reset = Signal()

    def __init__(self, theme: Theme, name: str, what: str, control: QWidget | None = None, default: str = "") -> None:
        super().__init__()
        self.name, self._default = name, default
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, name, metrics.CONTROL))
        self.what = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        words.addWidget(self.what)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, metrics.XS, 0, metrics.XS)
        row.setSpacing(metrics.S)
        row.addLayout(words, 1)
        self.back = Button(theme, translate("settings", "Reset"), "link")
        self.back.setAccessibleName(
            translate("settings", "Reset {name} to {default}").format(name=name, default=default)
        )
        self.back.clicked.connect(self.reset)
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(bool(default))  # nothing moves when it comes and goes
        self.back.setSizePolicy(policy)
        self.back.hide()
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        if control is not None:
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(what)

    def say(self, what: str) -> None:
        """What the setting does; the default stands behind it."""
        self.what.setText(
            translate("settings", "{what} Default: {default}.").format(what=what, default=self._default)
            if self._default
            else what
        )

    def show_default(self, is_default: bool) -> None:
        self.back.setVisible(not is_default)


class Group(QWidget):
    """A title and the rows under it."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.title = title
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(metrics.S)
        self.rows.addWidget(Label(theme, title, metrics.SECTION))

    def add(self, row: QWidget) -> None:
        self.rows.addWidget(row)


def show_switch(switch: QAbstractButton, on: bool) -> None:
    """As the settings say, without reporting it as the user's choice."""
    switch.blockSignals(True)
    switch.setChecked(on)
    switch.blockSignals(False)
