"""The prompts that wait, above the composer: each can be changed and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.chat.chip import Chip
from app.chat.queued import Queued
from app.language import translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import ElidedLabel
from app.widgets.numbers import count
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme

MOST_ROWS = 3  # more of them scroll


class QueueBar(QWidget):
    """`edit(id)`, `remove(id)`, and `go`: send what waits."""

    edit = Signal(str)
    remove = Signal(str)
    go = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[Queued] = []
        self.chips: list[Chip] = []
        self.words = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.button = Button(theme, translate("chat", "Send now"), "link", style=metrics.CAPTION_LINK)
        self.button.clicked.connect(self.go)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.button)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.XS)
        self._area = ScrollColumn(theme, translate("chat", "Queued prompts"), content)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addLayout(head)
        rows.addWidget(self._area)
        self.hide()

    def show_queue(self, entries: Sequence[Queued], waits: str, can_go: bool) -> None:
        """`waits` says what they wait for; `can_go`: the user may send them now."""
        if list(entries) != self._shown:
            self._shown = list(entries)
            self._rebuild()
        self.setVisible(bool(entries))
        many = len(entries)
        self.words.setText(
            translate("chat", "{n}\xa0queued prompts: {waits}", "", many, n=count(many)).format(waits=waits)
        )
        self.button.setVisible(can_go)

    def _rebuild(self) -> None:
        for chip in self.chips:
            self._column.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(entry) for entry in self._shown]
        for chip in self.chips:
            self._column.addWidget(chip)
        rows = min(len(self.chips), MOST_ROWS)
        self._area.setFixedHeight(rows * metrics.CONTROL_HEIGHT + max(rows - 1, 0) * metrics.XS)

    def _chip(self, entry: Queued) -> Chip:
        files = "".join(f" + {each.name}" for each in entry.files)
        chip = Chip(self._theme, translate("chat", "queued prompt"), entry.text + files, translate("chat", "Edit"))
        chip.pressed.connect(partial(self.edit.emit, entry.id))
        chip.removed.connect(partial(self.remove.emit, entry.id))
        return chip
