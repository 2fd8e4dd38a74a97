"""One big number of the live panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.numbers import figure
from app.widgets.theme import Theme

NOTHING = "–"


class Hero(QWidget):
    """A caption, a number, its unit; `muted` with "last run" while idle."""

    def __init__(self, theme: Theme, name: str, style: metrics.TextStyle) -> None:
        super().__init__()
        self._name = name
        self._caption = Label(theme, name, metrics.CAPTION, "muted")
        self._number = Label(theme, NOTHING, style, "muted")
        self._unit = Label(theme, translate("live", "tok/s"), metrics.CAPTION, "muted")
        line = QHBoxLayout()
        line.setSpacing(metrics.XS)
        line.addWidget(self._number)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._caption)
        rows.addStretch(1)
        rows.addLayout(line)

    def show_speed(self, value: float | None, live: bool) -> None:
        self._number.setText(NOTHING if value is None else figure(value))
        self._number.set_role("text" if live else "muted")
        self._caption.setText(
            self._name if live or value is None else translate("live", "{name}, last run").format(name=self._name)
        )
        self.setAccessibleName(
            translate("live", "{name}: {number} tokens per second").format(
                name=self._caption.text(), number=self._number.text()
            )
        )
