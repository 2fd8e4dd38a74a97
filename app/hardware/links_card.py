"""The table of links between cards, what was chosen, and the two buttons beneath."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.hardware.figures import unsaid
from app.hardware.links import HEADS, LinkRow
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Card
from app.widgets.label import ElidedLabel, Label
from app.widgets.theme import Theme

MEASURE, MEASURING = (
    QT_TRANSLATE_NOOP("hardware", "Measure again"),
    QT_TRANSLATE_NOOP("hardware", "Measuring, up to a minute"),
)
STRETCH = (6, 5, 4, 4, 3, 5)


class LinksCard(Card):
    measure_asked = Signal()
    report_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.rows: list[LinkRow] = []
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.M)
        self._grid.setVerticalSpacing(metrics.S)
        self.why = Label(theme, "", metrics.CONTROL, "muted", wrap=True)
        self.measure = Button(theme, MEASURE)
        self.measure.clicked.connect(self.measure_asked)
        self.copy = Button(theme, translate("hardware", "Copy report"))
        self.copy.clicked.connect(self.report_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.S)
        buttons.addWidget(self.measure)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        self.body.setSpacing(metrics.M)
        self.body.addWidget(self._table)
        self.body.addWidget(self.why)
        self.body.addLayout(buttons)

    def show_links(self, rows: Sequence[LinkRow], why: str) -> None:
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self._table.setVisible(bool(rows))
        if list(rows) == self.rows:
            return
        self.rows = list(rows)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for column, head in enumerate(HEADS):
            self._grid.addWidget(
                ElidedLabel(self._theme, translate("hardware", head), metrics.CAPTION, "muted"), 0, column
            )
            self._grid.setColumnStretch(column, STRETCH[column])
        for place, row in enumerate(rows, start=1):
            for column, words in enumerate(row):
                style = metrics.CONTROL_LINK if column == 0 else metrics.CONTROL
                label = ElidedLabel(self._theme, words, style, "muted" if unsaid(words) else "text")
                label.setAccessibleName(
                    f"{row.pair}, {translate('hardware', HEADS[column])}: {words}" if column else words
                )
                self._grid.addWidget(label, place, column)

    def show_measuring(self, cards: bool, busy: bool, why_not: str) -> None:
        """`why_not`: what is in the way of measuring, if anything."""
        self.measure.setVisible(cards)
        self.measure.set_words(translate("hardware", MEASURING if busy else MEASURE))
        self.measure.setEnabled(not busy and not why_not)
        self.measure.setToolTip(why_not)
        self.measure.setAccessibleDescription(why_not)
