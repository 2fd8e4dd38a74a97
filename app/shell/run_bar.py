"""The bar on top: which model, how it is split, whether it fits, and the one button that acts on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.library.catalog import Catalog
from app.library.model import Library
from app.library.picker import ModelPicker
from app.settings.model import Settings
from app.shell.fit_mark import FitMark
from app.split.selector import SplitSelector
from app.widgets import metrics
from app.widgets.button import Button, Look
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.segments import Room
from app.widgets.theme import Theme


class RunBar(Ground):
    pressed = Signal()
    plan_asked = Signal()

    def __init__(
        self, theme: Theme, library: Library, catalog: Catalog, settings: Settings, selector: SplitSelector
    ) -> None:
        super().__init__(theme, "surface", "bottom")
        self.setFixedHeight(metrics.RUN_BAR_HEIGHT)
        self.picker = ModelPicker(theme, library, catalog, settings)
        self.segments = selector.widget
        self.sentence = ElidedLabel(theme, "", metrics.CONTROL_STRONG)
        self.plan_link = Button(theme, "Plan", "link", style=metrics.CAPTION_LINK)
        self.plan_link.setAccessibleName("Show the split plan")
        self.plan_link.clicked.connect(self.plan_asked)
        self.plan_link.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.segments.opened.connect(self.plan_asked)
        self._selector = selector
        self.source = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.rate = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.progress = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self.progress.setMinimumWidth(metrics.XXXL)  # it gives way before the segments do
        self.button = Button(theme, "Load", "primary")
        self.button.clicked.connect(self.pressed)
        under = QHBoxLayout()
        under.setSpacing(metrics.S)
        under.addWidget(self.plan_link)
        under.addWidget(self.source, 1)
        under.addWidget(self.progress, 1)
        under.addWidget(self.rate, 1)
        under.addStretch(0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.sentence)
        words.addLayout(under)
        words.addStretch(1)
        self.mark = FitMark(theme)
        self.mark.clicked.connect(self.plan_asked)
        self._words = QWidget()
        self._words.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, 0, metrics.L, 0)
        row.setSpacing(metrics.M)
        row.addWidget(self.picker)
        row.addWidget(self.segments)
        row.addWidget(self._words, 1)
        row.addWidget(self.mark)
        row.addStretch(0)
        row.addWidget(self.button)
        self._room: Room = "wide"
        self._has_plan, self._action = False, "Load"
        self.show_progress(None, "")
        self.set_room("wide")

    def set_room(self, room: Room) -> None:
        """How much room the window has: all parts of the bar give way together."""
        self._room = room
        self.picker.set_width({"wide": metrics.PICKER_WIDTH, "tight": metrics.PICKER_WIDTH_TIGHT,
                               "least": metrics.PICKER_WIDTH_LEAST}[room])  # fmt: skip
        self.segments.set_room(room)
        self.button.setFixedWidth({"wide": metrics.RUN_BUTTON_WIDTH, "tight": metrics.RUN_BUTTON_WIDTH_TIGHT,
                                   "least": metrics.RUN_BUTTON_WIDTH_LEAST}[room])  # fmt: skip
        self._label_button()
        self._show_words()

    def show_sentence(self, words: str, role: str, has_plan: bool) -> None:
        self.sentence.setText(words)
        self.sentence.set_role(role)
        self._has_plan = has_plan
        self.mark.show_fit(words, role)
        self._show_words()

    def _show_words(self) -> None:
        """In a narrow window an icon stands for the sentence, and opens the plan as the link does."""
        busy = not self.progress.isHidden()
        folded = self._room != "wide" and self._has_plan and not busy
        self.mark.setVisible(folded)
        self._words.setVisible(not folded)
        self.plan_link.setVisible(self._has_plan and not busy)
        source = self._selector.source()
        self.source.setText(source)
        self.source.setVisible(bool(source) and not busy)

    def show_progress(self, part: float | None, words: str) -> None:
        """A bar from 0 to 1 in place of the plan link, or None for no bar."""
        self.progress.setVisible(part is not None)
        self.rate.setVisible(part is not None)
        self.rate.setText(words)
        self.progress.show_pieces([Piece("done", part or 0.0, "accent")], 1.0, f"{self.sentence.text()}, {words}")
        self._show_words()

    def show_button(self, words: str, look: Look, enabled: bool) -> None:
        self._action = words
        self._label_button()
        self.button.set_look(look)
        self.button.setEnabled(enabled)

    def _label_button(self) -> None:
        """ "Reload in tensor"; where that has no room, "Reload", and the whole of it to a screen reader."""
        self.button.set_words(self._action.split(" in ")[0] if self._room == "least" else self._action)
        self.button.setAccessibleName(self._action)
