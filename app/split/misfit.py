"""The refusal: which card lacks how much, and up to three buttons each of which makes the model fit."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.model import DeviceList
from app.language import translate
from app.library.model import Library
from app.split.model import SplitChoice
from app.split.remedies import Remedy, remedies
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.theme import Theme
from engine.plan.types import SplitPlan

SETTLED_MS = 150  # remedies are planned when the choice has not changed for this long


class MisfitRow(QWidget):
    def __init__(self, theme: Theme, choice: SplitChoice, library: Library, hardware: DeviceList) -> None:
        super().__init__()
        self._theme, self._choice, self._library, self._hardware = theme, choice, library, hardware
        self.sentence = Label(theme, "", metrics.CONTROL_LINK, "error", wrap=True)
        self.buttons: list[Button] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(metrics.S)
        self._row.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.S)
        rows.addWidget(self.sentence)
        rows.addLayout(self._row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLED_MS)
        self._soon.timeout.connect(self._offer)

    def show_plan(self, plan: SplitPlan) -> None:
        self.setVisible(not plan.fits)
        self.sentence.setText(plan.misfit)
        self._show([])
        if not plan.fits:
            self._soon.start()

    def _offer(self) -> None:
        facts = self._library.facts
        if facts is not None:
            self._show(remedies(facts, self._choice, self._hardware))

    def _show(self, found: list[Remedy]) -> None:
        for old in self.buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        for remedy in found:
            button = Button(self._theme, remedy.words)
            button.setToolTip(translate("split", "With this the model fits"))
            button.clicked.connect(remedy.apply)
            self._row.insertWidget(len(self.buttons), button)
            self.buttons.append(button)
