"""What stands where there is nothing to show yet: the next useful step, or what is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import percent
from app.widgets.theme import Theme


@dataclass(frozen=True)
class EmptyState:
    """Title, one sentence, one button, at most one link. `part` draws a bar from 0 to 1."""

    title: str
    sentence: str
    button: str = ""
    press: Callable[[], None] | None = None
    primary: bool = True
    link: str = ""
    follow: Callable[[], None] | None = None
    part: float | None = None


class EmptyView(Ground):
    def __init__(self, theme: Theme, ground: str = "surface") -> None:
        """`ground`: the palette role that it stands on."""
        super().__init__(theme, ground)
        self._state: EmptyState | None = None
        self._title = ElidedLabel(theme, "", metrics.SECTION)
        self._sentence = Label(theme, "", metrics.CONTROL, "muted", wrap=True)
        self._bar = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self.button = Button(theme, "", "primary")
        self.link = Button(theme, "", "link")
        self.button.clicked.connect(lambda: self._call("press"))
        self.link.clicked.connect(lambda: self._call("follow"))
        column = QWidget()
        column.setFixedWidth(metrics.EMPTY_WIDTH)
        rows = QVBoxLayout(column)
        rows.setSpacing(metrics.S)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            rows.addWidget(label)
        rows.addWidget(self._bar)
        rows.addSpacing(metrics.S)
        for button in (self.button, self.link):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(button)
            row.addStretch(1)
            rows.addLayout(row)
        outer = QVBoxLayout(self)
        outer.addWidget(column, 0, Qt.AlignmentFlag.AlignCenter)

    def show_state(self, state: EmptyState) -> None:
        self._state = state
        self._title.setText(state.title)
        self._sentence.setText(state.sentence)
        self.button.set_words(state.button)
        self.button.set_look("primary" if state.primary else "plain")
        self.button.setVisible(bool(state.button))
        self.link.set_words(state.link)
        self.link.setVisible(bool(state.link))
        self._bar.setVisible(state.part is not None)
        part = state.part or 0.0
        self._bar.show_pieces([Piece("done", part, "accent")], 1.0, f"{state.title}, {percent(part)}")

    def _call(self, which: str) -> None:
        action = getattr(self._state, which) if self._state is not None else None
        if action is not None:
            action()
