"""What follows from the figures: who is faster, by how much, whether the answers are the same, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.compare.report import verdict_words
from app.language import QT_TRANSLATE_NOOP, said, translate
from app.split.model import mode_name, mode_word
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.card import Card
from app.widgets.label import Label
from app.widgets.theme import Theme
from engine.plan.types import Mode
from engine.protocol import Compared

TOO_EARLY = QT_TRANSLATE_NOOP("compare", "Too early to say")


class VerdictCard(Card):
    """`use(mode)`: take the winner for this model. `copy`: the report."""

    use = Signal(str)
    copy = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._winner: Mode | None = None
        self.title = Label(theme, translate("compare", TOO_EARLY), metrics.TITLE, wrap=True)
        self.generation = Label(theme, "", metrics.CONTROL, wrap=True)
        self.prompt = Label(theme, "", metrics.CONTROL, wrap=True)
        self.answers = Label(theme, "", metrics.CONTROL, wrap=True)
        self.notes = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.use_button = Button(theme, translate("compare", "Use it for this model"), "primary")
        self.use_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long in some languages
        self.copy_button = Button(theme, translate("compare", "Copy report"))
        self.use_button.clicked.connect(lambda: self.use.emit(self._winner))
        self.copy_button.clicked.connect(self.copy)
        self.body.setSpacing(metrics.S)
        self.body.setContentsMargins(metrics.L, metrics.L, metrics.L, metrics.L)
        for widget in (self.title, self.generation, self.prompt, self.answers, self.notes):
            self.body.addWidget(widget)
        self.body.addSpacing(metrics.XS)
        self.body.addWidget(self.use_button)
        self.body.addWidget(self.copy_button)

    def show_known(self, known: Compared | None, conditions: Sequence[str], chosen: Mode | None) -> None:
        """`conditions` stand under the verdict. `chosen`: the mode that the model has already."""
        first = (known.tg or known.pp) if known is not None else None
        second = known.pp if known is not None and known.tg is not None else None
        self._winner = first.faster if first is not None else None
        self.title.setText(said(first.sentence) if first is not None else translate("compare", TOO_EARLY))
        self.generation.setText(self._subject(known, verdict_words(first) if first is not None else ""))
        told = verdict_words(second) if second is not None else ""
        self.prompt.setText(
            translate("compare", "Prompts: {sentence}, {told}.").format(sentence=said(second.sentence), told=told)
            if second is not None and told
            else ""
        )
        self.answers.setText(said(known.answers) if known is not None else "")
        self.notes.setText("\n".join(map(said, conditions)))
        for label in (self.generation, self.prompt, self.answers, self.notes):
            label.setVisible(bool(label.text()))
        self.use_button.setVisible(self._winner is not None)
        if self._winner is not None:
            taken = self._winner == chosen
            self.use_button.set_words(
                translate("compare", "{mode} is used for this model").format(mode=mode_name(self._winner))
                if taken
                else translate("compare", "Use {mode} for this model").format(mode=mode_word(self._winner))
            )
            self.use_button.setEnabled(not taken)
        self.copy_button.setEnabled(known is not None and bool(known.results))
        self.update()

    @staticmethod
    def _subject(known: Compared | None, told: str) -> str:
        """What the title is about."""
        if known is None or not told:
            return translate("compare", "Every mode needs two loads before anything can be said.")
        return (
            translate("compare", "In generation: {told}.").format(told=told)
            if known.tg is not None
            else translate("compare", "In prompt processing: {told}.").format(told=told)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._winner is not None:  # a mode's colour, once there is a winner and not before
            painter = QPainter(self)
            edge = QRectF(metrics.RADIUS_CARD, 0, self.width() - 2 * metrics.RADIUS_CARD, metrics.MARK)
            paint.rounded(painter, edge, metrics.BORDER, self._theme.color(f"mode_{self._winner}"))
